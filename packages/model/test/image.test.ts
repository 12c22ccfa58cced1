import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidInputError, NotFoundError, ShapeError, UsageError } from '@skinr1/core';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { qwen25Vl } from '../src/families/qwen2-5-vl/index.ts';
import { decodeImage } from '../src/image/decode.ts';
import { createImageProcessor } from '../src/image/processor.ts';
import {
  mostSquares,
  type RgbImage,
  resizeBicubic,
  roundHalfToEven,
  smartResize,
} from '../src/image/resize.ts';
import { applySymmetry, symmetryCount } from '../src/image/symmetry.ts';
import { readFixture } from './support/parity.ts';
import { picture } from './support/picture.ts';

interface ImageFixture {
  readonly resizes: readonly { from: [number, number]; to: [number, number]; data: string }[];
  readonly smart: readonly [number, number, number, number][];
  readonly patches: readonly {
    from: [number, number];
    grid: [number, number, number];
    shape: [number, number];
    mean: number;
    places: number[];
    values: number[];
  }[];
}

const fixture = readFixture<ImageFixture>('images.json');

const config = qwen25Vl.parseConfig(
  {
    model_type: 'qwen2_5_vl',
    hidden_size: 64,
    intermediate_size: 64,
    num_hidden_layers: 1,
    num_attention_heads: 2,
    num_key_value_heads: 2,
    vocab_size: 100,
    image_token_id: 1,
    vision_start_token_id: 2,
    vision_end_token_id: 3,
    vision_config: {
      depth: 1,
      hidden_size: 32,
      intermediate_size: 32,
      num_heads: 2,
      out_hidden_size: 64,
    },
  },
  'config.json',
);
const architecture = { family: qwen25Vl, config };

describe('resizeBicubic', () => {
  it.each(fixture.resizes)('equals Pillow from $from to $to', ({ from, to, data }) => {
    const resized = resizeBicubic(picture(...from), ...to);
    expect(Buffer.from(resized.data).equals(Buffer.from(data, 'base64'))).toBe(true);
  });

  it('refuses data that does not fit the size', () => {
    expect(() => resizeBicubic({ width: 2, height: 2, data: new Uint8Array(11) }, 4, 4)).toThrow(
      ShapeError,
    );
  });
});

describe('smartResize', () => {
  it('equals smart_resize, halves rounded to even', () => {
    const bounds = { minPixels: 3136, maxPixels: 448 * 448 };
    for (const [height, width, toHeight, toWidth] of fixture.smart) {
      const size = smartResize(height, width, 28, bounds);
      expect(size, `${height}×${width}`).toEqual({ height: toHeight, width: toWidth });
    }
    expect([0.5, 1.5, 2.5, 3.49, 3.51].map(roundHalfToEven)).toEqual([0, 2, 2, 3, 4]);
  });

  it('gives sides that the factor divides and an area inside the bounds', () => {
    const side = fc.integer({ min: 8, max: 1600 });
    fc.assert(
      fc.property(side, side, (height, width) => {
        const size = smartResize(height, width, 28, { minPixels: 3136, maxPixels: 50_176 });
        expect(size.height % 28).toBe(0);
        expect(size.width % 28).toBe(0);
        expect(size.height * size.width).toBeGreaterThanOrEqual(3136);
        expect(size.height * size.width).toBeLessThanOrEqual(50_176 + 28 * 28 * 200);
      }),
    );
  });

  it('gives no image more squares than is said of all of them, and some nearly as many', () => {
    const side = fc.integer({ min: 1, max: 4000 });
    const bounds = fc.constantFrom<[number, number]>([64, 256], [3136, 3136], [3136, 50_176]);
    fc.assert(
      fc.property(side, side, fc.constantFrom(8, 28), bounds, (one, other, factor, [min, max]) => {
        const long = Math.max(one, other);
        const short = Math.max(one === long ? other : one, Math.ceil(long / 200));
        const size = smartResize(short, long, factor, { minPixels: min, maxPixels: max });
        const squares = (size.height * size.width) / factor ** 2;
        expect(squares).toBeLessThanOrEqual(
          mostSquares(factor, { minPixels: min, maxPixels: max }),
        );
      }),
    );
    // 1 × 29 squares where 2 × 2 have the area.
    const narrow = { minPixels: 3136, maxPixels: 3136 };
    expect(smartResize(10, 2000, 28, narrow)).toEqual({ height: 28, width: 812 });
    expect(mostSquares(28, narrow)).toBeGreaterThanOrEqual(29);
  });

  it('refuses an image 200 times as long as broad', () => {
    const bounds = { minPixels: 1, maxPixels: 1e6 };
    expect(() => smartResize(2010, 10, 28, bounds)).toThrow(InvalidInputError);
  });
});

