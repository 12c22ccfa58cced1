import { InvalidInputError } from '@skinr1/core';

/** How the pixels of a bitmap are stored. */
export interface BitmapLayout {
  readonly width: number;
  readonly height: number;
  /** Rows from the top down; most files begin with the lowest. */
  readonly isTopDown: boolean;
  readonly bitsPerPixel: number;
  /** Whether the pixels are runs of equal ones, of as many bits as a pixel has. */
  readonly hasRuns: boolean;
  /** Bytes from one row to the next: whole groups of four. */
  readonly stride: number;
  readonly pixelOffset: number;
  readonly palette: { readonly offset: number; readonly entry: 3 | 4; readonly count: number };
  /** Which bits of a pixel are red, green, blue and, if any are, alpha, where there is no palette. */
  readonly masks: readonly number[];
}

/**
 * Reads the headers of a bitmap.
 *
 * @throws InvalidInputError for one that is cut off, has no size, or is packed in a way that is not read
 */
export function readLayout(view: DataView, source: string): BitmapLayout {
  const headerSize = view.byteLength < 18 ? 0 : view.getUint32(14, true);
  const isCore = headerSize === 12;
  if (view.byteLength < (isCore ? 26 : 54))
    throw refuseBitmap(source, 'is cut off within its header');
  const width = isCore ? view.getUint16(18, true) : view.getInt32(18, true);
  const signedHeight = isCore ? view.getUint16(20, true) : view.getInt32(22, true);
  const bitsPerPixel = view.getUint16(isCore ? 24 : 28, true);
  const compression = isCore ? 0 : view.getUint32(30, true);
  const height = Math.abs(signedHeight);
  if (!(width > 0 && height > 0) || ![1, 4, 8, 16, 24, 32].includes(bitsPerPixel)) {
    throw refuseBitmap(
      source,
      `has no size or depth that is known (${width}×${height}×${bitsPerPixel})`,
    );
  }
  // 3: the masks say which bits are which color; 6: also which are alpha.
  const hasMasks = compression === 3 || compression === 6;
  // 1 and 2: runs of pixels of 8 and of 4 bits.
  const hasRuns = bitsPerPixel === { 1: 8, 2: 4 }[compression];
  if (compression !== 0 && !hasMasks && !hasRuns)
    throw refuseBitmap(source, `is compressed (kind ${compression})`);
  const stated = isCore ? 0 : view.getUint32(46, true);
  return {
    width,
    height,
    isTopDown: signedHeight < 0,
    bitsPerPixel,
    hasRuns,
    stride: Math.ceil((width * bitsPerPixel) / 32) * 4,
    pixelOffset: view.getUint32(10, true),
    palette: {
      offset: 14 + headerSize,
      entry: isCore ? 3 : 4,
      count: stated > 0 ? Math.min(stated, 256) : 2 ** Math.min(bitsPerPixel, 8),
    },
    masks:
      hasMasks && view.byteLength >= 70 ? readMasks(view, headerSize) : usualMasks(bitsPerPixel),
  };
}

/** Red, green and blue stand after the first 40 bytes of the header, inside or behind it; alpha only inside. */
function readMasks(view: DataView, headerSize: number): number[] {
  const colors = [54, 58, 62].map((at) => view.getUint32(at, true));
  const alpha = headerSize >= 56 ? view.getUint32(66, true) : 0;
  return alpha === 0 ? colors : [...colors, alpha];
}

function usualMasks(bitsPerPixel: number): number[] {
  return bitsPerPixel === 16 ? [0x7c00, 0x3e0, 0x1f] : [0xff0000, 0xff00, 0xff];
}

/** The error for a bitmap that cannot be read. */
export function refuseBitmap(source: string, problem: string): InvalidInputError {
  return new InvalidInputError(`the bitmap ${problem}.`, {
    source,
    mend: 'Convert the image to PNG, or leave it out.',
  });
}
