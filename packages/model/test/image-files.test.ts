import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InvalidInputError, NotFoundError, UsageError } from '@skinr1/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { qwen25Vl } from '../src/families/qwen2-5-vl/index.ts';
import { createModelConfig } from '../src/families/qwen2-5-vl/model-sizes.ts';
import { compositeOnWhite } from '../src/image/composite-on-white.ts';
import { decodeImage } from '../src/image/decode.ts';
import { toImageSource } from '../src/image/image-input.ts';
import { createImageProcessor } from '../src/image/processor.ts';
import { type FileFixture, imageFiles as files } from './support/image-files.ts';
import { sha256 } from './support/sha256.ts';
import { tinyTokenizer } from './support/tiny.ts';

const kinds = [...new Set(files.map(({ kind }) => kind))];
const of = (kind: string) => files.filter((file) => file.kind === kind);

const block = { hiddenSize: 16, intermediateSize: 16, layerCount: 1, headCount: 2 };
const architecture = {
  family: qwen25Vl,
  config: createModelConfig({ text: block, vision: block }, tinyTokenizer()),
};
/** Statistics that leave levels as they are. */
const asBytes = {
  minPixels: 784,
  maxPixels: 28 * 84,
  mean: [0, 0, 0] as const,
  standardDeviation: [1 / 255, 1 / 255, 1 / 255] as const,
};

async function processed(file: FileFixture) {
  const { process } = createImageProcessor(architecture, asBytes);
  const patches = await process({ kind: 'bytes', data: Buffer.from(file.file, 'base64') });
  const pixels = Uint8Array.from(patches.pixels, Math.round);
  return { grid: [1, patches.gridHeight, patches.gridWidth], pixels };
}

describe('image files of other programs', () => {
  it('are at least 300, of every kind that is read but AVIF', () => {
    expect(files.length).toBeGreaterThanOrEqual(300);
    const words = new Set(kinds.flatMap((kind) => kind.split(' ')));
    for (const word of ['jpeg', 'png', 'gif', 'webp', 'tiff', 'bmp', 'ppm', 'inks', 'alpha']) {
      expect(words).toContain(word);
    }
  });

  it.each(kinds.map((kind) => [kind, of(kind).length] as const))(
    '%s (%i): resized pixels and grid equal those of Transformers',
    async (kind) => {
      for (const file of of(kind)) {
        const { grid, pixels } = await processed(file);
        expect(grid).toEqual(file.grid);
        if (file.pixels === undefined) expect(sha256(pixels)).toBe(file.sha256);
        else expect(farthest(pixels, Buffer.from(file.pixels, 'base64'))).toBeLessThanOrEqual(1);
      }
    },
  );
});

function farthest(one: Uint8Array, other: Uint8Array): number {
  expect(one.length).toBe(other.length);
  return one.reduce((most, level, i) => Math.max(most, Math.abs(level - (other[i] as number))), 0);
}

describe('compositeOnWhite', () => {
  it('leaves opaque pixels, drops hidden ones, and mixes the rest', () => {
    // 100 · 128/255 + 255 · 127/255 = 177.2.
    const pixels = [10, 20, 30, 255, 10, 20, 30, 0, 100, 0, 255, 128];
    expect([...compositeOnWhite(Uint8Array.from(pixels))]).toEqual([
      ...[10, 20, 30],
      ...[255, 255, 255],
      ...[177, 127, 255],
    ]);
  });
});

describe('portable files', () => {
  const read = (text: string, maxInputPixels = 100) =>
    decodeImage({ kind: 'bytes', data: Buffer.from(text, 'latin1') }, { maxInputPixels });

  it('are read with comments, bits without blanks, and levels of their own', async () => {
    const bits = await read('P1\n# one\n3 1 # two\n10\n1');
    expect([...bits.data]).toEqual([0, 0, 0, 255, 255, 255, 0, 0, 0]);
    // 1 of 2 is 127.5, to even 128.
    expect([...(await read('P2 3 1 2 0 1 2')).data]).toEqual([
      0, 0, 0, 128, 128, 128, 255, 255, 255,
    ]);
  });

  it.each([
    ['P5 4 4 255\nabc', /cut off: 14 bytes of 27/],
    ['P2 2 1 9 3', /no number at byte 10/],
    ['P2 1 1 9 12', /holds 12, over its own 9/],
    ['P1 1 1 2', /holds 2, over its own 1/],
    ['P5 0 4 255\n', /no size or depth/],
    ['P5 4 4 70000\n', /no size or depth/],
    ['P5 99999999999999999999 1 255\n', /over the limit of 100 /],
    ['P6 20 20 255\n', /20×20 pixels, over the limit of 100 /],
  ])('%j is refused', async (text, message) => {
    await expect(read(text)).rejects.toThrow(InvalidInputError);
    await expect(read(text)).rejects.toThrow(message);
  });
});

describe('toImageSource', () => {
  let folder: string;
  let path: string;
  const png = Buffer.from(of('png')[0]?.file ?? '', 'base64');
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'skinr1-image-input-'));
    path = join(folder, 'one picture.png');
    await writeFile(path, png);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('takes bytes, a Blob, base64, data: and file: URLs and paths, all of one image', async () => {
    const base64 = png.toString('base64');
    const escaped = `data:image/png,${[...png].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')}`;
    const inputs = [
      png,
      new Uint8Array(png),
      new Blob([png]),
      base64,
      base64.replace(/.{60}/g, '$&\n'),
      `data:image/png;base64,${base64}`,
      new URL(`data:image/png;base64,${encodeURIComponent(base64)}`),
      escaped,
      path,
      pathToFileURL(path),
      pathToFileURL(path).href,
    ];
    const expected = await decodeImage({ kind: 'file', path });
    for (const input of inputs) {
      expect(await decodeImage(await toImageSource(input))).toEqual(expected);
    }
  });

  it.each([
    ['https://example.org/lesion.png', UsageError, /'https' is not fetched.*pass the bytes/],
    ['data:image/png;base64', UsageError, /no comma/],
    ['no/such/image.png', NotFoundError, /no\/such\/image\.png/],
    ['bm90IGFuIGltYWdl', NotFoundError, /no image in base64/],
    ['', NotFoundError, /no such image file/],
  ])('refuses %j', async (input, type, message) => {
    await expect(toImageSource(input)).rejects.toThrow(type);
    await expect(toImageSource(input)).rejects.toThrow(message);
  });

  it('leaves what bytes hold to the decoder, which names them', async () => {
    const source = await toImageSource(Buffer.from('no image'));
    await expect(decodeImage(source)).rejects.toThrow(/image bytes.*by its content/);
  });

  it('is held by a processor as it was when it was asked', async () => {
    const { process } = createImageProcessor(architecture, asBytes);
    const data = new Uint8Array(png);
    const before = process({ kind: 'bytes', data });
    data.fill(0);
    expect((await before).pixels).toEqual((await process({ kind: 'file', path })).pixels);
  });
});
