import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type GrpoStep,
  grpoLoss,
  klPerAnswer,
  klPerToken,
  maskSequences,
  maskTokens,
  normalizeByGroup,
  type Rollout,
  trainGrpo,
  truncateSequences,
  truncateTokens,
} from '../src/index.ts';
import { createTabularPolicy } from '../src/testing/index.ts';
import { prompts, rewards, run, tokens } from './support/grpo-run.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grpo-updates-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('KL in the reward', () => {
  it('is a column of weight −β of what answers earn: journaled, reported, and in the advantage', async () => {
    const policy = createTabularPolicy({ tokens, learningRate: 8 });
    const steps: GrpoStep[] = [];
    const rollouts: Rollout[] = [];
    await trainGrpo(
      run({
        policy,
        klInReward: { beta: 0.25 },
        steps: 3,
        onStep: (step) => void steps.push(step),
        onRollouts: (rows) => void rollouts.push(...rows),
      }),
    );
    // The reference is uniform over six tokens: at the first step nothing has moved.
    const first = rollouts.filter(({ step }) => step === 1);
    for (const { rewards: earned } of first) expect(earned.kl).toBeCloseTo(0, 5);
    const last = rollouts.filter(({ step }) => step === 3);
    expect(Math.max(...last.map(({ rewards: earned }) => earned.kl!))).toBeGreaterThan(0.1);
    for (const { rewards: earned, reward } of rollouts) {
      const { kl, ...others } = earned;
      const sum = Object.values(others).reduce<number>((total, part) => total + (part ?? 0), 0);
      expect(reward).toBeCloseTo(sum - 0.25 * kl!, 6);
    }
    const group = last.slice(0, 8);
    const values = Float64Array.from(group, ({ reward }) => reward!);
    const columns = [{ name: 'all', weight: 1, values }];
    const wanted = normalizeByGroup()({ groupSize: 8, columns });
    group.forEach(({ advantage }, row) => {
      expect(advantage).toBeCloseTo(wanted[row]!, 6);
    });
    const { metrics } = steps[2]!;
    expect(metrics['rewards/kl/beta']).toBe(0.25);
    const mean = last.reduce((sum, { rewards: earned }) => sum + earned.kl! / last.length, 0);
    expect(metrics['rewards/kl/mean']).toBeCloseTo(mean, 9);
    // The reward of dashboards and of tied groups is what was earned.
    const earned = last.map(({ reward, rewards: { kl } }) => reward! + 0.25 * kl!);
    expect(metrics.reward).toBeCloseTo(earned.reduce((a, b) => a + b) / earned.length, 6);
  });

  it('is the log-ratio of the answer, or of a token of it', () => {
    expect(klPerAnswer([-1, -2], [-1.5, -1])).toBeCloseTo(-0.5, 12);
    expect(klPerToken([-1, -2], [-1.5, -1])).toBeCloseTo(-0.25, 12);
    for (const kl of [klPerAnswer, klPerToken]) {
      expect(() => kl([1, 2, 3], [1])).toThrow(/3 log-probabilities and 1 of the reference/);
      expect(() => kl([1], [1, 2])).toThrow(/1 log-probabilities and 2/);
    }
  });
});

describe('a reference that follows', () => {
  it('is mixed with what was learnt every so many steps', async () => {
    const policy = createTabularPolicy({ tokens, learningRate: 8 });
    const mixed: [number, number][] = [];
    const { syncReference } = policy;
    let step = 0;
    policy.syncReference = async (mixup) => {
      mixed.push([step, mixup]);
      await syncReference.call(policy, mixup);
    };
    await trainGrpo(
      run({
        policy,
        steps: 5,
        syncReference: { every: 2, mixup: 1 },
        onRollouts: (rows) => {
          step = rows[0]!.step;
        },
      }),
    );
    expect(mixed).toEqual([
      [2, 1],
      [4, 1],
    ]);
  });
});

