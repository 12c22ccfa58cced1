import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStepLog, readStepLog } from '@skinr1/autograd';
import { type ChoiceLabels, described, type Prompt, type TrainablePolicy } from '@skinr1/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  centerByGroup,
  formatReward,
  type GrpoOptions,
  type GrpoStep,
  type Rollout,
  trainGrpo,
} from '../src/index.ts';
import { createTabularPolicy } from '../src/testing/index.ts';
import { prompts, rewards, run, tokens } from './support/grpo-run.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grpo-resume-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const logs = (name: string) => ({
  rolloutLog: createStepLog<Rollout>(join(folder, name, 'rollouts.jsonl')),
  metricsLog: createStepLog<GrpoStep>(join(folder, name, 'metrics.jsonl')),
  checkpoint: { directory: join(folder, name, 'checkpoints'), every: 5 },
});

/** Everything that a run leaves, without the time it took. */
async function traces(name: string): Promise<unknown> {
  const directory = join(folder, name, 'checkpoints');
  const newest = (await readdir(directory)).at(-1) as string;
  const steps = await readStepLog<GrpoStep>(join(folder, name, 'metrics.jsonl'));
  return {
    newest,
    policy: await readFile(join(directory, newest, 'model', 'tables.json'), 'utf8'),
    state: await readFile(join(directory, newest, 'manifest.json'), 'utf8'),
    rollouts: await readFile(join(folder, name, 'rollouts.jsonl'), 'utf8'),
    metrics: steps.map(({ metrics: { step_time: _, ...metrics }, ...step }) => ({
      ...step,
      metrics,
    })),
  };
}

describe('resume is bit-equal', () => {
  /** Makes one call of a method of the policy fail. */
  function failingAt(method: 'sample' | 'update', call: number): TrainablePolicy {
    const policy: TrainablePolicy = createTabularPolicy({ tokens, learningRate: 4 });
    let calls = 0;
    return new Proxy(policy, {
      get(target, name: keyof TrainablePolicy) {
        const member = target[name];
        if (typeof member !== 'function') return member;
        return async (...args: never[]) => {
          if (name === method && ++calls === call) throw new Error('boom');
          return (member as (...rest: never[]) => unknown).apply(target, args);
        };
      },
    });
  }

  it.each([
    ['while sampling', 'sample', 8],
    ['while updating', 'update', 8],
    ['in the first step', 'sample', 1],
    ['right after a checkpoint', 'sample', 6],
  ] as const)('after a failure %s', async (_, method, call) => {
    await trainGrpo(run(logs('whole')));
    const first = trainGrpo(run({ ...logs('cut'), policy: failingAt(method, call) }));
    await expect(first).rejects.toThrow('boom');
    const result = await trainGrpo(run({ ...logs('cut'), resume: true }));
    expect(result.resumedFrom).toBe(Math.floor((call - 1) / 5) * 5);
    expect(await traces('cut')).toEqual(await traces('whole'));
  });

  it('after a failure between two passes over the answers of a step', async () => {
    const passes = { passesPerStep: 2, promptsPerUpdate: 2 };
    await trainGrpo(run({ ...logs('whole'), ...passes }));
    // Four updates a step: the second pass of step 8.
    const policy = failingAt('update', 31);
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
