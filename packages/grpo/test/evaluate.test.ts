import { describe, expect, it } from 'vitest';
import { evaluatePolicy, formatReward, hierarchyReward } from '../src/index.ts';
import { createTabularPolicy } from '../src/testing/index.ts';
import { melanomaLabels, prompt } from './support/samples.ts';

const right = '<thinking>x</thinking><final diagnosis>B, malignant</final diagnosis>';
const prompts = ['a', 'b', 'c'].map((id) => prompt(melanomaLabels, id));
const rewards = [formatReward(), hierarchyReward()];

describe('evaluatePolicy', () => {
  it('judges every prompt, in batches, under the names of a step with eval_', async () => {
    // Tables of zeros: greedy takes the first token, the end.
    const policy = createTabularPolicy({ tokens: ['<end>', right] });
    const options = { policy, prompts, rewards, maxTokens: 2, batchSize: 2 };
    const { metrics, rollouts } = await evaluatePolicy({ ...options, step: 9 });
    expect(metrics).toMatchObject({
      eval_reward: 0,
      'eval_rewards/format/mean': 0,
      'eval_completions/mean_length': 1,
      'eval_frac_reward_zero_std/all_worst': 1,
    });
    expect(rollouts.map(({ promptId, step, advantage }) => [promptId, step, advantage])).toEqual([
      ['a', 9, 0],
      ['b', 9, 0],
      ['c', 9, 0],
    ]);
  });

  it('samples when asked to, from a seed', async () => {
    const policy = createTabularPolicy({ tokens: ['<end>', right] });
    const sampled = (seed: number) =>
      evaluatePolicy({
        policy,
        prompts,
        rewards,
        maxTokens: 2,
        temperature: 1,
        groupSize: 50,
        seed,
      });
    const { metrics } = await sampled(1);
    // The right answer is token 1 then the end: p = 1/4, worth 1.75.
    expect(metrics.eval_reward).toBeGreaterThan(1.75 / 4 - 0.2);
    expect(metrics.eval_reward).toBeLessThan(1.75 / 4 + 0.2);
    expect((await sampled(1)).rollouts).toEqual((await sampled(1)).rollouts);
    expect((await sampled(2)).rollouts).not.toEqual((await sampled(1)).rollouts);
  });

  it('refuses no prompts, and stops when told to', async () => {
    const policy = createTabularPolicy({ tokens: ['<end>', right] });
    const options = { policy, prompts, rewards, maxTokens: 2 };
    await expect(evaluatePolicy({ ...options, prompts: [] })).rejects.toThrow(/no prompts/);
    const stopped = evaluatePolicy({ ...options, signal: AbortSignal.abort() });
    await expect(stopped).rejects.toThrow(/abort/i);
  });
});
