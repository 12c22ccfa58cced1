import type { BitmapLayout } from './bitmap-layout.ts';

/**
 * Rows of a bitmap in runs (RLE4, RLE8), as they would stand in a plain one. A pair of bytes is a run: how often,
 * and which pixels; or, after a 0, the end of a row (0) or of the image (1), a step to the right and up (2), or so
 * many pixels as they are. What no run covers, or lies beyond the image or the end of the file, is color 0.
 */
export function expandRuns(bytes: Uint8Array, layout: BitmapLayout): Uint8Array {
  const { width, height, bitsPerPixel, stride, pixelOffset } = layout;
  const rows = new Uint8Array(stride * height);
  let [x, y] = [0, 0];
  const put = (count: number, colorOf: (index: number) => number): void => {
    for (let i = 0; i < count && x < width && y < height; i++, x++) {
      if (bitsPerPixel === 8) rows[y * stride + x] = colorOf(i);
      else orInto(rows, y * stride + (x >> 1), colorOf(i) << (x % 2 === 0 ? 4 : 0));
    }
  };
  const pixelOf = (at: number, index: number): number => {
    if (bitsPerPixel === 8) return bytes[at + index] ?? 0;
    return ((bytes[at + (index >> 1)] ?? 0) >> (index % 2 === 0 ? 4 : 0)) & 15;
  };
  for (let at = pixelOffset; at + 1 < bytes.length && y < height; at += 2) {
    const [count, code] = [bytes[at] as number, bytes[at + 1] as number];
    if (count > 0) put(count, (i) => pixelOf(at + 1, bitsPerPixel === 8 ? 0 : i % 2));
    else if (code === 0) [x, y] = [0, y + 1];
    else if (code === 1) break;
    else if (code === 2) {
      [x, y] = [x + (bytes[at + 2] ?? 0), y + (bytes[at + 3] ?? 0)];
      at += 2;
    } else {
      put(code, (i) => pixelOf(at + 2, i));
      // Whole groups of two bytes.
      at += Math.ceil((code * bitsPerPixel) / 16) * 2;
    }
  }
  return rows;
}

function orInto(bytes: Uint8Array, at: number, bits: number): void {
  bytes[at] = (bytes[at] as number) | bits;
}
