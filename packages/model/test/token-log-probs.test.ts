import { createEngine, Graph, gradients, ops, tensor } from '@skinr1/autograd';
import { createRandom } from '@skinr1/core';
import { expect, it } from 'vitest';
import { tokenLogProbs } from '../src/architecture/token-log-probs.ts';
import { denseWeight } from '../src/weights/dense-weight.ts';

it('entropy and its gradient are those of −Σ p · log p, differentiated step by step', async () => {
  const [places, width, vocabulary] = [3, 4, 6];
  const random = createRandom(1);
  const graph = new Graph('entropy');
  const hidden = graph.input('hidden', 'float32', [places, width]);
  const matrix = graph.input('matrix', 'float32', [vocabulary, width]);
  const targets = {
    targetPlaces: graph.input('targetPlaces', 'int32', [places]),
    targetIds: graph.input('targetIds', 'int32', [places]),
    targetLayout: graph.input('targetLayout', 'int32', [1, places]),
    inverseTemperature: graph.input('inverseTemperature', 'float32', [places, 1]),
  };
  const { entropy } = tokenLogProbs(denseWeight(matrix), hidden, targets);

  const rows = ops.mul(ops.gather(hidden, targets.targetPlaces, 0), targets.inverseTemperature);
  const p = ops.softmax(ops.matMul(rows, matrix, { transposeB: true }));
  const plain = ops.neg(ops.reduceSum(ops.mul(p, ops.log(p)), { axes: 1 }));

  const wrt = [hidden, matrix];
  // Weighted, so that a gradient that mixes up rows shows.
  const weights = graph.constant('float32', [1, 2, 3]);
  for (const [name, value] of [
    ['ours', ops.reshape(entropy, [places])],
    ['plain', plain],
  ] as const) {
    graph.output(name, value);
    gradients(ops.reduceSum(ops.mul(value, weights)), wrt).forEach((gradient, k) => {
      graph.output(`${name}.${k}`, gradient);
    });
  }
  const drawn = (...shape: [number, number]) =>
    tensor(
      'float32',
      shape,
      Array.from({ length: shape[0] * shape[1] }, () => 2 * random.next() - 1),
    );
  const engine = await createEngine({ threads: 1 });
  const session = await engine.load(graph);
  const { outputs } = await session.run({
    hidden: drawn(places, width),
    matrix: drawn(vocabulary, width),
    targetPlaces: tensor('int32', [places], [2, 0, 1]),
    targetIds: tensor('int32', [places], [0, 1, 2]),
    targetLayout: tensor('int32', [1, places], [0, 1, 2]),
    inverseTemperature: tensor('float32', [places, 1], [1, 2, 0.5]),
  });
  for (const part of ['', '.0', '.1']) {
    const [ours, expected] = ['ours', 'plain'].map((name) =>
      Array.from(outputs[name + part]!.data as Float32Array),
    );
    expect(ours).toEqual(expected!.map((value) => expect.closeTo(value, 5)));
  }
  await engine.close();
});
