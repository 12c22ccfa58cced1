import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStepLog, readStepLog } from '@skinr1/autograd';
import {
  type ChoiceLabels,
  InvalidInputError,
  type Reward,
  type TrainablePolicy,
} from '@skinr1/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  centerByGroup,
  type GrpoStep,
  normalizeThenSum,
  type Rollout,
  trainGrpo,
} from '../src/index.ts';
import { createTabularPolicy } from '../src/testing/index.ts';
import { rewards, run, tokens } from './support/grpo-run.ts';
import { melanomaLabels, prompt } from './support/samples.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grpo-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const logs = (name: string) => ({
  rolloutLog: createStepLog<Rollout>(join(folder, name, 'rollouts.jsonl')),
  metricsLog: createStepLog<GrpoStep>(join(folder, name, 'metrics.jsonl')),
  checkpoint: { directory: join(folder, name, 'checkpoints'), every: 5 },
});

describe('trainGrpo', () => {
  it.each([
    ['the default advantage', {}],
    ['Dr. GRPO', { advantage: centerByGroup() }],
    ['GDPO', { advantage: normalizeThenSum() }],
  ])('raises the reward: %s', async (_, overrides) => {
    const steps: GrpoStep[] = [];
    const result = await trainGrpo(
      run({
        policy: createTabularPolicy({ tokens, learningRate: 8 }),
        groupSize: 16,
        steps: 200,
        onStep: (step) => void steps.push(step),
        ...overrides,
      }),
    );
    expect(result).toEqual({ steps: 200, resumedFrom: 0, stopReason: 'completed' });
    const mean = (part: GrpoStep[], name: string) =>
      part.reduce((sum, { metrics }) => sum + (metrics[name] as number), 0) / part.length;
    // A random answer has the form with p = 1/6 · 3/6 · 1/6, so the start is near 0; the best is 2.
    expect(mean(steps.slice(0, 5), 'reward')).toBeLessThan(0.2);
    expect(mean(steps.slice(-5), 'reward')).toBeGreaterThan(1.9);
    expect(mean(steps.slice(-5), 'rewards/hierarchy/mean')).toBeGreaterThan(0.65);
    expect(mean(steps.slice(-5), 'frac_reward_zero_std/all_best')).toBeGreaterThan(0.5);
  });

  it('refuses completions that were sampled otherwise than asked, naming both settings', async () => {
    const policy = createTabularPolicy({ tokens });
    const cold: TrainablePolicy = {
      sample: (asked, options) => policy.sample(asked, { ...options, temperature: 0.5 }),
      update: (groups) => policy.update(groups),
      save: (directory) => policy.save(directory),
      restore: (directory) => policy.restore(directory),
    };
    await expect(trainGrpo(run({ policy: cold }))).rejects.toThrow(
      /temperature 0.5 where 1 was asked for/,
    );
  });

  it('learns at another temperature as surely', async () => {
    const steps: GrpoStep[] = [];
    const policy = createTabularPolicy({ tokens, learningRate: 4 });
    const options = { policy, groupSize: 16, steps: 200, temperature: 0.7 };
    await trainGrpo(run({ ...options, onStep: (step) => void steps.push(step) }));
    const late = steps.slice(-5).map(({ metrics }) => metrics.reward as number);
    expect(Math.min(...late)).toBeGreaterThan(1.8);
  });

  it("reports TRL's names", async () => {
    const steps: GrpoStep[] = [];
    await trainGrpo(run({ steps: 2, onStep: (step) => void steps.push(step) }));
    const { metrics } = steps[1] as GrpoStep;
    for (const name of [
      'num_tokens',
      'step_time',
      'epoch',
      'loss',
      'grad_norm',
      'completions/mean_length',
      'completions/min_length',
      'completions/max_length',
      'completions/mean_terminated_length',
      'completions/min_terminated_length',
      'completions/max_terminated_length',
      'completions/clipped_ratio',
      'rewards/format/mean',
      'rewards/format/std',
      'rewards/hierarchy/mean',
      'rewards/malignancy/mean',
      'reward',
      'reward_std',
      'frac_reward_zero_std',
    ]) {
      expect(metrics, name).toHaveProperty([name]);
      expect(Number.isFinite(metrics[name]), name).toBe(true);
    }
    // Two steps of three prompts out of five.
    expect(metrics.epoch).toBeCloseTo(6 / 5, 12);
  });

  it('keeps every rollout, with components and advantages that sum to 0 per group', async () => {
    await trainGrpo(run({ ...logs('a'), steps: 3 }));
    const rollouts = await readStepLog<Rollout>(join(folder, 'a', 'rollouts.jsonl'));
    expect(rollouts).toHaveLength(3 * 3 * 8);
    for (let start = 0; start < rollouts.length; start += 8) {
      const group = rollouts.slice(start, start + 8);
      expect(new Set(group.map(({ promptId }) => promptId)).size).toBe(1);
      expect(group.reduce((sum, { advantage }) => sum + advantage, 0)).toBeCloseTo(0, 9);
    }
    for (const { rewards: parts, reward } of rollouts) {
      const sum = Object.values(parts).reduce<number>((total, part) => total + (part ?? 0), 0);
      expect(reward).toBeCloseTo(sum, 12);
    }
  });

  it('walks over all prompts once per epoch', async () => {
    const seen: string[] = [];
    const onRollouts = (rollouts: readonly Rollout[]) =>
      void seen.push(...rollouts.filter((_, row) => row % 8 === 0).map(({ promptId }) => promptId));
    await trainGrpo(run({ steps: 5, onRollouts }));
    for (let epoch = 0; epoch < 3; epoch++) {
      expect(seen.slice(epoch * 5, epoch * 5 + 5).sort()).toEqual(['p1', 'p2', 'p3', 'p4', 'p5']);
    }
  });

  it('measures held-out prompts greedily, without learning from them', async () => {
    const held = [prompt(melanomaLabels, 'p1'), prompt(melanomaLabels, 'never learnt')];
    const steps: GrpoStep[] = [];
    const onStep = (step: GrpoStep) => void steps.push(step);
    const learn = { policy: createTabularPolicy({ tokens, learningRate: 8 }), groupSize: 16 };
    await trainGrpo(run({ ...learn, steps: 150, heldOut: held, evaluateEvery: 70, onStep }));
    const measured = steps.filter(({ metrics }) => 'eval_reward' in metrics);
    expect(measured.map(({ step }) => step)).toEqual([70, 140, 150]);
    // One answer is perfect; the other prompt has no table, so that its first token is the end.
    expect(measured.at(-1)?.metrics.eval_reward).toBeCloseTo((2 + 0) / 2, 12);
    expect(measured.at(-1)?.metrics['eval_rewards/hierarchy/mean']).toBeCloseTo(0.375, 12);
  });

  it('takes one epoch when no number of steps is given', async () => {
    const { steps: _, ...options } = run();
    expect((await trainGrpo(options)).steps).toBe(2);
  });
});

