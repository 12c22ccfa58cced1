import type { Reward, SampledCompletion } from '@skinr1/core';
import { describe, expect, it } from 'vitest';
import { scoreCompletions } from '../src/index.ts';
import { completionMetrics, rewardMetrics } from '../src/metrics.ts';
import { completion, sample } from './support/samples.ts';

function cut(length: number): SampledCompletion {
  return { ...completion('', length), finishReason: 'length' };
}

/** Scores whose sum is the given number of each completion. */
async function scored(values: readonly (number | null)[], groupSize: number) {
  const reward: Reward = { name: 'r', score: ({ completion: { text } }) => JSON.parse(text) };
  const samples = values.map((value) => sample(JSON.stringify(value), null));
  return scoreCompletions([reward], samples, groupSize);
}

describe('completionMetrics', () => {
  it('reports lengths of all and of terminated completions', () => {
    const metrics = completionMetrics([completion('', 2), completion('', 4), cut(9), cut(9)]);
    expect(metrics).toEqual({
      'completions/mean_length': 6,
      'completions/min_length': 2,
      'completions/max_length': 9,
      'completions/mean_terminated_length': 3,
      'completions/min_terminated_length': 2,
      'completions/max_terminated_length': 4,
      'completions/clipped_ratio': 0.5,
    });
  });

  it('reports no length where answers come without tokens', () => {
    const said = [{ text: 'x', finishReason: 'length' as const }];
    expect(completionMetrics(said)).toEqual({ 'completions/clipped_ratio': 1 });
  });

  it('measures more completions than a call has room for arguments', () => {
    const many = new Array<SampledCompletion>(200_000).fill(cut(9));
    expect(completionMetrics(many)).toMatchObject({ 'completions/max_length': 9 });
  });

  it('reports zero terminated length when none terminated', () => {
    expect(completionMetrics([cut(5)])).toMatchObject({
      'completions/mean_terminated_length': 0,
      'completions/clipped_ratio': 1,
    });
  });
});

describe('rewardMetrics', () => {
  it('reports mean, deviation and null rate by function and of the sum', async () => {
    // mean of 1, 3 is 2, deviation √2 (ddof 1); one of four is null; no group is tied.
    const metrics = rewardMetrics(await scored([1, 3, null, 2], 4));
    expect(metrics['rewards/r/mean']).toBe(2);
    expect(metrics['rewards/r/std']).toBeCloseTo(1, 12);
    expect(metrics['rewards/r/null_rate']).toBe(0.25);
    expect(metrics['rewards/r/error_rate']).toBe(0);
    expect(metrics.reward).toBe(2);
    expect(metrics.reward_std).toBeCloseTo(1, 12);
    expect(metrics.frac_reward_zero_std).toBe(0);
  });

  it('splits groups without spread into all-best, all-worst and tied by the range of the rewards', async () => {
    const values = [2, 2, 0, 0, 1, 1, 0, 2, 1, null];
    expect(rewardMetrics(await scored(values, 2), [0, 2])).toMatchObject({
      frac_reward_zero_std: 0.8,
      'frac_reward_zero_std/all_best': 0.2,
      'frac_reward_zero_std/all_worst': 0.2,
      'frac_reward_zero_std/tied': 0.4,
    });
  });

  it("uses the step's own spread when the range is not known", async () => {
    expect(rewardMetrics(await scored([5, 5, 1, 1, 3, 3], 2))).toMatchObject({
      'frac_reward_zero_std/all_best': 1 / 3,
      'frac_reward_zero_std/all_worst': 1 / 3,
      'frac_reward_zero_std/tied': 1 / 3,
    });
    expect(rewardMetrics(await scored([5, 5, 5, 5], 2))).toMatchObject({
      'frac_reward_zero_std/tied': 1,
    });
  });

  it('leaves out what has no value', async () => {
    const metrics = rewardMetrics(await scored([null, null], 2));
    expect(metrics).not.toHaveProperty('reward');
    expect(Object.values(metrics).every(Number.isFinite)).toBe(true);
    expect(metrics.frac_reward_zero_std).toBe(0);
  });
});
