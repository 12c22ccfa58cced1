import * as ag from '@skinr1/autograd';
import { decoderBatch, decoderLoss, decoderParameters, smallDecoder } from './decoder.ts';
import { matMulShapes, timeMatMul } from './matmul-shapes.ts';

const [rows, length] = [16, 128];

/**
 * Times a training step (forward, backward, clipping, AdamW) of a small decoder and, in the same run, its
 * matrix products by themselves. Both in GFLOP/s of the same products; the ratio says how much of the
 * step is spent on anything else.
 */
export async function run(options: string[]): Promise<void> {
  const profile = options.includes('--profile');
  const engine = await ag.createEngine();
  const parameters = decoderParameters(smallDecoder);
  const count = Object.values(parameters).reduce((sum, value) => sum + value.data.length, 0);
  const optimiser = ag.chain(ag.clipByGlobalNorm(1), ag.adamw({ learningRate: 1e-3 }));
  const started = performance.now();
  const trainer = await ag.Trainer.create({
    engine,
    parameters,
    loss: decoderLoss(smallDecoder),
    optimiser,
    ...(profile ? { profile: 'train-step' } : {}),
  });
  const feeds = decoderBatch(smallDecoder, rows, length);
  const first = await trainer.update(feeds);
  const ready = (performance.now() - started) / 1000;

  const graph = trainer.stepGraph();
  const shapes = matMulShapes(graph, { B: rows, S: length });
  const flops = shapes.reduce((sum, shape) => sum + shape.flops * shape.count, 0);
  const steps: number[] = [];
  let plain = Number.POSITIVE_INFINITY;
  let loss = first.loss;
  // Taking turns, so that another program's load falls on both.
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 8; i++) {
      const start = performance.now();
      loss = (await trainer.update(feeds)).loss;
      steps.push((performance.now() - start) / 1000);
    }
    let total = 0;
    for (const shape of shapes) total += (await timeMatMul(engine, shape, 5)) * shape.count;
    plain = Math.min(plain, total);
  }
  await trainer.dispose();
  await engine.close();

  const best = Math.min(...steps);
  const median = steps.sort((a, b) => a - b)[steps.length >> 1]!;
  const rate = (seconds: number) => (flops / seconds / 1e9).toFixed(1);
  console.log(`decoder of ${(count / 1e6).toFixed(2)} M parameters, ${rows} × ${length} tokens`);
  console.log(`graph: ${ag.liveNodes(graph).length} nodes, first step after ${ready.toFixed(2)} s`);
  console.log(`loss ${first.loss.toFixed(3)} → ${loss.toFixed(3)} in ${steps.length + 1} steps`);
  console.log(`matrix products of a step: ${(flops / 1e9).toFixed(1)} GFLOP`);
  console.log(
    `training step: best ${(best * 1e3).toFixed(0)} ms, median ${(median * 1e3).toFixed(0)} ms`,
  );
  console.log(`tokens per second: best ${((rows * length) / best).toFixed(0)}`);
  console.log(`training step: ${rate(best)} GFLOP/s (best), ${rate(median)} (median)`);
  console.log(`plain MatMul at its shapes: ${rate(plain)} GFLOP/s`);
  console.log(`ratio: ${(plain / best).toFixed(2)}`);
  console.log(`resident memory: ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MB`);
}
