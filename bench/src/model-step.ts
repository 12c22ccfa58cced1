import {
  adamw,
  chain,
  clipByGlobalNorm,
  type Engine,
  type Graph,
  ops,
  type TokenLoss,
} from '@skinr1/autograd';
import { createLearner } from '@skinr1/model';
import { benchEngine } from './bench-engine.ts';
import { benchModel, benchQuestions, countParameters } from './demo-model.ts';
import { matMulShapes, symbolSizes, timeMatMul } from './matmul-shapes.ts';

const [prompts, groupSize] = [8, 4];

const likelihood: TokenLoss = ({ logProb, mask, totalTokens }) => ({
  loss: ops.neg(ops.div(ops.reduceSum(ops.mul(logProb, mask)), totalTokens)),
  metrics: {},
});

/**
 * Times a training step of the whole vision-language model: 8 questions with an image, 4 answers of 60
 * to 119 tokens each; and, in the same run, its matrix products by themselves.
 */
export async function run(options: string[]): Promise<void> {
  const engine = await benchEngine(options);
  const watched = watch(engine);
  const model = await benchModel(watched.engine);
  const learner = await createLearner(model, {
    loss: likelihood,
    optimizer: chain(clipByGlobalNorm(1), adamw({ learningRate: 1e-3 })),
    maxTokensPerMicroBatch: 16_384,
  });
  const groups = benchQuestions(prompts).map((prompt, p) => ({
    prompt,
    completions: Array.from({ length: groupSize }, (_, g) => ({
      tokenIds: Array.from({ length: 60 + ((p * 7 + g * 31) % 60) }, (_, i) => i % 1000),
    })),
  }));
  await learner.step(groups);
  const shapes = matMulShapes(watched.graph(), watched.sizes());
  const flops = shapes.reduce((sum, shape) => sum + shape.flops * shape.count, 0);
  let [step, plain] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  // Taking turns, so that another program's load falls on both.
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 4; i++) {
      const start = performance.now();
      await learner.step(groups);
      step = Math.min(step, (performance.now() - start) / 1000);
    }
    let total = 0;
    for (const shape of shapes) total += (await timeMatMul(engine, shape, 3)) * shape.count;
    plain = Math.min(plain, total);
  }
  const tokens = watched.sizes().flat ?? 0;
  console.log(`model of ${(countParameters(model) / 1e6).toFixed(2)} M parameters`);
  console.log(`${tokens} tokens a step; its matrix products: ${(flops / 1e9).toFixed(1)} GFLOP`);
  console.log(
    `training step: ${(step * 1e3).toFixed(0)} ms, ${(tokens / step).toFixed(0)} tokens/s`,
  );
  console.log(`training step: ${(flops / step / 1e9).toFixed(1)} GFLOP/s`);
  console.log(`plain MatMul at its shapes: ${(flops / plain / 1e9).toFixed(1)} GFLOP/s`);
  console.log(`ratio: ${(plain / step).toFixed(2)}`);
  console.log(`resident memory: ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MB`);
  await learner.release();
  await model.release();
  await engine.close();
}

/** An engine that remembers the training graph and the sizes it last ran with. */
function watch(engine: Engine) {
  let graph: Graph | null = null;
  let sizes: Record<string, number> = {};
  const load: Engine['load'] = async (model, options) => {
    const session = await engine.load(model, options);
    if (model instanceof Uint8Array || model.name !== 'train-step') return session;
    graph = model;
    const run: typeof session.run = (feeds, runOptions) => {
      sizes = symbolSizes(model, feeds);
      return session.run(feeds, runOptions);
    };
    return {
      inputs: session.inputs,
      outputs: session.outputs,
      run,
      release: () => session.release(),
    };
  };
  const watched: Engine = {
    device: engine.device,
    load,
    upload: (value) => engine.upload(value),
    download: (handle) => engine.download(handle),
    close: () => engine.close(),
  };
  return { engine: watched, graph: () => graph as Graph, sizes: () => sizes };
}
