import { createEngine, type Engine, Graph, type Tensor, tensor } from '@skinr1/autograd';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KlEstimator, k1, k2, k3 } from '../src/index.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ inThread: true, threads: 1 });
});
afterAll(() => engine.close());

/** An estimate for four tokens of which the last is padding, whatever stands there. */
async function estimate(kl: KlEstimator): Promise<number[]> {
  const graph = new Graph('kl');
  const values = {
    logProb: [-1, -0.5, -2, -9],
    refLogProb: [-1.5, -0.5, -1, 5],
    mask: [1, 1, 1, 0],
  };
  const feeds: Record<string, Tensor> = {};
  const table = (name: keyof typeof values) => {
    feeds[name] = tensor('float64', [1, 4], values[name]);
    return graph.input(name, 'float64', [1, 4]);
  };
  const logProb = table('logProb');
  const scalar = graph.constant('float64', 1);
  const result = kl({
    logProb,
    oldLogProb: logProb,
    samplerLogProb: logProb,
    refLogProb: table('refLogProb'),
    entropy: logProb,
    mask: table('mask'),
    advantage: logProb,
    importance: logProb,
    totalSequences: scalar,
    totalTokens: scalar,
    maxCompletionLength: scalar,
    coefficient: () => scalar,
  });
  graph.output('kl', result);
  const session = await engine.load(graph);
  const { outputs } = await session.run(feeds);
  await session.release();
  return Array.from(outputs.kl!.data as Float64Array);
}

/*
 * By hand, log π − log π_ref = [0.5, 0, −1]: k1 as it is; k2 half its square; k3 = exp(d) − d − 1 with
 * d = [−0.5, 0, 1]: e^−0.5 + 0.5 − 1 = 0.1065307, 0, e − 2 = 0.7182818.
 */
const estimators: readonly (readonly [string, KlEstimator, readonly number[]])[] = [
  ['k1', k1, [0.5, 0, -1]],
  ['k2', k2, [0.125, 0, 0.5]],
  ['k3', k3, [0.1065307, 0, 0.7182818]],
];

describe('estimates of KL', () => {
  it.each(estimators)('%s, 0 at padding', async (_, kl, expected) => {
    const values = await estimate(kl);
    [...expected, 0].forEach((value, token) => {
      expect(values[token]).toBeCloseTo(value, 6);
    });
  });
});