describe('the image processor', () => {
  const bounds = qwen25Vl.parseImageProcessor(
    { min_pixels: 3136, max_pixels: 112 * 112 },
    'the test',
  );

  it.each(fixture.patches)('equals Transformers for $from', async (expected) => {
    const image = { kind: 'pixels' as const, ...picture(...expected.from) };
    const patches = await createImageProcessor(architecture, bounds).process(image);
    expect([1, patches.gridHeight, patches.gridWidth]).toEqual(expected.grid);
    expect(patches.pixels.length).toBe(expected.shape[0] * expected.shape[1]);
    const mean = patches.pixels.reduce((sum, v) => sum + v, 0) / patches.pixels.length;
    expect(mean).toBeCloseTo(expected.mean, 5);
    expected.places.forEach((place, i) => {
      expect(patches.pixels[place]).toBeCloseTo(expected.values[i] as number, 5);
    });
  });

  it('keeps the published golden values', async () => {
    const process = createImageProcessor(architecture).process;
    const white = new Uint8Array(224 * 224 * 3).fill(255);
    const blank = await process({ kind: 'pixels', width: 224, height: 224, data: white });
    expect([blank.gridHeight, blank.gridWidth]).toEqual([16, 16]);
    expect(blank.pixels.length).toBe(256 * 1176);
    expect(blank.pixels.reduce((a, b) => a + b, 0) / blank.pixels.length).toBeCloseTo(
      2.0503723621,
      5,
    );
    const wide = await process({ kind: 'pixels', ...picture(300, 200) });
    expect([wide.gridHeight, wide.gridWidth, wide.tokenCount]).toEqual([14, 22, 77]);
  });

  it('decodes an image once', async () => {
    const processor = createImageProcessor(architecture, bounds);
    const image = { kind: 'pixels' as const, ...picture(60, 60) };
    expect(await processor.process(image)).toBe(await processor.process(image));
    const forgetful = createImageProcessor(architecture, bounds, { cacheBytes: 0 });
    expect(await forgetful.process(image)).not.toBe(await forgetful.process(image));
  });
});

describe('decodeImage', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'images-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const encode = (image: RgbImage) =>
    sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } });

  it('gives the pixels of a lossless file, from a path and from bytes', async () => {
    const image = picture(31, 17);
    const path = join(folder, 'plain.png');
    await encode(image).png().toFile(path);
    expect(await decodeImage({ kind: 'file', path })).toEqual(image);
    const data = await encode(image).png().toBuffer();
    expect(await decodeImage({ kind: 'bytes', data })).toEqual(image);
  });

  it('makes RGB of gray', async () => {
    const path = join(folder, 'gray.png');
    await encode(picture(5, 4)).grayscale().png().toFile(path);
    const { data } = await decodeImage({ kind: 'file', path });
    expect(data.length).toBe(60);
    for (let i = 0; i < 60; i += 3) expect([data[i + 1], data[i + 2]]).toEqual([data[i], data[i]]);
  });

  it('turns by EXIF: orientation 6 is shown a quarter turn clockwise', async () => {
    const image = picture(6, 4);
    const path = join(folder, 'turned.png');
    await encode(image).withMetadata({ orientation: 6 }).png().toFile(path);
    const turned = await decodeImage({ kind: 'file', path });
    expect([turned.width, turned.height]).toEqual([4, 6]);
    // The lower left corner of the file comes to the upper left.
    const lowerLeft = (4 - 1) * 6 * 3;
    expect([...turned.data.slice(0, 3)]).toEqual([...image.data.slice(lowerLeft, lowerLeft + 3)]);
  });

  it('names a file that is missing, broken or too large', async () => {
    const file = async (name: string, bytes?: Uint8Array) => {
      const path = join(folder, name);
      if (bytes) await writeFile(path, bytes);
      return { kind: 'file' as const, path };
    };
    const jpeg = await encode(picture(64, 64)).jpeg().toBuffer();
    await expect(decodeImage(await file('missing.png'))).rejects.toThrow(NotFoundError);
    await expect(decodeImage(await file('missing.png'))).rejects.toThrow(/missing\.png/);
    await expect(decodeImage(await file('text.jpg', Buffer.from('no image')))).rejects.toThrow(
      InvalidInputError,
    );
    const cut = await file('cut.jpg', jpeg.subarray(0, jpeg.length / 2));
    await expect(decodeImage(cut)).rejects.toThrow(/cut\.jpg/);
    const whole = await file('whole.jpg', jpeg);
    await expect(decodeImage(whole, { maxInputPixels: 4095 })).rejects.toThrow(
      /whole\.jpg: is an image of 64×64 pixels, over the limit of 4,095 in all/,
    );
    await expect(
      decodeImage({ kind: 'pixels', width: 3, height: 3, data: new Uint8Array(26) }),
    ).rejects.toThrow(/26 bytes/);
  });
});

describe('applySymmetry', () => {
  /** 2 × 3 pixels, numbered row by row: 1 2 / 3 4 / 5 6. */
  const image = {
    width: 2,
    height: 3,
    data: Uint8Array.from([1, 2, 3, 4, 5, 6].flatMap((value) => [value, value, value])),
  };
  const rows = (way: number): string => {
    const { width, data } = applySymmetry(image, way);
    const values = Array.from(data).filter((_, index) => index % 3 === 0);
    return values.join(' ').replace(new RegExp(`((?:\\d ?){${width}})`, 'g'), '$1/');
  };

  it('turns clockwise, then mirrors, to eight different images', () => {
    expect(rows(0)).toBe('1 2 /3 4 /5 6/');
    expect(rows(1)).toBe('5 3 1 /6 4 2/');
    expect(rows(2)).toBe('6 5 /4 3 /2 1/');
    expect(rows(3)).toBe('2 4 6 /1 3 5/');
    expect(rows(4)).toBe('2 1 /4 3 /6 5/');
    expect(new Set(Array.from({ length: symmetryCount }, (_, way) => rows(way))).size).toBe(8);
  });

  it('comes back after four quarters, and refuses other ways', () => {
    let turned: RgbImage = image;
    for (let quarter = 0; quarter < 4; quarter++) turned = applySymmetry(turned, 1);
    expect(turned).toEqual(image);
    expect(() => applySymmetry(image, 8)).toThrow(UsageError);
  });
});