describe('faults', () => {
  it('finds a reward that cannot work before anything is generated', async () => {
    let sampled = 0;
    const policy = createTabularPolicy({ tokens });
    const { sample } = policy;
    policy.sample = (...args) => {
      sampled += 1;
      return sample.apply(policy, args);
    };
    const broken: Reward<ChoiceLabels> = {
      name: 'mine',
      score: ({ prompt: { labels } }) => (labels as never as { missing: string[] }).missing.length,
    };
    const call = trainGrpo(run({ policy, rewards: [...rewards, broken] }));
    await expect(call).rejects.toThrow(/prompt 'p1': reward function 'mine' failed: .*undefined/);
    expect(sampled).toBe(0);
  });

  it('goes on when a reward fails now and then, and says how often', async () => {
    let calls = 0;
    const shaky: Reward<ChoiceLabels> = {
      name: 'shaky',
      weight: 0,
      score: () => {
        if (calls++ >= 6 && calls % 4 === 0) throw new Error('busy');
        return 1;
      },
    };
    const steps: GrpoStep[] = [];
    const rollouts: Rollout[] = [];
    await trainGrpo(
      run({
        rewards: [...rewards, shaky],
        steps: 1,
        onStep: (step) => void steps.push(step),
        onRollouts: (rows) => void rollouts.push(...rows),
      }),
    );
    expect(steps[0]?.metrics['rewards/shaky/error_rate']).toBeCloseTo(0.25, 12);
    expect(rollouts.filter(({ problems }) => problems?.shaky === 'busy')).toHaveLength(6);
  });

  it.each([
    ['NaN loss', { loss: Number.NaN, gradientNorm: 1 }],
    ['infinite gradient', { loss: 1, gradientNorm: Number.POSITIVE_INFINITY }],
  ])('stops at a %s and keeps the last checkpoint', async (_, metrics) => {
    const policy = createTabularPolicy({ tokens });
    const update = policy.update.bind(policy);
    let calls = 0;
    policy.update = async (groups) => (++calls === 8 ? metrics : update(groups));
    await expect(trainGrpo(run({ ...logs('a'), policy }))).rejects.toThrow(/step 8 diverged/);
    expect(await readdir(join(folder, 'a', 'checkpoints'))).toEqual(['step-00000005']);
  });

  it('names a policy that returns the wrong number of completions', async () => {
    const policy = createTabularPolicy({ tokens });
    const sample = policy.sample.bind(policy);
    policy.sample = async (...args) => (await sample(...args)).slice(1);
    await expect(trainGrpo(run({ policy }))).rejects.toThrow(/2 groups for 3 prompts/);
    policy.sample = async (...args) => (await sample(...args)).map((group) => group.slice(1));
    await expect(trainGrpo(run({ policy }))).rejects.toThrow(/7 completions .* 8 were asked for/);
  });

  it('lets the policy look at all prompts, the held-out too, before anything is generated', async () => {
    const policy = createTabularPolicy({ tokens });
    let sampled = 0;
    const strict: TrainablePolicy = {
      sample: (...args) => {
        sampled += 1;
        return policy.sample(...args);
      },
      check: async (asked, { maxTokens }) => {
        const long = asked.find(({ text }) => text.length + maxTokens > 100);
        if (long) throw new InvalidInputError(`'${long.id}' is too long.`);
      },
      update: (groups) => policy.update(groups),
      save: (directory) => policy.save(directory),
      restore: (directory) => policy.restore(directory),
    };
    const heldOut = [{ ...prompt(melanomaLabels, 'case-6'), text: 'nevus '.repeat(40) }];
    await expect(trainGrpo(run({ policy: strict, heldOut }))).rejects.toThrow(/'case-6' is too/);
    expect(sampled).toBe(0);
    await trainGrpo(run({ policy: strict, steps: 1 }));
    expect(sampled).toBe(1);
  });

  it.each([
    ['in the dry run', 0],
    ['in a step', 20],
  ])('ends promptly as an abort while a reward hangs %s', async (_, answers) => {
    const controller = new AbortController();
    let calls = 0;
    const hanging: Reward<ChoiceLabels> = {
      name: 'hanging',
      score: () => {
        if (calls++ < answers) return Promise.resolve(1);
        setTimeout(() => controller.abort(), 5);
        return new Promise(() => undefined);
      },
    };
    const scoring = { timeoutMs: Number.POSITIVE_INFINITY, concurrency: 2 };
    const { signal } = controller;
    const result = await trainGrpo(run({ rewards: [hanging], scoring, signal }));
    expect(result).toEqual({ steps: 0, resumedFrom: 0, stopReason: 'aborted' });
  });

  it('goes back to the checkpoint when aborted while held-out prompts are measured', async () => {
    const controller = new AbortController();
    const hanging: Reward<ChoiceLabels> = {
      name: 'hanging',
      score: ({ prompt: { id } }) => {
        if (id !== 'held out') return 1;
        setTimeout(() => controller.abort(), 5);
        return new Promise(() => undefined);
      },
    };
    const heldOut = [prompt(melanomaLabels, 'held out')];
    const { signal } = controller;
    const options = { rewards: [hanging], heldOut, evaluateEvery: 7, signal };
    const result = await trainGrpo(run({ ...logs('a'), ...options }));
    expect(result).toEqual({ steps: 5, resumedFrom: 0, stopReason: 'aborted' });
  });
});
