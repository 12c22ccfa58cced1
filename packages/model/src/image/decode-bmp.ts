import { InvalidInputError } from '@skinr1/core';
import type { RgbImage } from './resize.ts';

/** How the pixels of a bitmap are stored. */
interface BitmapLayout {
  readonly width: number;
  readonly height: number;
  /** Rows from the top down; most files begin with the lowest. */
  readonly isTopDown: boolean;
  readonly bitsPerPixel: number;
  /** Bytes from one row to the next: whole groups of four. */
  readonly stride: number;
  readonly pixelOffset: number;
  readonly palette: { readonly offset: number; readonly entry: 3 | 4; readonly count: number };
  /** Which bits of a pixel are red, green and blue, where there is no palette. */
  readonly masks: readonly [number, number, number];
}

/**
 * Decodes an uncompressed Windows or OS/2 bitmap (BMP) of 1, 4, 8, 16, 24 or 32 bits a pixel to RGB, without
 * alpha. Written here because `sharp` has no reader for it, and dermoscopy (PH2, among others) is published in it.
 *
 * Format: the headers BITMAPCOREHEADER and BITMAPINFOHEADER with their extensions, as Microsoft documents them.
 *
 * Throws InvalidInputError for a bitmap that is compressed, cut off, or over the pixel limit.
 */
export function decodeBmp(bytes: Uint8Array, source: string, maxPixels: number): RgbImage {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const layout = readLayout(view, source);
  const { width, height } = layout;
  if (width * height > maxPixels) {
    throw refuse(source, `is ${width}×${height} pixels, over ${maxPixels}`);
  }
  const needed = layout.pixelOffset + layout.stride * height;
  if (needed > bytes.length) {
    throw refuse(source, `is cut off: ${bytes.length} bytes of ${needed}`);
  }
  const data = new Uint8Array(width * height * 3);
  const readPixel =
    layout.bitsPerPixel <= 8 ? paletteReader(view, layout) : maskReader(view, layout);
  for (let y = 0; y < height; y++) {
    const row = layout.isTopDown ? y : height - 1 - y;
    const start = layout.pixelOffset + row * layout.stride;
    for (let x = 0; x < width; x++) readPixel(start, x, data, (y * width + x) * 3);
  }
  return { width, height, data };
}

function readLayout(view: DataView, source: string): BitmapLayout {
  const headerSize = view.byteLength < 18 ? 0 : view.getUint32(14, true);
  const isCore = headerSize === 12;
  if (view.byteLength < (isCore ? 26 : 54)) throw refuse(source, 'is cut off within its header');
  const width = isCore ? view.getUint16(18, true) : view.getInt32(18, true);
  const signedHeight = isCore ? view.getUint16(20, true) : view.getInt32(22, true);
  const bitsPerPixel = view.getUint16(isCore ? 24 : 28, true);
  const compression = isCore ? 0 : view.getUint32(30, true);
  const height = Math.abs(signedHeight);
  if (!(width > 0 && height > 0) || ![1, 4, 8, 16, 24, 32].includes(bitsPerPixel)) {
    throw refuse(source, `has no size or depth that is known (${width}×${height}×${bitsPerPixel})`);
  }
  // 3: the masks say which bits are which color; 6: also which are alpha.
  const hasMasks = compression === 3 || compression === 6;
  if (compression !== 0 && !hasMasks) throw refuse(source, `is compressed (kind ${compression})`);
  const stated = isCore ? 0 : view.getUint32(46, true);
  return {
    width,
    height,
    isTopDown: signedHeight < 0,
    bitsPerPixel,
    stride: Math.ceil((width * bitsPerPixel) / 32) * 4,
    pixelOffset: view.getUint32(10, true),
    palette: {
      offset: 14 + headerSize,
      entry: isCore ? 3 : 4,
      count: stated > 0 ? Math.min(stated, 256) : 2 ** Math.min(bitsPerPixel, 8),
    },
    masks: hasMasks && view.byteLength >= 66 ? readMasks(view) : usualMasks(bitsPerPixel),
  };
}

/** Red, green and blue stand after the first 40 bytes of the header, inside or behind it. */
function readMasks(view: DataView): [number, number, number] {
  return [view.getUint32(54, true), view.getUint32(58, true), view.getUint32(62, true)];
}

function usualMasks(bitsPerPixel: number): [number, number, number] {
  return bitsPerPixel === 16 ? [0x7c00, 0x3e0, 0x1f] : [0xff0000, 0xff00, 0xff];
}

/** Writes the color of pixel `x` of the row that starts at a byte. */
type PixelReader = (start: number, x: number, to: Uint8Array, at: number) => void;

function paletteReader(view: DataView, { bitsPerPixel, palette }: BitmapLayout): PixelReader {
  const perByte = 8 / bitsPerPixel;
  const highest = 2 ** bitsPerPixel - 1;
  return (start, x, to, at) => {
    const byte = view.getUint8(start + Math.floor(x / perByte));
    const index = (byte >> (8 - bitsPerPixel * ((x % perByte) + 1))) & highest;
    const color = palette.offset + index * palette.entry;
    // Black, as other readers have it, where a pixel names a color that is not in the palette.
    if (index >= palette.count || color + 3 > view.byteLength) return;
    for (let channel = 0; channel < 3; channel++) {
      to[at + channel] = view.getUint8(color + 2 - channel);
    }
  };
}

function maskReader(view: DataView, { bitsPerPixel, masks }: BitmapLayout): PixelReader {
  const bytesPerPixel = bitsPerPixel / 8;
  const channels = masks.map((mask) => {
    const shift = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
    return { mask, shift, highest: Math.max(1, mask >>> shift) };
  });
  return (start, x, to, at) => {
    const from = start + x * bytesPerPixel;
    let value = 0;
    for (let byte = 0; byte < bytesPerPixel; byte++) {
      value += view.getUint8(from + byte) * 2 ** (8 * byte);
    }
    channels.forEach(({ mask, shift, highest }, channel) => {
      to[at + channel] = Math.round((((value & mask) >>> shift) * 255) / highest);
    });
  };
}

function refuse(source: string, problem: string): InvalidInputError {
  return new InvalidInputError(`the bitmap ${problem}.`, {
    source,
    mend: 'Convert the image to PNG, or leave it out.',
  });
}
