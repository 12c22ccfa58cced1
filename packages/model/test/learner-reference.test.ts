import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine, ops, sgd, type TokenLoss } from '@skinr1/autograd';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLearner } from '../src/learn/learner.ts';
import { tinyModel } from './support/tiny.ts';

let engine: Engine;
let folder: string;
beforeAll(async () => {
  engine = await createEngine({ threads: 1 });
  folder = await mkdtemp(join(tmpdir(), 'learner-reference-'));
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

/** −scale · Σ importance · log p / tokens, with a scale that may change. */
const weighted: TokenLoss = ({ logProb, importance, mask, totalTokens, coefficient }) => {
  const sum = ops.reduceSum(ops.mul(ops.mul(logProb, importance), mask));
  return {
    loss: ops.neg(ops.mul(ops.div(sum, totalTokens), coefficient('scale', 1))),
    metrics: { 'weights/max': ops.reduceMax(importance) },
  };
};
const optimizer = sgd({ learningRate: 0.02 });

async function begin(keepReference = true) {
  const model = await tinyModel(engine);
  const learner = await createLearner(model, { loss: weighted, optimizer, keepReference });
  const tokenIds = model.tokenizer.encode('melanoma');
  const groups = [{ prompt: { text: 'Which is it?', images: [] }, completions: [{ tokenIds }] }];
  const end = async () => {
    await learner.release();
    await model.release();
  };
  return { learner, groups, tokens: tokenIds.length, end };
}

describe('the reference of a learner', () => {
  it('stays as it was, is mixed with what was learnt, and is kept in checkpoints', async () => {
    const { learner, groups, end } = await begin();
    const scores = async (by: 'learner' | 'reference') =>
      Array.from((await learner.logProbs(groups, by))[0]![0]!);
    const start = await scores('learner');
    expect(await scores('reference')).toEqual(start);
    await learner.step(groups);
    const learnt = await scores('learner');
    expect(learnt).not.toEqual(start);
    expect(await scores('reference')).toEqual(start);

    await learner.save(folder);
    await learner.syncReference(0.5);
    const between = await scores('reference');
    between.forEach((value, t) => {
      // So small a step is all but linear.
      const way = learnt[t]! - start[t]!;
      expect(Math.abs(value - start[t]! - way / 2)).toBeLessThan(0.25 * Math.abs(way));
    });
    await learner.syncReference(1);
    expect(await scores('reference')).toEqual(learnt);
    expect(await scores('learner')).toEqual(learnt);
    await learner.restore(folder);
    expect(await scores('reference')).toEqual(start);
    expect(await scores('learner')).toEqual(learnt);
    for (const mixup of [0, 1.1, Number.NaN]) {
      await expect(learner.syncReference(mixup)).rejects.toThrow(/mixup must be above 0/);
    }
    await end();
  });

  it('is refused where none is kept, with what would keep one', async () => {
    const { learner, groups, end } = await begin(false);
    await expect(learner.logProbs(groups, 'reference')).rejects.toThrow(/keeps no reference/);
    await expect(learner.syncReference(1)).rejects.toThrow(/keepReference/);
    await end();
  });
});

describe('what a step is told', () => {
  it('scales a loss by its coefficient and tokens by their importance; refuses what does not fit', async () => {
    const { learner, groups, tokens, end } = await begin();
    const lossOf = async (options: object, more: object = {}) => {
      await learner.save(folder);
      const [{ prompt, completions }] = groups as [(typeof groups)[0]];
      const changed = [{ prompt, completions: completions.map((one) => ({ ...one, ...more })) }];
      const { loss } = await learner.step(changed, options);
      await learner.restore(folder);
      return loss;
    };
    const plain = await lossOf({});
    expect(await lossOf({ coefficients: { scale: 3 } })).toBeCloseTo(3 * plain, 4);
    const half = new Array(tokens).fill(0.5);
    expect(await lossOf({}, { importance: half })).toBeCloseTo(plain / 2, 5);
    await expect(lossOf({ coefficients: { beta: 1 } })).rejects.toThrow(
      /no coefficient 'beta'.*scale/s,
    );
    await expect(lossOf({}, { importance: [...half, 1] })).rejects.toThrow(/values of importance/);
    await end();
  });
});
