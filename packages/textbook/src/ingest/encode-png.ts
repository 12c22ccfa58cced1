import { encodeRgbPng, InvalidInputError } from '@skinr1/core';

/** Pixels row by row: 1 bit each (rows padded to whole bytes), gray, RGB or RGBA with 8 bits a channel. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/**
 * Pixels as an RGB PNG file; what is see-through becomes opaque. Throws InvalidInputError for as many bytes as no
 * layout has.
 */
export async function encodePng({ width, height, data }: Bitmap): Promise<Uint8Array> {
  const rowBytes = Math.ceil(width / 8);
  const perPixel = data.length / (width * height);
  const isBits = perPixel < 1 && data.length === rowBytes * height;
  const channels = isBits ? 0 : perPixel;
  if (!isBits && ![1, 3, 4].includes(channels)) {
    throw new InvalidInputError(
      `${data.length} bytes are no image of ${width} x ${height} pixels: they are neither bits, gray, RGB nor RGBA.`,
      { mend: 'Give width, height and pixels of one image.' },
    );
  }
  const rgb = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const x = pixel % width;
    const row = (pixel - x) / width;
    for (let channel = 0; channel < 3; channel++) {
      rgb[pixel * 3 + channel] =
        channels === 0
          ? 255 * bitAt(data, row * rowBytes, x)
          : (data[pixel * channels + (channels < 3 ? 0 : channel)] as number);
    }
  }
  return encodeRgbPng(width, height, rgb);
}

function bitAt(data: Bitmap['data'], row: number, x: number): number {
  return ((data[row + (x >> 3)] as number) >> (7 - (x & 7))) & 1;
}
