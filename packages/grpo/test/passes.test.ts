import type { ChoiceLabels, ScoredGroup, TrainablePolicy } from '@skinr1/core';
import { describe, expect, it } from 'vitest';
import { type GrpoOptions, type GrpoStep, trainGrpo } from '../src/index.ts';
import { createTabularPolicy } from '../src/testing/index.ts';
import { run, tokens } from './support/grpo-run.ts';

/** A tabular policy that notes what it is given to learn. */
function watched(learningRate = 4): { policy: TrainablePolicy; seen: (readonly ScoredGroup[])[] } {
  const policy = createTabularPolicy({ tokens, learningRate });
  const seen: (readonly ScoredGroup[])[] = [];
  const update: TrainablePolicy['update'] = (groups) => {
    seen.push(groups);
    return policy.update(groups);
  };
  return {
    seen,
    policy: new Proxy(policy, {
      get: (of, name) => (name === 'update' ? update : bound(of, name)),
    }),
  };
}

function bound(target: TrainablePolicy, name: string | symbol): unknown {
  const member = Reflect.get(target, name) as unknown;
  return typeof member === 'function' ? member.bind(target) : member;
}

const idsOf = (groups: readonly ScoredGroup[]): string[] => groups.map(({ prompt }) => prompt.id);

describe('passes over the answers of a step', () => {
  it('takes every group once a pass, in updates of the size asked for', async () => {
    const { policy, seen } = watched();
    const steps: GrpoStep[] = [];
    await trainGrpo(
      run({
        policy,
        promptsPerStep: 5,
        passesPerStep: 3,
        promptsPerUpdate: 2,
        steps: 2,
        onStep: (step) => void steps.push(step),
      }),
    );
    expect(seen.map(({ length }) => length)).toEqual([
      2, 2, 1, 2, 2, 1, 2, 2, 1, 2, 2, 1, 2, 2, 1, 2, 2, 1,
    ]);
    const passes = [0, 3, 6].map((at) => seen.slice(at, at + 3).flatMap(idsOf));
    for (const pass of passes) expect([...pass].sort()).toEqual(['p1', 'p2', 'p3', 'p4', 'p5']);
    expect(new Set(passes.map((pass) => pass.join())).size).toBeGreaterThan(1);
    expect(steps[0]?.metrics.updates).toBe(9);
  });

  it('learns from what was sampled before: the ratio leaves 1 and clipping acts', async () => {
    const clipped = async (passesPerStep: number): Promise<number[]> => {
      const steps: GrpoStep[] = [];
      const { policy } = watched(8);
      await trainGrpo(run({ policy, passesPerStep, onStep: (step) => void steps.push(step) }));
      return steps.map(({ metrics }) => metrics['clip_ratio/region_mean'] as number);
    };
    expect(Math.max(...(await clipped(1)))).toBe(0);
    expect(Math.max(...(await clipped(4)))).toBeGreaterThan(0.05);
  });

  it('leaves cut answers out of the loss where asked, and an update of nothing but such', async () => {
    const { policy, seen } = watched();
    await trainGrpo(run({ policy, maskTruncated: true, steps: 3 }));
    const answers = seen
      .flat()
      .flatMap(({ completions, weights }) =>
        completions.map(({ finishReason }, row) => [finishReason, weights?.[row]]),
      );
    expect(answers).toContainEqual(['length', 0]);
    expect(answers).toContainEqual(['stop', 1]);
    expect(answers).not.toContainEqual(['stop', 0]);
    expect(answers).not.toContainEqual(['length', 1]);

    // One token is never enough for an end.
    const cut = watched();
    const steps: GrpoStep[] = [];
    const none = createTabularPolicy({ tokens: ['<end>', 'a'] });
    const endless: TrainablePolicy = {
      ...cut.policy,
      sample: async (prompts, options) =>
        (await none.sample(prompts, options)).map((group) =>
          group.map((one) => ({ ...one, finishReason: 'length' as const })),
        ),
      update: (groups) => cut.policy.update(groups),
      save: (directory) => none.save(directory),
      restore: (directory) => none.restore(directory),
    };
    await trainGrpo(
      run({ policy: endless, maskTruncated: true, steps: 1, onStep: (s) => void steps.push(s) }),
    );
    expect(cut.seen).toEqual([]);
    expect(steps[0]?.metrics.updates).toBe(0);
  });

  it('weighs the tokens of answers where asked, and leaves out an update of nothing', async () => {
    const { policy, seen } = watched();
    const tokenWeights: GrpoOptions<ChoiceLabels>['tokenWeights'] = ({ completion }) =>
      Array.from(completion.tokenIds, (_, at) => (at === 0 ? 0.5 : 0));
    await trainGrpo(run({ policy, tokenWeights, maskTruncated: true, steps: 2 }));
    for (const { completions, weights } of seen.flat()) {
      completions.forEach(({ finishReason, tokenIds }, row) => {
        const expected = [...tokenIds].map((_, at) => (at === 0 ? 0.5 : 0));
        expect(weights?.[row]).toEqual(finishReason === 'stop' ? expected : 0);
      });
    }
    const none = watched();
    const steps: GrpoStep[] = [];
    const nothing = run({
      policy: none.policy,
      tokenWeights: ({ completion }) => new Float32Array(completion.tokenIds.length),
      steps: 1,
      onStep: (step) => void steps.push(step),
    });
    await trainGrpo(nothing);
    expect(none.seen).toEqual([]);
    expect(steps[0]?.metrics.updates).toBe(0);
    const short = run({ tokenWeights: () => [1], steps: 1 });
    await expect(trainGrpo(short)).rejects.toThrow(
      /completion \d+ has \d+ tokens but 1 values of weight/,
    );
  });

  it('refuses sizes that make no sense, naming them', async () => {
    await expect(trainGrpo(run({ passesPerStep: 0 }))).rejects.toThrow(/passesPerStep/);
    await expect(trainGrpo(run({ promptsPerUpdate: 4 }))).rejects.toThrow(/promptsPerUpdate/);
  });
});
