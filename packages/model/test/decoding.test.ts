import { createEngine, type Engine, type Tensor } from '@skinr1/autograd';
import { createRandom, type SampledCompletion } from '@skinr1/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { GenerateOptions, Model, Question } from '../src/index.ts';
import { plainImage } from '../src/testing/index.ts';
import { recordRuns } from './support/record-runs.ts';
import { tinyModel } from './support/tiny.ts';

let engine: Engine;
let runs: string[];
let model: Model;
/** Steps of each run that draws ahead. */
let steps: number[];
/** Says that another token was drawn ahead, at the third step of each run. */
let isFalse = false;
beforeAll(async () => {
  const recorded = recordRuns(await createEngine({ threads: 1 }));
  runs = recorded.runs;
  steps = [];
  engine = {
    ...recorded.engine,
    async load(graph, options) {
      const session = await recorded.engine.load(graph, options);
      return {
        ...session,
        async run(feeds, choice) {
          const result = await session.run(feeds, choice);
          const { drawn } = result.outputs;
          if (!drawn) return result;
          steps.push(drawn.dims[0] as number);
          return isFalse
            ? { ...result, outputs: { ...result.outputs, drawn: falsified(drawn) } }
            : result;
        },
      };
    },
  };
  model = await tinyModel(engine);
});
afterAll(async () => {
  await model.release();
  await engine.close();
});

function falsified({ dims, data }: Tensor): Tensor {
  const [steps = 0] = dims;
  const rows = data.length / steps;
  const other = Int32Array.from(data as Int32Array, (id, i) =>
    Math.floor(i / rows) === 2 ? id + 1 : id,
  );
  return { dtype: 'int32', dims, data: other };
}

const questions = [
  { text: 'Which diagnosis fits the picture?', images: [plainImage(200, 30, 30)] },
  { text: 'nevus or melanoma?', images: [] },
];

async function answers(
  options: GenerateOptions,
  asked: readonly Question[] = questions,
): Promise<SampledCompletion[]> {
  runs.length = 0;
  steps.length = 0;
  return (await model.generate(asked, options)).flat();
}

/** The same tokens, with log-probabilities but for rounding. */
function expectSame(
  some: readonly SampledCompletion[],
  others: readonly SampledCompletion[],
): void {
  expect(some.map(({ tokenIds }) => tokenIds)).toEqual(others.map(({ tokenIds }) => tokenIds));
  some.forEach(({ logProbs }, row) => {
    logProbs.forEach((value, i) => {
      expect(Math.abs(value - (others[row]?.logProbs[i] as number))).toBeLessThan(1e-5);
    });
  });
}

/** A processor that changes nothing, which the graph cannot know: it is gone step by step. */
const stepByStep = { processors: [() => {}] };

it.each<[string, GenerateOptions]>([
  ['drawn', { groupSize: 3, maxTokens: 40, seeds: ['a', 'b', 'c', 'd', 'e', 'f'] }],
  ['drawn cold', { groupSize: 3, maxTokens: 40, temperature: 0.5, seeds: [1, 2, 3, 4, 5, 6] }],
  ['most probable', { groupSize: 1, maxTokens: 40, temperature: 0 }],
])('steps in one run give answers, %s, that are those of steps one by one', async (_, options) => {
  const ahead = await answers(options);
  expect(runs).toContain('decoding');
  expect(runs).not.toContain('language');
  expect(Math.max(...steps)).toBe(16);
  const oneByOne = await answers({ ...options, ...stepByStep });
  expect(runs).not.toContain('decoding');
  expectSame(ahead, oneByOne);
});

it.each([0, 1])('one answer about question %i alone is the same', async (place) => {
  const asked = questions.slice(place, place + 1);
  const options = { maxTokens: 40, seeds: ['c'] };
  const ahead = await answers(options, asked);
  expect(ahead[0]?.tokenIds.length).toBeGreaterThan(17);
  expectSame(ahead, await answers({ ...options, ...stepByStep }, asked));
});

it('goes back to where a token is another than was drawn ahead', async () => {
  const options = { groupSize: 3, maxTokens: 40, random: createRandom('ahead') };
  const right = await answers(options);
  const runsWhenRight = steps.length;
  isFalse = true;
  try {
    expectSame(await answers({ ...options, random: createRandom('ahead') }), right);
    expect(steps.length).toBeGreaterThan(2 * runsWhenRight);
  } finally {
    isFalse = false;
  }
});

it('ends a run when all rows have ended', async () => {
  steps.length = 0;
  const groups = await model.generate(questions, { maxTokens: 200, seeds: ['i', 'j'] });
  const lengths = groups.flat().map(({ tokenIds }) => tokenIds.length);
  expect(Math.max(...lengths)).toBeLessThan(200);
  // The first token came with the prompt.
  expect(steps.reduce((sum, count) => sum + count, 0)).toBe(Math.max(...lengths) - 1);
});
