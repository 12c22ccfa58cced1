import { createEngine, type Engine } from '@skinr1/autograd';
import { createRandom, type ImageSource, type Random, UsageError } from '@skinr1/core';
import type { NdArray } from 'ndarray';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Model, overlayMap, saliency } from '../src/index.ts';
import { createTinyModel } from '../src/testing/index.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 1 });
});
afterAll(() => engine.close());

const side = 32;
const text = 'Which?';
const tiny = (seed: number): Promise<Model> =>
  createTinyModel(engine, { texts: [text, 'yes no'], imageSize: side, seed });

/** Four quarters of random gray. */
function quarters(random: Random): { image: Extract<ImageSource, { kind: 'pixels' }> } {
  const grays = Array.from({ length: 4 }, () => (random.next() < 0.5 ? 40 : 215));
  const data = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const quarter = (y < side / 2 ? 0 : 2) + (x < side / 2 ? 0 : 1);
      data.fill(
        grays[quarter]! + random.integer(25) - 12,
        (y * side + x) * 3,
        (y * side + x + 1) * 3,
      );
    }
  }
  return { image: { kind: 'pixels', width: side, height: side, data } };
}

async function mapOf(
  model: Model,
  image: ImageSource,
  answer = 'yes',
): Promise<NdArray<Float32Array>> {
  const [found] = await saliency(model, { text, images: [image] }, answer);
  return found!.map;
}

function correlation(a: Float32Array, b: Float32Array): number {
  const mean = (values: Float32Array) => values.reduce((x, y) => x + y, 0) / values.length;
  const [left, right] = [mean(a), mean(b)];
  const sums = [0, 0, 0] as [number, number, number];
  a.forEach((value, i) => {
    const [x, y] = [value - left, b[i]! - right];
    sums[0] += x * y;
    sums[1] += x * x;
    sums[2] += y * y;
  });
  return sums[0] / Math.sqrt(sums[1] * sums[2]);
}

describe('where an answer comes from', () => {
  it('depends on the weights: other ones give another map', async () => {
    const { image } = quarters(createRandom('weights'));
    const maps: NdArray<Float32Array>[] = [];
    for (const seed of [1, 1, 2]) {
      const model = await tiny(seed);
      maps.push(await mapOf(model, image));
      await model.release();
    }
    const [first, again, other] = maps;
    expect(first!.shape).toEqual([8, 8]);
    expect(again!.data).toEqual(first!.data);
    // Untaught weights have the picture's outlines in common: 0.65 here.
    expect(Math.abs(correlation(first!.data, other!.data))).toBeLessThan(0.8);
  });

  it('is a gradient: what a patch changes is what its place in the map allows, and no more', async () => {
    const model = await tiny(3);
    const { image } = quarters(createRandom('gradient'));
    const [found] = await saliency(model, { text, images: [image] }, 'yes');
    const scoreOf = async (shown: ImageSource) =>
      (await model.score({ text, images: [shown] }, ['yes']))[0]!.logProb;
    const before = await scoreOf(image);
    expect(found!.logProb).toBeCloseTo(before, 4);
    const patch = 4;
    // Six gray levels, in standard deviations of the narrowest channel.
    const step = 6 / 255 / 0.26;
    for (const [row, column] of [
      [0, 0],
      [1, 6],
      [4, 3],
      [7, 7],
    ] as const) {
      const data = image.data.slice();
      for (let y = row * patch; y < (row + 1) * patch; y++) {
        const start = (y * side + column * patch) * 3;
        for (let i = start; i < start + patch * 3; i++) data[i] = data[i]! + 6;
      }
      const change = Math.abs((await scoreOf({ ...image, data })) - before);
      expect(change).toBeGreaterThan(0);
      expect(change).toBeLessThan(1.5 * step * found!.map.get(row, column));
    }
    await model.release();
  });

  it('takes what is given as given, and refuses what it cannot explain', async () => {
    const model = await tiny(3);
    const { image } = quarters(createRandom('given'));
    const question = { text, images: [image] };
    const [both] = await saliency(model, question, 'yes no');
    const [last] = await saliency(model, question, ' no', { given: 'yes' });
    expect(last!.logProb).toBeGreaterThan(both!.logProb);
    await expect(saliency(model, { text, images: [] }, 'yes')).rejects.toThrow(UsageError);
    await expect(saliency(model, question, '')).rejects.toThrow(/an answer/);
    const stopped = saliency(model, question, 'yes', {
      signal: AbortSignal.abort(new Error('stop')),
    });
    await expect(stopped).rejects.toThrow('stop');
    const { width, height, data } = overlayMap(image, both!.map);
    expect([width, height, data.length]).toEqual([side, side, side * side * 3]);
    await model.release();
  });
});
