import { createEngine, type Engine } from '@skinr1/autograd';
import { createRandom, type ImageSource, type Random, UsageError } from '@skinr1/core';
import ndarray, { type NdArray } from 'ndarray';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Model, overlayMap, resizeBicubic, saliency } from '../src/index.ts';
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
    expect(Math.abs(correlation(first!.data, other!.data))).toBeLessThan(0.5);
  });

  it('shares out what the details add to the log-probability', async () => {
    const model = await tiny(3);
    const { image } = quarters(createRandom('sum'));
    const [found] = await saliency(model, { text, images: [image] }, 'yes', { steps: 32 });
    const { map, logProb, blurredLogProb } = found!;
    const added = map.data.reduce((sum, value) => sum + value, 0);
    expect(Math.abs(logProb - blurredLogProb)).toBeGreaterThan(1e-3);
    expect(added / (logProb - blurredLogProb)).toBeCloseTo(1, 2);
    const [scored] = await model.score({ text, images: [image] }, ['yes']);
    expect(logProb).toBeCloseTo(scored!.logProb, 4);
    await model.release();
  });

  it('finds nothing where there is no detail', async () => {
    const model = await tiny(3);
    const data = new Uint8Array(side * side * 3).fill(128);
    const image = { kind: 'pixels' as const, width: side, height: side, data };
    const [found] = await saliency(model, { text, images: [image] }, 'yes');
    expect(found!.map.data.every((value) => value === 0)).toBe(true);
    expect(found!.blurredLogProb).toBe(found!.logProb);
    await model.release();
  });

  it('tells what happens when a part of the image is blurred', async () => {
    const model = await tiny(3);
    const { image } = quarters(createRandom('parts'));
    const [found] = await saliency(model, { text, images: [image] }, 'yes');
    const blurred = resizeBicubic(resizeBicubic(image, 7, 7), side, side);
    const part = side / 4;
    const [told, seen] = [new Float32Array(16), new Float32Array(16)];
    for (let at = 0; at < 16; at++) {
      const [top, left] = [Math.floor(at / 4), at % 4];
      const data = image.data.slice();
      for (let y = top * part; y < (top + 1) * part; y++) {
        const row = (y * side + left * part) * 3;
        data.set(blurred.data.subarray(row, row + part * 3), row);
      }
      const shown = { text, images: [{ ...image, data }] };
      const [{ logProb } = { logProb: 0 }] = await model.score(shown, ['yes']);
      seen[at] = found!.logProb - logProb;
      // Two patches across and down.
      for (const patch of [0, 1, 2, 3]) {
        told[at]! += found!.map.get(top * 2 + (patch >> 1), left * 2 + (patch & 1));
      }
    }
    expect(correlation(told, seen)).toBeGreaterThan(0.9);
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
    await expect(saliency(model, question, 'yes', { steps: 0 })).rejects.toThrow(/steps/);
    const { width, height, data } = overlayMap(image, both!.map);
    expect([width, height, data.length]).toEqual([side, side, side * side * 3]);
    await model.release();
  });

  it('is laid over an image: red for the answer, blue against it, gray where neither', () => {
    const data = new Uint8Array(4 * 4 * 3).fill(100);
    const map = ndarray(new Float32Array([2, 0, -1, 0]), [2, 2]);
    const over = overlayMap({ width: 4, height: 4, data }, map).data;
    const pixel = (x: number, y: number) => [
      ...over.subarray((y * 4 + x) * 3, (y * 4 + x + 1) * 3),
    ];
    expect(pixel(0, 0)).toEqual([186, 43, 49]); // 0.25 × gray + 0.75 × strong red
    const [red, , blue] = pixel(0, 3);
    expect(blue).toBeGreaterThan(red!);
    expect(pixel(3, 0)).toEqual([100, 100, 100]);
  });
});
