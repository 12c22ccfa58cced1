import { InvalidInputError } from '@skinr1/core';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { encodePng } from '../src/index.ts';

describe('encodePng', () => {
  // Two pixels, worked out by hand: dark red and white, or black and white.
  it.each([
    ['RGB', [90, 10, 20, 255, 255, 255], [90, 10, 20, 255, 255, 255, 255, 255]],
    ['RGBA, made opaque', [90, 10, 20, 0, 255, 255, 255, 9], [90, 10, 20, 255, 255, 255, 255, 255]],
    ['gray', [7, 200], [7, 7, 7, 255, 200, 200, 200, 255]],
    ['bits, the highest first', [0b0100_0000], [0, 0, 0, 255, 255, 255, 255, 255]],
  ])('writes %s', async (_, data, rgba) => {
    const png = PNG.sync.read(
      Buffer.from(await encodePng({ width: 2, height: 1, data: Uint8Array.from(data) })),
    );
    expect([png.width, png.height]).toEqual([2, 1]);
    expect([...png.data]).toEqual(rgba);
  });

  it('pads rows of bits to whole bytes', async () => {
    const data = Uint8Array.from([0xff, 0x80, 0x00, 0x00]); // Nine pixels a row: white, then black.
    const png = PNG.sync.read(Buffer.from(await encodePng({ width: 9, height: 2, data })));
    expect([...png.data].filter((_, at) => at % 4 === 0)).toEqual([
      ...Array(9).fill(255),
      ...Array(9).fill(0),
    ]);
  });

  it('refuses a number of bytes that no layout has', async () => {
    const wrong = encodePng({ width: 20, height: 2, data: new Uint8Array(5) });
    await expect(wrong).rejects.toThrow(InvalidInputError);
    await expect(wrong).rejects.toThrow('5 bytes are no image of 20 x 2 pixels');
  });
});
