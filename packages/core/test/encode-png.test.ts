import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { encodeRgbPng, InvalidInputError, sniffImageKind } from '../src/index.ts';

describe('encodeRgbPng', () => {
  it('writes header, lines and their sums', async () => {
    // Two pixels a line, two lines; by hand, the Paeth filter leaves what the neighbors do not foretell.
    const png = Buffer.from(
      await encodeRgbPng(2, 2, Uint8Array.from([10, 20, 30, 13, 20, 30, 10, 20, 30, 13, 20, 31])),
    );
    expect(sniffImageKind(png)).toBe('png');
    expect(png.readUInt32BE(16)).toBe(2);
    expect(png.subarray(24, 29)).toEqual(Buffer.from([8, 2, 0, 0, 0]));
    const length = png.readUInt32BE(33);
    const lines = inflateSync(png.subarray(41, 41 + length));
    expect([...lines]).toEqual([4, 10, 20, 30, 3, 0, 0, 4, 0, 0, 0, 0, 0, 1]);
    // The sum of the empty last chunk is that of every PNG.
    expect(png.subarray(-4).toString('hex')).toBe('ae426082');
  });

  it('refuses pixels of another size, and gives the same file again', async () => {
    await expect(encodeRgbPng(2, 2, new Uint8Array(11))).rejects.toThrow(InvalidInputError);
    const file = async () =>
      createHash('sha256')
        .update(await encodeRgbPng(40, 30, new Uint8Array(3600).fill(7)))
        .digest('hex');
    expect(await file()).toBe(await file());
  });
});
