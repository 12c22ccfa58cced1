import { createEngine, type Engine } from '@skinr1/autograd';
import type { Random } from '@skinr1/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SftExample, type SftOptions, type SftStep, trainSft } from '../src/index.ts';
import { examples, tinyModel } from './support/tiny.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 1 });
});
afterAll(() => engine.close());

const [dark, red] = examples as [SftExample, SftExample];

async function train(overrides: Pick<SftOptions, 'examples'> & Partial<SftOptions>) {
  const model = await tinyModel(engine);
  try {
    return await trainSft({ model, learningRate: 1e-2, batchSize: 1, seed: 3, ...overrides });
  } finally {
    await model.release();
  }
}

describe('examples that are drawn', () => {
  it('are drawn anew each time they are shown, without what is too long', async () => {
    const draws: number[] = [];
    const steps: SftStep[] = [];
    const result = await train({
      examples: [
        {
          id: 'either',
          draw(random: Random) {
            draws.push(random.next());
            const { prompt, answer } = draws.length % 2 === 0 ? dark : red;
            return [
              { prompt, answer },
              { prompt, answer: 'x '.repeat(200) },
            ];
          },
        },
      ],
      maxAnswerTokens: 100,
      steps: 60,
      onStep: (step) => void steps.push(step),
    });
    // Once to try it, then once a step.
    expect(draws).toHaveLength(61);
    expect(new Set(draws).size).toBe(61);
    expect(result.skipped).toHaveLength(1);
    expect(steps.map(({ metrics }) => metrics.answers_left_out)).toEqual(Array(60).fill(1));
    expect(steps.at(-1)?.metrics.epoch).toBe(60);
    expect(steps.at(-1)?.metrics.loss).toBeLessThan(1);
  });

  it('are shown again where all answers of a showing are too long', async () => {
    let draws = 0;
    const steps: SftStep[] = [];
    const { skipped } = await train({
      examples: [
        { id: 'never', draw: () => [{ ...red, answer: 'x '.repeat(200) }] },
        {
          id: 'every other',
          draw: () => [draws++ % 2 === 0 ? { ...dark, answer: 'x '.repeat(200) } : dark],
        },
        red,
      ],
      maxAnswerTokens: 100,
      steps: 12,
      onStep: (step) => void steps.push(step),
    });
    expect(skipped).toHaveLength(2);
    expect(steps).toHaveLength(12);
    const long = { id: 'long', draw: () => [{ ...dark, answer: 'x '.repeat(200) }] };
    const none = train({ examples: [long], maxAnswerTokens: 100, steps: 2 });
    await expect(none).rejects.toThrow(/none of 1 examples can be learnt. Raise `maxAnswerTokens`/);
  });

  it('fail before the first step where they cannot be learnt', async () => {
    const started: number[] = [];
    const faulty = train({
      examples: [dark, { id: 'empty', draw: () => [{ ...dark, answer: '' }] }],
      steps: 2,
      onStep: ({ step }) => void started.push(step),
    });
    await expect(faulty).rejects.toThrow(/'dark', example 0: the answer is empty/);
    expect(started).toEqual([]);
  });
});
