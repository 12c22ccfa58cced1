import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidInputError, SkinR1Error } from '@skinr1/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeImage } from '../src/image/decode.ts';
import { decodeBmp } from '../src/image/decode-bmp.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bitmaps-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly compression?: number;
  /** Blue, green, red, unused: four bytes a color. */
  readonly palette?: readonly number[];
  readonly masks?: readonly number[];
  /** Rows as they stand in the file, filled to groups of four bytes. */
  readonly pixels: readonly number[];
}

/** A bitmap file with the header of Windows 3. */
function bitmap(image: Bitmap): Buffer {
  const { width, height, bits, compression = 0, palette = [], masks = [], pixels } = image;
  const head = Buffer.alloc(54 + masks.length * 4);
  const offset = head.length + palette.length;
  head.write('BM', 'latin1');
  head.writeUInt32LE(offset + pixels.length, 2);
  head.writeUInt32LE(offset, 10);
  head.writeUInt32LE(40, 14);
  head.writeInt32LE(width, 18);
  head.writeInt32LE(height, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(bits, 28);
  head.writeUInt32LE(compression, 30);
  head.writeUInt32LE(palette.length / 4, 46);
  for (const [at, mask] of masks.entries()) head.writeUInt32LE(mask, 54 + at * 4);
  return Buffer.concat([head, Buffer.from(palette), Buffer.from(pixels)]);
}

const decode = (image: Bitmap) => {
  const { width, height, data } = decodeBmp(bitmap(image), 'test.bmp', 1000);
  return { size: [width, height], pixels: [...data] };
};

// Two rows of two pixels, as shown: red, green above blue, white.
const shown = { size: [2, 2], pixels: [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255] };
const upper = [0, 0, 255, 0, 255, 0, 0, 0];
const lower = [255, 0, 0, 255, 255, 255, 0, 0];

describe('decodeBmp', () => {
  it('reads 24 bits, blue first, from the lowest row up or the highest down', () => {
    const size = { width: 2, bits: 24 };
    expect(decode({ ...size, height: 2, pixels: [...lower, ...upper] })).toEqual(shown);
    expect(decode({ ...size, height: -2, pixels: [...upper, ...lower] })).toEqual(shown);
  });

  it('reads 32 bits, in the usual order and by masks', () => {
    const size = { width: 1, height: 1, bits: 32 };
    expect(decode({ ...size, pixels: [3, 2, 1, 9] }).pixels).toEqual([1, 2, 3]);
    const masks = [0xff, 0xff00, 0xff0000];
    expect(decode({ ...size, compression: 3, masks, pixels: [1, 2, 3, 9] }).pixels).toEqual([
      1, 2, 3,
    ]);
  });

  it('reads 16 bits: five a color, or five, six and five by masks', () => {
    // 31, 0, 16 of 31 each; 16 of 31 is 131.6 of 255, cut off.
    const five = decode({ width: 1, height: 1, bits: 16, pixels: [0x10, 0x7c, 0, 0] });
    expect(five.pixels).toEqual([255, 0, 131]);
    const masks = [0xf800, 0x7e0, 0x1f];
    const pixels = [0x00, 0x04, 0, 0]; // Green 32 of 63: 129.5.
    const six = decode({ width: 1, height: 1, bits: 16, compression: 3, masks, pixels });
    expect(six.pixels).toEqual([0, 129, 0]);
  });

  it('reads palettes of 256, 16 and 2 colors', () => {
    const palette = [0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0];
    const indices = { width: 2, height: 2, palette };
    expect(decode({ ...indices, bits: 8, pixels: [2, 3, 0, 0, 0, 1, 0, 0] })).toEqual(shown);
    expect(decode({ ...indices, bits: 4, pixels: [0x23, 0, 0, 0, 0x01, 0, 0, 0] })).toEqual(shown);
    const two = { width: 3, height: 1, bits: 1, palette: palette.slice(8) };
    // Bits 1, 0, 1: white, blue, white.
    expect(decode({ ...two, pixels: [0b1010_0000, 0, 0, 0] }).pixels).toEqual([
      255, 255, 255, 0, 0, 255, 255, 255, 255,
    ]);
    // A color that the palette does not have is black.
    expect(decode({ ...two, bits: 8, pixels: [0, 1, 7, 0] }).pixels.slice(6)).toEqual([0, 0, 0]);
  });

  it('refuses what is compressed, cut off or too large, and names the mend', () => {
    const whole: Bitmap = { width: 2, height: 2, bits: 24, pixels: [...lower, ...upper] };
    const refused = (bytes: Uint8Array, message: RegExp) =>
      expect(() => decodeBmp(bytes, 'a.bmp', 1000)).toThrow(message);
    refused(bitmap({ ...whole, compression: 1 }), /a\.bmp: .*compressed \(kind 1\).*Convert.*PNG/);
    refused(bitmap(whole).subarray(0, 60), /cut off: 60 bytes of 70/);
    refused(bitmap(whole).subarray(0, 30), /cut off within its header/);
    refused(bitmap({ ...whole, width: 1_000_000 }), /over the limit of 1,000/);
    refused(bitmap({ ...whole, width: 0 }), /no size or depth/);
    refused(bitmap({ ...whole, bits: 7 }), /no size or depth/);
  });

  it('ends any bytes in pixels or an error of ours', () => {
    const start = bitmap({ width: 2, height: 2, bits: 8, pixels: [...lower, ...upper] });
    const place = fc.tuple(fc.nat(start.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(place, { maxLength: 12 }), fc.nat(start.length), (changes, cut) => {
        const bytes = Buffer.from(start);
        for (const [at, value] of changes) bytes[at] = value;
        try {
          const end = cut % 4 === 0 ? cut : bytes.length;
          const { width, height, data } = decodeBmp(bytes.subarray(0, end), 'x', 1000);
          expect(data).toHaveLength(width * height * 3);
        } catch (error) {
          expect(SkinR1Error.isInstance(error), String(error)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('decodeImage by content', () => {
  const file = async (name: string, content: string | Uint8Array) => {
    const path = join(folder, name);
    await writeFile(path, content);
    return { kind: 'file', path } as const;
  };

  it('reads a bitmap, also under another name', async () => {
    const bytes = bitmap({ width: 2, height: 2, bits: 24, pixels: [...lower, ...upper] });
    const expected = { width: 2, height: 2, data: Uint8Array.from(shown.pixels) };
    expect(await decodeImage(await file('a.bmp', bytes))).toEqual(expected);
    expect(await decodeImage(await file('b.jpg', bytes))).toEqual(expected);
    const large = await file('c.bmp', Buffer.concat([bytes, Buffer.alloc(70_000)]));
    await expect(decodeImage(large, { maxInputPixels: 4 })).rejects.toThrow(/too many for 4/);
  });

  it('never draws a drawing', async () => {
    const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect/></svg>';
    for (const name of ['drawing.png', 'drawing.svg']) {
      const decoded = decodeImage(await file(name, drawing));
      await expect(decoded).rejects.toThrow(InvalidInputError);
      await expect(decoded).rejects.toThrow(/no JPEG, PNG, .* by its content.*Convert it to PNG/);
    }
  });
});
