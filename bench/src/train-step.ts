import * as ag from '@skinr1/autograd';
import { createLearner, type LearningGroup } from '@skinr1/model';
import { benchEngine } from './bench-engine.ts';
import { decoderBatch, decoderLoss, decoderParameters, smallDecoder } from './decoder.ts';
import { benchModel, benchQuestions, countParameters } from './demo-model.ts';
import { matMulShapes, symbolSizes, timeMatMul } from './matmul-shapes.ts';
import { median } from './median.ts';
import { recordingEngine } from './recording-engine.ts';

/** Something to time: one step, and the tokens it handles. */
interface Subject {
  readonly title: string;
  readonly step: () => Promise<number>;
  /** Tokens of a step, known after the first. */
  readonly tokens: () => number;
  readonly release: () => Promise<void>;
}

/**
 * Times a training step (forward, backward, clipping, AdamW) of the demo's kind of model on questions
 * with images, and, in the same run, its matrix products by themselves. Both in GFLOP/s of the same
 * products; the ratio says how much of the step is left for them. `decoder` as option times a plain
 * decoder of 3.2 million parameters on 16 × 128 tokens instead.
 */
export async function run(options: string[]): Promise<void> {
  const { engine, recordings } = recordingEngine(await benchEngine(options));
  const subject = options.includes('decoder')
    ? await plainDecoder(engine)
    : await visionModel(engine);
  const started = performance.now();
  const first = await subject.step();
  const ready = (performance.now() - started) / 1000;
  const { graph, feeds } = recordings.get('train-step')!;
  const shapes = matMulShapes(graph, symbolSizes(graph, feeds));
  const flops = shapes.reduce((sum, shape) => sum + shape.flops * shape.count, 0);
  await subject.step();
  const memory = process.memoryUsage().rss / 2 ** 20;
  const { steps, plain, loss } = await takeTurns(engine, subject, shapes);
  await subject.release();
  await engine.close();

  const best = Math.min(...steps);
  const middle = median(steps);
  const rate = (seconds: number) => (flops / seconds / 1e9).toFixed(1);
  console.log(subject.title);
  console.log(`graph: ${graph.liveNodes.length} nodes, first step after ${ready.toFixed(2)} s`);
  console.log(`loss ${first.toFixed(3)} → ${loss.toFixed(3)} in ${steps.length + 2} steps`);
  console.log(`matrix products of a step: ${(flops / 1e9).toFixed(1)} GFLOP`);
  console.log(
    `training step: best ${(best * 1e3).toFixed(0)} ms, median ${(middle * 1e3).toFixed(0)} ms`,
  );
  console.log(`tokens per second: best ${(subject.tokens() / best).toFixed(0)}`);
  console.log(`training step: ${rate(best)} GFLOP/s (best), ${rate(middle)} (median)`);
  console.log(`plain MatMul at its shapes: ${rate(plain)} GFLOP/s`);
  console.log(
    `ratio: ${(plain / best).toFixed(2)} (best), ${(plain / middle).toFixed(2)} (median)`,
  );
  console.log(`resident memory: ${memory.toFixed(0)} MB`);
}

/** Steps and products in turns, so that another program's load falls on both. */
async function takeTurns(
  engine: ag.Engine,
  subject: Subject,
  shapes: ReturnType<typeof matMulShapes>,
): Promise<{ steps: number[]; plain: number; loss: number }> {
  const steps: number[] = [];
  const best = shapes.map(() => Number.POSITIVE_INFINITY);
  let loss = 0;
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 8; i++) {
      const start = performance.now();
      loss = await subject.step();
      steps.push((performance.now() - start) / 1000);
    }
    for (const [i, shape] of shapes.entries()) {
      best[i] = Math.min(best[i]!, await timeMatMul(engine, shape, 5));
    }
  }
  const plain = shapes.reduce((sum, shape, i) => sum + best[i]! * shape.count, 0);
  return { steps, plain, loss };
}

function optimizer(): ag.Optimizer {
  return ag.chain(ag.clipByGlobalNorm(1), ag.adamw({ learningRate: 1e-3 }));
}

async function plainDecoder(engine: ag.Engine): Promise<Subject> {
  const [rows, length] = [16, 128];
  const parameters = decoderParameters(smallDecoder);
  const count = Object.values(parameters).reduce((sum, value) => sum + value.data.length, 0);
  const trainer = await ag.Trainer.create({
    engine,
    parameters,
    loss: decoderLoss(smallDecoder),
    optimizer: optimizer(),
  });
  const feeds = decoderBatch(smallDecoder, rows, length);
  return {
    title: `decoder of ${(count / 1e6).toFixed(2)} M parameters, ${rows} × ${length} tokens`,
    step: async () => (await trainer.update(feeds)).loss,
    tokens: () => rows * length,
    release: () => trainer.dispose(),
  };
}

/** Mean −log p of the completion tokens, as in supervised fine-tuning. */
const meanTokenLoss: ag.TokenLoss = ({ logProb, mask, totalTokens }) => ({
  loss: ag.ops.neg(ag.ops.div(ag.ops.reduceSum(ag.ops.mul(logProb, mask)), totalTokens)),
  metrics: {},
});

async function visionModel(engine: ag.Engine): Promise<Subject> {
  const [rows, answer] = [12, 96];
  const model = await benchModel(engine);
  const learner = await createLearner(model, { loss: meanTokenLoss, optimizer: optimizer() });
  const groups: LearningGroup[] = benchQuestions(rows).map((prompt, row) => ({
    prompt,
    completions: [
      { tokenIds: Int32Array.from({ length: answer }, (_, i) => (i * 31 + row * 17) % 1000) },
    ],
  }));
  const prompt = (await model.encodePrompt(groups[0]!.prompt)).tokenIds.length;
  const count = (countParameters(model) / 1e6).toFixed(2);
  return {
    title: `vision-language model of ${count} M parameters, ${rows} × (${prompt} prompt + ${answer} answer) tokens`,
    step: async () => (await learner.step(groups)).loss,
    tokens: () => rows * (prompt + answer),
    release: async () => {
      await learner.release();
      await model.release();
    },
  };
}
