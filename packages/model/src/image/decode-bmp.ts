import { type BitmapLayout, readLayout, refuseBitmap } from './bitmap-layout.ts';
import { compositeOnWhite } from './composite-on-white.ts';
import { expandRuns } from './decode-bmp-runs.ts';
import { checkPixelCount } from './pixel-limit.ts';
import type { RgbImage } from './resize.ts';

/**
 * Decodes a Windows or OS/2 bitmap (BMP) of 1, 4, 8, 16, 24 or 32 bits a pixel, plain or in runs, to RGB; alpha, if
 * its header names it, is laid on white. Written here because `sharp` has no reader for it, and dermoscopy (PH2,
 * among others) is published in it. Levels of fewer than 8 bits are scaled and cut off, as Pillow does.
 *
 * Format: the headers BITMAPCOREHEADER and BITMAPINFOHEADER with their extensions, as Microsoft documents them.
 *
 * Throws InvalidInputError for a bitmap that holds a JPEG or PNG, is cut off, or over the pixel limit.
 */
export function decodeBmp(bytes: Uint8Array, source: string, maxPixels: number): RgbImage {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const layout = readLayout(view, source);
  const { width, height } = layout;
  checkPixelCount(layout, maxPixels, source);
  const rows = layout.hasRuns ? expandRuns(bytes, layout) : plainRows(bytes, layout, source);
  const channels = layout.masks.length;
  const data = new Uint8Array(width * height * channels);
  const readPixel =
    layout.bitsPerPixel <= 8 ? paletteReader(view, rows, layout) : maskReader(rows, layout);
  for (let y = 0; y < height; y++) {
    const start = (layout.isTopDown ? y : height - 1 - y) * layout.stride;
    for (let x = 0; x < width; x++) readPixel(start, x, data, (y * width + x) * channels);
  }
  return { width, height, data: channels === 4 ? compositeOnWhite(data) : data };
}

function plainRows(bytes: Uint8Array, layout: BitmapLayout, source: string): Uint8Array {
  const needed = layout.pixelOffset + layout.stride * layout.height;
  if (needed > bytes.length) {
    throw refuseBitmap(source, `is cut off: ${bytes.length} bytes of ${needed}`);
  }
  return bytes.subarray(layout.pixelOffset, needed);
}

/** Writes the color of pixel `x` of the row that starts at a byte of the rows. */
type PixelReader = (start: number, x: number, to: Uint8Array, at: number) => void;

function paletteReader(
  view: DataView,
  rows: Uint8Array,
  { bitsPerPixel, palette }: BitmapLayout,
): PixelReader {
  const perByte = 8 / bitsPerPixel;
  const highest = 2 ** bitsPerPixel - 1;
  return (start, x, to, at) => {
    const byte = rows[start + Math.floor(x / perByte)] as number;
    const index = (byte >> (8 - bitsPerPixel * ((x % perByte) + 1))) & highest;
    const color = palette.offset + index * palette.entry;
    // Black, as other readers have it, where a pixel names a color that is not in the palette.
    if (index >= palette.count || color + 3 > view.byteLength) return;
    for (let channel = 0; channel < 3; channel++) {
      to[at + channel] = view.getUint8(color + 2 - channel);
    }
  };
}

function maskReader(rows: Uint8Array, { bitsPerPixel, masks }: BitmapLayout): PixelReader {
  const bytesPerPixel = bitsPerPixel / 8;
  const channels = masks.map((mask) => {
    const shift = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
    return { mask, shift, highest: Math.max(1, mask >>> shift) };
  });
  return (start, x, to, at) => {
    const from = start + x * bytesPerPixel;
    let value = 0;
    for (let byte = 0; byte < bytesPerPixel; byte++) {
      value += (rows[from + byte] as number) * 2 ** (8 * byte);
    }
    channels.forEach(({ mask, shift, highest }, channel) => {
      to[at + channel] = Math.floor((((value & mask) >>> shift) * 255) / highest);
    });
  };
}