describe('importance correction', () => {
  it('weighs by the ratio, cut or masked, per token or answer', () => {
    const logRatios = Float64Array.from([Math.log(2), Math.log(5), Math.log(0.1)]);
    const close = (actual: Float64Array | number, wanted: readonly number[]) => {
      const list = typeof actual === 'number' ? [actual] : [...actual];
      expect(list.map((value) => Number(value.toFixed(9)))).toEqual(wanted);
    };
    close(truncateTokens()(logRatios), [2, 3, 0.1]);
    close(truncateTokens({ min: 0.5, max: 4 })(logRatios), [2, 4, 0.5]);
    close(maskTokens({ min: 0.5 })(logRatios), [2, 0, 0]);
    // 2 · 5 · 0.1 = 1.
    close(truncateSequences({ max: 0.9 })(logRatios), [0.9]);
    close(maskSequences()(logRatios), [1]);
    close(maskSequences({ min: 1.1 })(logRatios), [0]);
    expect(() => maskTokens({ max: 0 })).toThrow(/0 ≤ min < max/);
  });

  /** One step on very many answers of a policy whose sampler favors the third token. */
  async function afterOneStep(name: string, off: boolean, corrected: boolean) {
    const sampler = (logits: Float64Array) =>
      logits.map((logit, token) => logit + (off && token === 2 ? 1.5 : 0));
    const policy = createTabularPolicy({ tokens, sampler, loss: grpoLoss({ beta: 0 }) });
    const steps: GrpoStep[] = [];
    await trainGrpo(
      run({
        policy,
        prompts: prompts.slice(0, 1),
        promptsPerStep: 1,
        groupSize: 6000,
        steps: 1,
        maxTokens: 1,
        // The reward itself, without a baseline that depends on who sampled.
        rewards: [{ name: 'token', score: ({ completion }) => completion.tokenIds[0]! }],
        advantage: ({ columns }) => columns[0]!.values,
        ...(corrected ? { importanceCorrection: truncateTokens({ max: 10 }) } : {}),
        onStep: (step) => void steps.push(step),
      }),
    );
    await policy.save(join(folder, name));
    const saved = JSON.parse(await readFile(join(folder, name, 'tables.json'), 'utf8'));
    return { logits: saved.tables[0][1] as number[], metrics: steps[0]!.metrics };
  }

  it('gives an off sampler the gradient of what learns', async () => {
    const distance = (a: readonly number[], b: readonly number[]) =>
      Math.max(...a.map((value, index) => Math.abs(value - b[index]!)));
    const on = await afterOneStep('on', false, false);
    const off = await afterOneStep('off', true, false);
    const mended = await afterOneStep('mended', true, true);
    const again = await afterOneStep('again', false, true);
    expect(distance(off.logits, on.logits)).toBeGreaterThan(0.1);
    expect(distance(mended.logits, on.logits)).toBeLessThan(0.05);
    expect(distance(again.logits, on.logits)).toBeLessThan(1e-5);

    // Uniform over six against e^1.5 for one of them: π/μ = (5 + e^1.5) / 6 for the five, that over e^1.5 for the one.
    const rare = (5 + Math.exp(1.5)) / 6;
    const { metrics } = mended;
    expect(metrics['sampling/importance_sampling_ratio/max']).toBeCloseTo(rare, 5);
    expect(metrics['sampling/importance_sampling_ratio/min']).toBeCloseTo(rare / Math.exp(1.5), 5);
    expect(metrics['sampling/importance_sampling_ratio/mean']).toBeCloseTo(1, 1);
    expect(metrics['sampling/sampling_logp_difference/max']).toBeCloseTo(
      Math.max(Math.log(rare), 1.5 - Math.log(rare)),
      5,
    );
    expect(again.metrics['sampling/sampling_logp_difference/max']).toBeCloseTo(0, 6);
    expect(on.metrics).not.toHaveProperty(['sampling/importance_sampling_ratio/mean']);
  });

  it('takes what the sampler did not say as no difference', async () => {
    const policy = createTabularPolicy({ tokens });
    const { sample } = policy;
    policy.sample = async (...args) => {
      const groups = await sample.apply(policy, args);
      for (const { logProbs } of groups.flat()) logProbs[0] = Number.NaN;
      return groups;
    };
    const steps: GrpoStep[] = [];
    const onStep = (step: GrpoStep) => void steps.push(step);
    await trainGrpo(run({ policy, steps: 2, importanceCorrection: maskSequences(), onStep }));
    for (const value of Object.values(steps[1]!.metrics)) expect(value).not.toBeNaN();
  });
});

describe('coefficients of the loss', () => {
  it('are refused where the loss has none of the name', async () => {
    const beta = { start: { value: 0.1 }, next: (state: { value: number }) => state };
    const call = trainGrpo(run({ coefficients: { beta } }));
    await expect(call).rejects.toThrow(/no coefficient 'beta'/);
  });

  it('need a policy that can be asked', async () => {
    const { score: _, syncReference: __, ...methods } = createTabularPolicy({ tokens });
    const { sample, update, save, restore } = createTabularPolicy({ tokens });
    const policy = { ...methods, sample, update, save, restore };
    const bound = createTabularPolicy({ tokens });
    policy.sample = (...args) => bound.sample(...args);
    policy.update = (...args) => bound.update(...args);
    const klInReward = { beta: 1 };
    await expect(trainGrpo(run({ policy, klInReward }))).rejects.toThrow(
      /klInReward needs a policy/,
    );
    const syncReference = { every: 1 };
    await expect(trainGrpo(run({ policy, syncReference }))).rejects.toThrow(/syncReference needs/);
    const clash = { ...rewards[0]!, name: 'kl' };
    await expect(trainGrpo(run({ rewards: [clash], klInReward }))).rejects.toThrow(/named 'kl'/);
  });
});
