import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChoiceLabels, described } from '@skinr1/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  adaptiveEntropy,
  adaptiveKl,
  centerByGroup,
  competence,
  curriculum,
  type GrpoOptions,
  grpoLoss,
  maskTokens,
  shuffledEpochs,
  trainGrpo,
  truncateTokens,
} from '../src/index.ts';
import { createTabularPolicy } from '../src/testing/index.ts';
import { run, tokens } from './support/grpo-run.ts';
import { failingAt, keptIn, tracesOf } from './support/run-traces.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'updates-resume-'));
  await trainGrpo(everything('whole'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const sampler = described('tilted', { by: 0.3 }, (logits: Float64Array) =>
  logits.map((logit, token) => logit + (token === 2 ? 0.3 : 0)),
);
const policy = (loss = grpoLoss({ beta: 0.04, entropyBonus: 0.01 })) =>
  createTabularPolicy({ tokens, learningRate: 4, loss, sampler });
const steered = () => ({
  beta: adaptiveKl({ start: 0.04, target: 0.1, horizon: 500 }),
  entropyBonus: adaptiveEntropy({ target: 1.6, start: 0.01, delta: 0.002 }),
});

/** A run with all that changes from step to step. */
function everything(
  name: string,
  overrides: Partial<GrpoOptions<ChoiceLabels>> = {},
): GrpoOptions<ChoiceLabels> {
  const by = described('by number', {}, ({ id }: { id: string }) => Number(id.slice(1)));
  return run({
    policy: policy(),
    ...keptIn(folder, name),
    advantage: centerByGroup(),
    groupSize: 4,
    passesPerStep: 2,
    promptsPerUpdate: 2,
    dynamicSampling: { maxRounds: 2 },
    klInReward: { beta: adaptiveKl({ start: 0.05, target: 1, horizon: 500 }) },
    coefficients: steered(),
    syncReference: { every: 3, mixup: 0.5 },
    importanceCorrection: truncateTokens(),
    promptOrder: curriculum({ by, share: competence({ steps: 10, start: 0.3 }) }),
    ...overrides,
  });
}

describe('a run with all that changes from step to step', () => {
  it.each([
    ['sample', 11],
    ['score', 15],
    ['update', 29],
    ['syncReference', 2],
    ['save', 2],
  ])('goes on bit-equal after a failure of %s, call %i', async (method, call) => {
    const name = `${method}`;
    const first = everything(name, { policy: failingAt(policy(), method, call) });
    await expect(trainGrpo(first)).rejects.toThrow(/boom/);
    const result = await trainGrpo(everything(name, { resume: true }));
    expect(result.resumedFrom).toBe(5);
    expect(await tracesOf(folder, name)).toEqual(await tracesOf(folder, 'whole'));
  });

  it.each(['rolloutLog', 'metricsLog'] as const)(
    'stops with its checkpoints when its %s cannot be written, and goes on bit-equal',
    async (log) => {
      const kept = keptIn(folder, log);
      const full = { [log]: failingAt(kept[log] as never, 'append', 8) };
      await expect(trainGrpo(everything(log, full))).rejects.toThrow('boom');
      expect(await readdir(kept.checkpoint.directory)).toEqual(['step-00000005']);
      await trainGrpo(everything(log, { resume: true }));
      expect(await tracesOf(folder, log)).toEqual(await tracesOf(folder, 'whole'));
    },
  );

  it('refuses to go on with any of it changed, and names it', async () => {
    const { beta, entropyBonus } = steered();
    const differences: [Partial<GrpoOptions<ChoiceLabels>>, RegExp][] = [
      [{ klInReward: { beta: 0.05 } }, /klInReward\.beta/],
      [{ klInReward: undefined } as never, /klInReward/],
      [{ coefficients: { beta } }, /coefficients\.entropyBonus.* is gone/],
      [
        { coefficients: { entropyBonus, beta: adaptiveKl({ start: 0.04, target: 0.2 }) } },
        /coefficients\.beta\.target was 0\.1 and is 0\.2/,
      ],
      [{ syncReference: { every: 4, mixup: 0.5 } }, /syncReference\.every was 3 and is 4/],
      [{ importanceCorrection: maskTokens() }, /importanceCorrection was made by truncateTokens/],
      [{ importanceCorrection: truncateTokens({ max: 2 }) }, /importanceCorrection\.max/],
      [{ promptOrder: shuffledEpochs() }, /promptOrder was made by curriculum/],
      [{ dynamicSampling: { maxRounds: 3 } }, /dynamicSampling\.maxRounds was 2 and is 3/],
      [{ passesPerStep: 3 }, /passesPerStep was 2 and is 3/],
      [{ maskTruncated: true }, /maskTruncated was false and is true/],
      [{ policy: policy(grpoLoss({ beta: 0.05, entropyBonus: 0.01 })) }, /loss\.beta/],
    ];
    for (const [overrides, message] of differences) {
      const call = trainGrpo(everything('whole', { resume: true, steps: 20, ...overrides }));
      await expect(call).rejects.toThrow(message);
    }
  });
});
