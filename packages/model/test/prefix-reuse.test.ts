import { adamw, createEngine, type Engine, ops } from '@skinr1/autograd';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAdapter, createLearner, type Model } from '../src/index.ts';
import { plainImage } from '../src/testing/index.ts';
import { recordRuns } from './support/record-runs.ts';
import { tinyModel } from './support/tiny.ts';

const [red, blue] = [plainImage(200, 30, 30), plainImage(9, 9, 200)];
const first = { text: 'Which diagnosis fits the picture?', images: [red] };
const second = { text: 'nevus or melanoma?', images: [red] };
const options = { maxTokens: 6, seeds: ['a', 'b'], groupSize: 2 };

let engine: Engine;
let runs: string[];
let model: Model;
beforeAll(async () => {
  const recorded = recordRuns(await createEngine({ threads: 1 }));
  engine = recorded.engine;
  runs = recorded.runs;
  model = await tinyModel(engine);
});
afterAll(async () => {
  await model.release();
  await engine.close();
});

/** What a call gives, and how often it looked at images. */
async function reading<T>(call: () => Promise<T>): Promise<{ result: T; vision: number }> {
  runs.length = 0;
  const result = await call();
  return { result, vision: runs.filter((name) => name === 'vision').length };
}

describe('what was read of a question', () => {
  it('serves a second one about the same image, to the same bits', async () => {
    await model.generate([first], options);
    const warm = await reading(() => model.generate([second], options));
    expect(warm.vision).toBe(0);
    const fresh = await tinyModel(engine);
    const cold = await reading(() => fresh.generate([second], options));
    expect(cold.vision).toBe(1);
    expect(warm.result).toEqual(cold.result);
    // The same question again, and scores behind it, read nothing at all.
    const again = await reading(() => model.generate([second], options));
    expect(again.result).toEqual(cold.result);
    const scores = await reading(() => model.score(second, ['nevus']));
    expect(runs).toEqual(['text score']);
    expect(scores.result).toEqual(await fresh.score(second, ['nevus']));
    await fresh.release();
  });

  it('differs only in the last bits from reading all at once', async () => {
    const off = await tinyModel(engine, 1, { prefixCacheBytes: 0 });
    const [whole] = await off.generate([second], options);
    const [parts] = await model.generate([second], options);
    whole?.forEach(({ tokenIds, logProbs }, row) => {
      expect(tokenIds).toEqual(parts?.[row]?.tokenIds);
      logProbs.forEach((value, t) => {
        expect(Math.abs(value - parts![row]!.logProbs[t]!)).toBeLessThan(2e-5);
      });
    });
    expect((await reading(() => off.generate([second], options))).vision).toBe(1);
    await off.release();
  });

  it('is not taken for that of another image, adapter or weights', async () => {
    const looks = async (images: typeof first.images, adapter: string | null = null) =>
      (await reading(() => model.generate([{ ...first, images }], { maxTokens: 1, adapter })))
        .vision;
    await looks([red]);
    expect(await looks([red])).toBe(0);
    expect(await looks([blue])).toBe(1);
    expect(await looks([red, blue])).toBe(1);
    expect(await looks([red])).toBe(0);
    const learner = await createLearner(model, {
      loss: ({ logProb }) => ({ loss: ops.reduceSum(logProb), metrics: {} }),
      optimizer: adamw({ learningRate: 1e-3 }),
    });
    await learner.step([{ prompt: first, completions: [{ tokenIds: [70] }] }]);
    expect(await looks([red])).toBe(1);
    expect(await looks([red])).toBe(0);
    await learner.release();
    await addAdapter(model, { rank: 2, seed: 1 });
    expect(await looks([red], 'default')).toBe(1);
    expect(await looks([red], 'default')).toBe(0);
    expect(await looks([red], null)).toBe(1);
  });

  it('is bounded in bytes, the oldest dropped first', async () => {
    // A column of 2 layers and 2 heads takes 256 bytes: one question with its prefix fits, not two.
    const small = await tinyModel(engine, 1, { prefixCacheBytes: 40_000 });
    const looks = async (image: typeof red) =>
      (await reading(() => small.generate([{ ...first, images: [image] }], { maxTokens: 1 })))
        .vision;
    await looks(red);
    expect(await looks(red)).toBe(0);
    for (let shade = 0; shade < 6; shade++) await looks(plainImage(shade, 0, 0));
    expect(await looks(red)).toBe(1);
    await small.release();
  });
});
