import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChoiceLabels, described, type Prompt } from '@skinr1/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { centerByGroup, formatReward, type GrpoOptions, trainGrpo } from '../src/index.ts';
import { createTabularPolicy } from '../src/testing/index.ts';
import { prompts, rewards, run, tokens } from './support/grpo-run.ts';
import { failingAt, keptIn, tracesOf } from './support/run-traces.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grpo-resume-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const logs = (name: string) => keptIn(folder, name);
const traces = (name: string) => tracesOf(folder, name);

describe('resume is bit-equal', () => {
  /** A policy of which one call of a method fails. */
  const brokenAt = (method: 'sample' | 'update', call: number) =>
    failingAt(createTabularPolicy({ tokens, learningRate: 4 }), method, call);

  it.each([
    ['while sampling', 'sample', 8],
    ['while updating', 'update', 8],
    ['in the first step', 'sample', 1],
    ['right after a checkpoint', 'sample', 6],
  ] as const)('after a failure %s', async (_, method, call) => {
    await trainGrpo(run(logs('whole')));
    const first = trainGrpo(run({ ...logs('cut'), policy: brokenAt(method, call) }));
    await expect(first).rejects.toThrow('boom');
    const result = await trainGrpo(run({ ...logs('cut'), resume: true }));
    expect(result.resumedFrom).toBe(Math.floor((call - 1) / 5) * 5);
    expect(await traces('cut')).toEqual(await traces('whole'));
  });

  it('after a failure between two passes over the answers of a step', async () => {
    const passes = { passesPerStep: 2, promptsPerUpdate: 2 };
    await trainGrpo(run({ ...logs('whole'), ...passes }));
    // Four updates a step: the second pass of step 8.
    const policy = brokenAt('update', 31);
    await expect(trainGrpo(run({ ...logs('cut'), ...passes, policy }))).rejects.toThrow('boom');
    const other = trainGrpo(run({ ...logs('cut'), ...passes, passesPerStep: 3, resume: true }));
    await expect(other).rejects.toThrow(/passesPerStep/);
    await trainGrpo(run({ ...logs('cut'), ...passes, resume: true }));
    expect(await traces('cut')).toEqual(await traces('whole'));
  });

  it.each([1, 4, 7, 20])(
    'after an abort in the middle of sampling, progress call %i',
    async (call) => {
      await trainGrpo(run(logs('whole')));
      const controller = new AbortController();
      let calls = 0;
      const first = await trainGrpo(
        run({
          ...logs('cut'),
          signal: controller.signal,
          onProgress: () => {
            if (++calls === call) controller.abort();
          },
        }),
      );
      expect(first).toMatchObject({ steps: Math.floor((call - 1) / 3), stopReason: 'aborted' });
      const result = await trainGrpo(run({ ...logs('cut'), resume: true }));
      expect(result.resumedFrom).toBe(first.steps);
      expect(await traces('cut')).toEqual(await traces('whole'));
    },
  );

  it('after an abort from a step callback, and again', async () => {
    const heldOut = prompts.slice(0, 2);
    await trainGrpo(run({ ...logs('whole'), heldOut }));
    for (const stopAfter of [2, 3, 9]) {
      const controller = new AbortController();
      await trainGrpo(
        run({
          ...logs('cut'),
          heldOut,
          resume: true,
          signal: controller.signal,
          onStep: ({ step }) => {
            if (step === stopAfter) controller.abort();
            controller.signal.throwIfAborted();
          },
        }),
      );
    }
    await trainGrpo(run({ ...logs('cut'), heldOut, resume: true }));
    expect(await traces('cut')).toEqual(await traces('whole'));
  });

  it('refuses to go on with anything else that fixes the result, and names it', async () => {
    const begin = { loss: described('a loss', { beta: 0.04 }, () => 0) };
    const policy = (identity: object) =>
      Object.assign(createTabularPolicy({ tokens, learningRate: 4 }), {
        identity: async () => identity,
      });
    const base = run({ ...logs('a'), policy: policy(begin), heldOut: prompts.slice(0, 1) });
    await trainGrpo(base);
    const changed = prompts.map((one) => ({ ...one }));
    const first = changed[0]!;
    const pixels = { kind: 'pixels', width: 1, height: 1, data: Uint8Array.of(1, 2, 3) } as const;
    const because = async (overrides: Partial<GrpoOptions<ChoiceLabels>>) => {
      const call = trainGrpo({ ...base, resume: true, steps: 20, ...overrides });
      return call.then(
        () => 'nothing',
        ({ message }: Error) => message,
      );
    };
    const withFirst = (part: Partial<Prompt<ChoiceLabels>>) => ({
      prompts: [{ ...first, ...part }, ...changed.slice(1)],
    });
    const labels = { ...first.labels, malignancy: 'benign' as const };
    const differences: [Partial<GrpoOptions<ChoiceLabels>>, RegExp][] = [
      [{ groupSize: 4 }, /groupSize was 8 and is 4/],
      [{ temperature: 0.9 }, /temperature was 1 and is 0.9/],
      [{ prompts: prompts.slice(1) }, /prompt ids/],
      [withFirst({ text: 'Another question?' }), /prompt texts/],
      [withFirst({ labels }), /prompt labels changed/],
      [withFirst({ images: [pixels] }), /prompt images/],
      [{ heldOut: changed.slice(1, 2) }, /held-out prompt ids/],
      [{ advantage: centerByGroup() }, /advantage was made by normalizeByGroup/],
      [
        { rewards: [formatReward({ weight: 2 }), ...rewards.slice(1)] },
        /reward 'format'\.weight was 1 and is 2/,
      ],
      [
        { rewards: [formatReward({ value: 3 }), ...rewards.slice(1)] },
        /reward 'format'\.score\.value was 1 and is 3/,
      ],
      [
        { rewards: [{ ...rewards[0]!, score: () => 1 }, ...rewards.slice(1)] },
        /reward 'format'\.score/,
      ],
      [{ rewards: rewards.slice(1) }, /reward 'format'.* is gone/],
      [{ rewards: [...rewards].reverse() }, /rewards was/],
      [
        { policy: policy({ loss: described('a loss', { beta: 0.1 }, () => 0) }) },
        /loss\.beta was 0.04 and is 0.1/,
      ],
      [{ scoring: { onError: 0 } }, /scoring/],
    ];
    for (const [overrides, message] of differences) {
      expect(await because(overrides)).toMatch(message);
    }
    expect(await because({ prompts: changed })).toBe('nothing');
  });
});
