import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ScoredGroup, TrainablePolicy } from '@skinr1/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GrpoStep, type Rollout, trainGrpo } from '../src/index.ts';
import { createTabularPolicy } from '../src/testing/index.ts';
import { run, tokens } from './support/grpo-run.ts';
import { completion, prompt } from './support/samples.ts';

/** Prompts whose answers all come out the same, but those of prompts with an odd number. */
const prompts = Array.from({ length: 12 }, (_, index) => prompt(index % 2 === 1, `p${index}`));
const outcome = {
  name: 'outcome',
  score: ({ completion: { text } }: { completion: { text: string } }) => (text === 'good' ? 1 : 0),
};
const length = {
  name: 'length',
  score: ({ completion: { text } }: { completion: { text: string } }) => text.length / 10,
};

/** Notes what it is asked and what it learns from. */
function notingPolicy(always?: string) {
  const asked: string[][] = [];
  const learnt: string[][] = [];
  const policy: TrainablePolicy = {
    sample: async (batch, { groupSize = 1 }) => {
      asked.push(batch.map(({ id }) => id));
      return batch.map(({ labels }) =>
        Array.from({ length: groupSize }, (_, k) =>
          completion(always ?? (labels === true && k === 0 ? 'good' : `bad${'!'.repeat(k)}`)),
        ),
      );
    },
    update: async (groups: readonly ScoredGroup[]) => {
      learnt.push(groups.map((group) => group.prompt.id));
      return { loss: 0, gradientNorm: 0 };
    },
    save: async () => undefined,
    restore: async () => undefined,
  };
  return { policy, asked, learnt };
}

const base = {
  prompts,
  groupSize: 2,
  promptsPerStep: 3,
  maxTokens: 4,
  seed: 3,
  steps: 1,
  dryRunPrompts: 0,
};

describe('dynamic sampling', () => {
  it('asks other prompts in place of those whose answers all came out the same', async () => {
    const { policy, asked, learnt } = notingPolicy();
    const steps: GrpoStep[] = [];
    const rollouts: Rollout[] = [];
    await trainGrpo({
      ...base,
      policy,
      rewards: [outcome],
      dynamicSampling: { maxRounds: 10 },
      onStep: (step) => void steps.push(step),
      onRollouts: (some) => void rollouts.push(...some),
    });
    const isOdd = (id: string) => Number(id.slice(1)) % 2 === 1;
    expect(learnt).toHaveLength(1);
    expect(learnt[0]).toHaveLength(3);
    expect(learnt[0]!.every(isOdd)).toBe(true);
    expect(asked[0]).toHaveLength(3);
    expect(asked[1]).toHaveLength(3 - asked[0]!.filter(isOdd).length);
    const all = asked.flat();
    expect(steps[0]!.metrics).toMatchObject({
      'dynamic_sampling/rounds': asked.length,
      'dynamic_sampling/asked': all.length,
      'dynamic_sampling/kept': 3,
    });
    // Nothing that was sampled is lost; what is not learnt from has no advantage.
    expect(rollouts).toHaveLength(2 * all.length);
    for (const { promptId, advantage } of rollouts) expect(advantage !== 0).toBe(isOdd(promptId));
    expect(steps[0]!.metrics.frac_reward_zero_std).toBeCloseTo(1 - 3 / all.length, 12);
  });

  it('compares by the outcome when told to: answers of other lengths alone are the same', async () => {
    for (const [options, size] of [
      [{}, 3],
      [{ outcome: 'outcome' }, 0],
    ] as const) {
      const { policy, asked } = notingPolicy();
      const even = prompts.filter((_, index) => index % 2 === 0);
      await trainGrpo({
        ...base,
        prompts: even,
        policy,
        rewards: [outcome, length],
        dynamicSampling: { maxRounds: 2, ...options },
      });
      expect(asked.length).toBe(size === 3 ? 1 : 2);
    }
  });

  it('ends after its rounds, and learns from the first prompts if no group has a spread', async () => {
    const { policy, asked, learnt } = notingPolicy('same');
    await trainGrpo({ ...base, policy, rewards: [outcome], dynamicSampling: {} });
    expect(asked).toHaveLength(4);
    expect(learnt).toEqual([asked[0]]);
  });

  it('refuses an outcome that no reward is, and no rounds', async () => {
    const { policy } = notingPolicy();
    const options = { ...base, policy, rewards: [outcome] };
    await expect(trainGrpo({ ...options, dynamicSampling: { outcome: 'x' } })).rejects.toThrow(
      /names 'x', which no reward is. There are: outcome/,
    );
    await expect(trainGrpo({ ...options, dynamicSampling: { maxRounds: 0 } })).rejects.toThrow(
      /maxRounds/,
    );
  });
});

describe('with dynamic sampling', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'grpo-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('a run that was stopped goes on to the same weights', async () => {
    const train = async (steps: number[]) => {
      const policy = createTabularPolicy({ tokens, learningRate: 4 });
      const directory = join(folder, steps.join('-'));
      const seen: number[] = [];
      for (const until of steps) {
        await trainGrpo(
          run({
            policy,
            steps: until,
            dynamicSampling: { maxRounds: 3 },
            checkpoint: { directory, every: 1 },
            resume: true,
            onStep: ({ metrics }) =>
              void seen.push(metrics.reward!, metrics['dynamic_sampling/asked']!),
          }),
        );
      }
      return seen;
    };
    const whole = await train([6]);
    expect(await train([2, 5, 6])).toEqual(whole);
    expect(new Set(whole.filter((_, index) => index % 2 === 1)).size).toBeGreaterThan(1);
  });
});
