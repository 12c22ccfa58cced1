/*
 * The engine room: build an ONNX graph, ask for its gradient, run it in onnxruntime, and train it. A net
 * of two layers learns XOR.
 */
import { adamw, encodeModel, Graph, gradients, ops, Trainer, tensor } from '@skinr1/autograd';
import { createRandom } from '@skinr1/core';
import { createExampleEngine } from './support/example-engine.ts';

const engine = await createExampleEngine();

// 1. A gradient by hand: d(Σ w²)/dw = 2w.
const graph = new Graph();
const w = graph.input('w', 'float32', ['N']); // N is known only when it runs
const [gradient] = gradients(ops.reduceSum(ops.mul(w, w)), [w]);
graph.output('gradient', gradient!);
const session = await engine.load(graph);
const { outputs } = await session.run({ w: tensor('float32', [3], [1, -2, 0.5]) });
console.log(`gradient of Σw² at [1, −2, 0.5]: [${outputs.gradient!.data.join(', ')}]`);
console.log(`the graph as ONNX: ${encodeModel(graph).length} bytes\n`);

// 2. Training: forward, backward and AdamW are one graph; parameters stay in the engine.
const random = createRandom(1);
const normal = (...dims: number[]) => {
  const count = dims.reduce((a, b) => a * b, 1);
  return tensor(
    'float32',
    dims,
    Array.from({ length: count }, () => random.normal()),
  );
};
const trainer = await Trainer.create({
  engine,
  parameters: { inner: normal(2, 8), bias: normal(8), outer: normal(8, 1) },
  optimizer: adamw({ learningRate: 0.05, weightDecay: 0 }),
  loss: ({ graph: g, parameters: p }) => {
    const x = g.input('x', 'float32', ['N', 2]);
    const y = g.input('y', 'float32', ['N', 1]);
    const answer = ops.sigmoid(
      ops.matMul(ops.tanh(ops.add(ops.matMul(x, p.inner!), p.bias!)), p.outer!),
    );
    const error = ops.sub(answer, y);
    return { loss: ops.reduceMean(ops.mul(error, error)) };
  },
});
const x = tensor('float32', [4, 2], [0, 0, 0, 1, 1, 0, 1, 1]);
const y = tensor('float32', [4, 1], [0, 1, 1, 0]);
for (let step = 1; step <= 200; step++) {
  const { loss } = await trainer.update({ x, y });
  if (step === 1 || step % 50 === 0) console.log(`step ${step}: loss ${loss.toFixed(5)}`);
}
await trainer.dispose();
await engine.close();
