import { adamw, createEngine, type Engine, ops } from '@skinr1/autograd';
import { UsageError } from '@skinr1/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addAdapter,
  createLearner,
  decodeImage,
  type LearnerOptions,
  type Model,
  mergeAdapter,
  saliency,
} from '../src/index.ts';
import { plainImage } from '../src/testing/index.ts';
import { tinyModel } from './support/tiny.ts';

let engine: Engine;
let model: Model;
beforeAll(async () => {
  engine = await createEngine({ threads: 1 });
  model = await tinyModel(engine);
});
afterAll(async () => {
  await model.release();
  await engine.close();
});

const question = { text: 'nevus or melanoma?', images: [plainImage(9, 30, 200)] };

describe('an image that does not say what it is', () => {
  it('is refused by prompt and place', async () => {
    const ask = (image: unknown) =>
      model.generate(
        [{ ...question, id: 'case-1', images: [...question.images, image] } as never],
        {
          maxTokens: 1,
        },
      );
    await expect(ask({ path: 'a.png' })).rejects.toThrow(
      /prompt 'case-1', image 2: has no kind that is known, but undefined\. Give \{ kind: 'file'/,
    );
    await expect(ask({ kind: 'file' })).rejects.toThrow(/kind 'file' without its path/);
    await expect(ask({ kind: 'bytes', data: 'x' })).rejects.toThrow(/without its data/);
    await expect(ask(undefined)).rejects.toThrow(/image 2: has no kind/);
    await expect(decodeImage({ path: 'a.png' } as never)).rejects.toThrow(/image: has no kind/);
  });
});

describe('what nobody reads', () => {
  it('is refused by name', async () => {
    const misspelt = { maxTokens: 1, temprature: 0 };
    const message = /has no option 'temprature'.*temperature/s;
    await expect(model.generate([question], misspelt)).rejects.toThrow(message);
    await expect(model.stream(question, misspelt).result).rejects.toThrow(message);
    const grouped = { maxTokens: 1, groupSize: 3 };
    await expect(model.stream(question, grouped).next()).rejects.toThrow(/no option 'groupSize'/);
    const score = (options: object) => model.score(question, ['a'], options);
    await expect(score({ temp: 1 })).rejects.toThrow(/score has no option 'temp'/);
  });

  it.each([
    [[5], /text 1 of 1 to score is 5/],
    [['a', undefined], /text 2 of 2 to score is undefined/],
    [[{}], /text 1 of 1/],
    ['nevus', /no list/],
  ])('is refused as a text: %j', async (texts, message) => {
    const refused = expect(model.score(question, texts as string[])).rejects;
    await refused.toThrow(UsageError);
    await refused.toThrow(message);
  });
});

describe('a model that was released', () => {
  it('says so, while calls that were made before are answered', async () => {
    const gone = await tinyModel(engine);
    const learning: LearnerOptions = {
      loss: ({ logProb }) => ({ loss: ops.reduceSum(logProb), metrics: {} }),
      optimizer: adamw({ learningRate: 0 }),
    };
    const options = { maxTokens: 2, seeds: [1] };
    const before = gone.generate([question], options);
    const released = gone.release();
    const calls = [
      () => gone.generate([question], options),
      () => gone.generate([question], { ...options, adapter: 'any' }),
      () => gone.stream(question, options).result,
      () => gone.score(question, ['nevus']),
      () => gone.save('never-written'),
      () => mergeAdapter(gone),
      () => addAdapter(gone, { rank: 1, seed: 1 }),
      () => saliency(gone, question, 'nevus'),
      () => createLearner(gone, learning),
    ];
    for (const call of calls) await expect(call).rejects.toThrow('the model was released');
    expect((await before).length).toBe(1);
    await released;
    for (const call of calls) await expect(call).rejects.toThrow(UsageError);
    await gone.release();
  });
});
