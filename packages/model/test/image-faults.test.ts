import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidInputError } from '@skinr1/core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { qwen25Vl } from '../src/families/qwen2-5-vl/index.ts';
import { createModelConfig } from '../src/families/qwen2-5-vl/model-sizes.ts';
import { decodeImage } from '../src/image/decode.ts';
import { createImageProcessor } from '../src/image/processor.ts';
import { tinyTokenizer } from './support/tiny.ts';

const block = { hiddenSize: 16, intermediateSize: 16, layerCount: 1, headCount: 2 };
const tower = () => ({
  family: qwen25Vl,
  config: createModelConfig({ text: block, vision: block }, tinyTokenizer()),
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skinr1-image-faults-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the cache of an image processor', () => {
  const paint = (path: string, r: number, b: number) =>
    sharp({ create: { width: 32, height: 32, channels: 3, background: { r, g: 0, b } } })
      .png({ compressionLevel: 0 })
      .toFile(path);

  it('sees a file anew that is written over, of the same size and at once', async () => {
    const { process } = createImageProcessor(tower());
    const file = { kind: 'file' as const, path: join(folder, 'snapshot.png') };
    await paint(file.path, 255, 0);
    const red = await process(file);
    await paint(file.path, 0, 255);
    const blue = await process(file);
    expect(blue.pixels[0]).toBeLessThan(red.pixels[0]!);
    await paint(file.path, 255, 0);
    expect(await process(file)).toBe(red);
  });

  it('sees a buffer anew that is used again, even while the image before is worked on', async () => {
    const { process } = createImageProcessor(tower());
    const data = new Uint8Array(32 * 32 * 3).fill(250);
    const source = { kind: 'pixels' as const, width: 32, height: 32, data };
    const bright = process(source);
    data.fill(5);
    const dark = await process(source);
    expect((await bright).pixels[0]).toBeGreaterThan(1);
    expect(dark.pixels[0]).toBeLessThan(-1);
    const again = { ...source, data: new Uint8Array(32 * 32 * 3).fill(250) };
    expect(await process(again)).toBe(await bright);
  });

  it('tells images of the same bytes and other sides apart', async () => {
    const { process } = createImageProcessor(tower());
    const data = Uint8Array.from({ length: 28 * 112 * 3 }, (_, i) => i % 256);
    const wide = await process({ kind: 'pixels', width: 112, height: 28, data });
    const tall = await process({ kind: 'pixels', width: 28, height: 112, data });
    expect([wide.gridWidth, wide.gridHeight]).toEqual([tall.gridHeight, tall.gridWidth]);
    expect(wide).not.toBe(tall);
  });
});

describe('settings of images', () => {
  it.each([
    [{ min_pixels: 1e18, max_pixels: 1e19 }, /min_pixels: is 1000000000000000000/],
    [{ size: { shortest_edge: 1e18, longest_edge: 1e19 } }, /min_pixels/],
    [{ min_pixels: 200, max_pixels: 100 }, /\(200\) is above max_pixels \(100\)/],
    [{ do_resize: false }, /do_resize/],
    [{ do_normalize: false }, /do_normalize/],
    [{ resample: 2 }, /resample/],
    [{ rescale_factor: 1 / 127.5 }, /rescale_factor/],
  ])('are refused: %o, naming the file', (json, message) => {
    const parse = () => qwen25Vl.parseImageProcessor(json, 'some/preprocessor_config.json');
    expect(parse).toThrow(InvalidInputError);
    expect(parse).toThrow(message);
    expect(parse).toThrow(/^some\/preprocessor_config\.json/);
  });

  it('hold for a processor that is made from code', () => {
    for (const minPixels of [1e18, 0, Number.NaN]) {
      const settings = { ...qwen25Vl.imageDefaults, minPixels, maxPixels: 1e19 };
      expect(() => createImageProcessor(tower(), settings)).toThrow(InvalidInputError);
    }
  });

  it('hold for patches of a size that asks for gigabytes', async () => {
    const { family, config } = tower();
    const coarse = { ...config, vision: { ...config.vision, patchSize: 8192 } };
    const { process } = createImageProcessor({ family, config: coarse });
    const pixels = { kind: 'pixels' as const, width: 2, height: 2, data: new Uint8Array(12) };
    await expect(process(pixels)).rejects.toThrow(InvalidInputError);
  });
});

/** An uncompressed TIFF of one row of inks (TIFF 6.0, section 16). */
function inkTiff(inks: readonly (readonly number[])[]): Uint8Array {
  const data = inks.flat();
  const fields = [
    [256, 3, 1, inks.length],
    [257, 3, 1, 1],
    [258, 3, 4, 122],
    [259, 3, 1, 1],
    [262, 3, 1, 5],
    [273, 4, 1, 130],
    [277, 3, 1, 4],
    [278, 3, 1, 1],
    [279, 4, 1, data.length],
  ] as const;
  const bytes = new Uint8Array(130 + data.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49, 42, 0, 8, 0, 0, 0]);
  view.setUint16(8, fields.length, true);
  fields.forEach(([tag, type, count, value], i) => {
    const at = 10 + i * 12;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, count, true);
    view.setUint32(at + 8, value, true);
  });
  for (let i = 0; i < 4; i++) view.setUint16(122 + i * 2, 8, true);
  bytes.set(data, 130);
  return bytes;
}

describe('image files', () => {
  it('that are drawings under another name are not drawn', async () => {
    const path = join(folder, 'drawing.png');
    await writeFile(path, '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    await expect(decodeImage({ kind: 'file', path })).rejects.toThrow(
      /drawing\.png.*by its content/,
    );
  });

  it('that are Git LFS pointers are named so', async () => {
    const path = join(folder, 'pointer.jpg');
    const oid = '0'.repeat(64);
    await writeFile(
      path,
      `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize 9\n`,
    );
    await expect(decodeImage({ kind: 'file', path })).rejects.toThrow(
      /Git LFS pointer.*git lfs pull/,
    );
  });

  it('in inks become RGB as Pillow makes it: 255 − K, less the share of the ink', async () => {
    const path = join(folder, 'inks.tiff');
    const inks = [
      [55, 195, 215, 0],
      [10, 20, 30, 128],
      [255, 0, 100, 60],
    ];
    await writeFile(path, inkTiff(inks));
    // (255 − K) − C (255 − K) / 255, rounded: by hand, e.g. 127 − 10 · 127 / 255 = 122.02.
    const expected = [
      [200, 60, 40],
      [122, 117, 112],
      [0, 195, 119],
    ];
    const { data } = await decodeImage({ kind: 'file', path });
    expect([...data]).toEqual(expected.flat());
  });
});
