import { join } from 'node:path';
import { adamw, ops, type TokenLoss } from '@skinr1/autograd';
import { UsageError } from '@skinr1/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadAdapter, saveAdapter } from '../src/folder/adapters.ts';
import { createLearner } from '../src/learn/learner.ts';
import type { Model } from '../src/model.ts';
import { addAdapter, mergeAdapter, removeAdapter } from '../src/weights/adapter.ts';
import { AdapterBench, answer, expectSame, question } from './support/adapters.ts';

let bench: AdapterBench;
beforeAll(async () => {
  bench = await AdapterBench.create();
});
afterAll(() => bench.close());

/** −Σ log p / tokens. */
const likelihood: TokenLoss = ({ logProb, mask, totalTokens }) => ({
  loss: ops.neg(ops.div(ops.reduceSum(ops.mul(logProb, mask)), totalTokens)),
  metrics: {},
});

describe('a learner of one adapter among several', () => {
  const lesson = (model: Model) => ({
    prompt: question,
    completions: [{ tokenIds: model.tokenizer.encode('psoriasis') }],
  });
  const options = { loss: likelihood, optimizer: adamw({ learningRate: 1e-2 }) };

  it('changes that one alone, with dropout that goes on bit for bit', async () => {
    await bench.write();
    const fresh = async (seed: number, gradientCheckpointing = false) => {
      const model = await bench.open();
      await loadAdapter(model, bench.folder, { name: 'kept' });
      await addAdapter(model, {
        name: 'learns',
        rank: 2,
        dropout: 0.5,
        seed: 3,
        targets: 'all-linear',
      });
      const learner = await createLearner(model, {
        ...options,
        seed,
        gradientCheckpointing,
        maxTokensPerMicroBatch: 60,
      });
      return { model, learner };
    };
    const steps = async ({ model, learner }: Awaited<ReturnType<typeof fresh>>, count: number) => {
      const losses: number[] = [];
      // Two lessons: two micro-batches.
      const groups = [
        lesson(model),
        { ...lesson(model), prompt: { text: 'What is it?', images: [] } },
      ];
      for (let i = 0; i < count; i++) losses.push((await learner.step(groups)).loss);
      return losses;
    };
    const through = await fresh(1);
    const kept = await answer(through.model, 'kept');
    const begun = await steps(through, 2);
    const state = join(bench.folder, 'state');
    await through.learner.save(state);
    const straight = await steps(through, 3);
    expectSame(await answer(through.model, 'kept'), kept, 1e-12);

    const resumed = await fresh(1);
    await resumed.learner.restore(state);
    expect(await steps(resumed, 3)).toEqual(straight);
    const other = await fresh(2);
    await other.learner.restore(state);
    expect(await steps(other, 3)).not.toEqual(straight);

    // Layers that are computed a second time see the same masks.
    const again = await fresh(1, true);
    const losses = await steps(again, 2);
    for (const [i, loss] of losses.entries()) expect(loss).toBeCloseTo(begun[i] as number, 6);
    expect(await again.learner.identity()).toMatchObject({ gradientCheckpointing: true });

    // Answers are without dropout: what is saved answers the same.
    await saveAdapter(through.model, state, { name: 'learns' });
    const learnt = await answer(through.model, 'learns');
    const reader = await bench.open();
    await loadAdapter(reader, state);
    expect(reader.weights.adapter('default').settings.dropout).toBe(0.5);
    expectSame(await answer(reader), learnt, 1e-12);
    for (const { model, learner } of [through, resumed, other, again]) {
      await learner.release();
      await model.release();
    }
    await reader.release();
  });

  it('refuses what was sampled with another adapter, and a second adapter meanwhile', async () => {
    await bench.write();
    const model = await bench.open();
    await loadAdapter(model, bench.folder, { name: 'old' });
    await addAdapter(model, { name: 'new', rank: 1, seed: 1 });
    const [group = []] = await model.generate([question], { maxTokens: 3, adapter: 'old' });
    const learner = await createLearner(model, options);
    expect(learner.adapter).toBe('new');
    const groups = [{ prompt: question, completions: group }];
    await expect(learner.step(groups)).rejects.toThrow(/sampled with 'old'.*answers with 'new'/);
    await expect(addAdapter(model, { name: 'more', rank: 1, seed: 1 })).rejects.toThrow(UsageError);
    expect(() => removeAdapter(model, 'new')).toThrow(/is learning/);
    await expect(mergeAdapter(model)).rejects.toThrow(/has a learner/);
    await learner.release();
    await model.release();
  });
});
