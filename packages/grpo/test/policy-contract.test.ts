import type { TrainablePolicy } from '@skinr1/core';
import { describe, expect, it } from 'vitest';
import { createTabularPolicy, policyContract } from '../src/testing/index.ts';
import { prompt } from './support/samples.ts';

const prompts = [prompt(null, 'p1'), prompt(null, 'p2'), prompt(null, 'p3')];
const create = (): TrainablePolicy =>
  createTabularPolicy({ tokens: ['<end>', 'a', 'b', 'c'], learningRate: 2 });

describe('the tabular policy keeps the contract', () => {
  for (const { name, run } of policyContract({ create, prompts })) it(name, run);
});

/** Policies that each break one promise; the contract must notice, or it proves nothing. */
const broken: readonly (readonly [
  string,
  RegExp,
  (good: TrainablePolicy) => Partial<TrainablePolicy>,
])[] = [
  [
    'loses a completion',
    /one group per prompt/,
    (good) => ({
      sample: async (...args) => (await good.sample(...args)).map((group) => group.slice(1)),
    }),
  ],
  [
    'gives log-probabilities above 0',
    /keep their promises/,
    (good) => ({
      sample: async (...args) =>
        (await good.sample(...args)).map((group) =>
          group.map((completion) => ({
            ...completion,
            logProbs: completion.logProbs.map((value) => -value),
          })),
        ),
    }),
  ],
  [
    'ignores the seed',
    /a seed fixes/,
    (good) => ({
      sample: (asked, { random: _, ...options }) => good.sample(asked, options),
    }),
  ],
  [
    'is not greedy at temperature 0',
    /greedy/,
    (good) => ({
      sample: (asked, options) =>
        good.sample(asked, { ...options, temperature: options.temperature || 1 }),
    }),
  ],
  [
    'forgets how it sampled',
    /at which temperature/,
    (good) => ({
      sample: async (...args) =>
        (await good.sample(...args)).map((group) =>
          group.map((completion) => ({
            ...completion,
            sampling: { ...completion.sampling, temperature: 1 },
          })),
        ),
    }),
  ],
  [
    'learns from greedy answers',
    /refuses greedy/,
    () => ({ update: async () => ({ loss: 0, gradientNorm: 1 }) }),
  ],
  [
    'cannot be aborted',
    /aborted signal/,
    (good) => ({
      sample: (asked, { signal: _, ...options }) => good.sample(asked, options),
    }),
  ],
  ['does not learn', /likelier/, () => ({ update: async () => ({ loss: 0, gradientNorm: 1 }) })],
  [
    'learns the wrong way round',
    /likelier/,
    (good) => ({
      update: (groups) =>
        good.update(
          groups.map((group) => ({ ...group, advantages: group.advantages.map((a) => -a) })),
        ),
    }),
  ],
  ['forgets to restore', /bit for bit/, () => ({ restore: async () => undefined })],
];

describe('the contract notices a policy that', () => {
  it.each(broken)('%s', async (_, caseName, change) => {
    const cases = policyContract({
      prompts,
      create: () => {
        const good = create();
        const bind = (name: 'sample' | 'update' | 'save' | 'restore') => good[name].bind(good);
        return {
          sample: bind('sample'),
          update: bind('update'),
          save: bind('save'),
          restore: bind('restore'),
          ...change(good),
        } as TrainablePolicy;
      },
    });
    const found = cases.find(({ name }) => caseName.test(name));
    await expect(found?.run()).rejects.toThrow();
  });
});
