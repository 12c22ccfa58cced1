import { InvalidInputError } from '@skinr1/core';
import { compositeOnWhite } from './composite-on-white.ts';
import { checkPixelCount } from './pixel-limit.ts';
import type { RgbImage } from './resize.ts';

/**
 * Decodes what `sharp` reads (JPEG, PNG, WebP, GIF, TIFF, AVIF) to the RGB that Pillow makes of it: upright,
 * without color profile, the first frame or page, transparency on white, the high bytes of 16-bit samples.
 *
 * @param source what to name in errors
 * @throws InvalidInputError for a file that is damaged or over the limit
 */
export async function decodeWithLibrary(
  bytes: Uint8Array,
  source: string,
  maxPixels: number,
): Promise<RgbImage> {
  const { default: sharp } = await import('sharp');
  const options = { limitInputPixels: maxPixels, failOn: 'error', ignoreIcc: true } as const;
  const unlimited = { ...options, limitInputPixels: false };
  try {
    const { space, width: across, height: down } = await sharp(bytes, unlimited).metadata();
    checkPixelCount({ width: across, height: down }, maxPixels, source);
    const isInks = space === 'cmyk';
    // Inks are read as they are: the library's own way to RGB goes through a profile, Pillow's does not.
    const image = sharp(bytes, options).autoOrient();
    const decoded = isInks
      ? image.pipelineColourspace('cmyk').toColourspace('cmyk')
      : image.toColourspace('srgb');
    const { data, info } = await decoded
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const pixels = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const { width, height, channels } = info;
    const rgb = isInks ? rgbOfInks(pixels, channels) : rgbOf(pixels, channels);
    return { width, height, data: rgb };
  } catch (cause) {
    throw cause instanceof InvalidInputError ? cause : unreadable(source, cause);
  }
}

/** Pixels of gray, gray with alpha, RGB, or RGB with alpha. */
function rgbOf(data: Uint8Array, channels: number): Uint8Array {
  if (channels === 3) return data;
  if (channels === 4) return compositeOnWhite(data);
  const wide = channels === 1 ? 3 : 4;
  const result = new Uint8Array((data.length / channels) * wide);
  for (let from = 0, to = 0; from < data.length; from += channels, to += wide) {
    result.fill(data[from] as number, to, to + 3);
    if (channels === 2) result[to + 3] = data[from + 1] as number;
  }
  return channels === 1 ? result : compositeOnWhite(result);
}

/** Pillow's way from inks: what black leaves of white, less the ink's share of it. */
function rgbOfInks(data: Uint8Array, channels: number): Uint8Array {
  const rgb = new Uint8Array((data.length / channels) * 3);
  for (let from = 0, to = 0; from < data.length; from += channels, to += 3) {
    const white = 255 - (data[from + 3] as number);
    for (let ink = 0; ink < 3; ink++) {
      rgb[to + ink] = white - Math.round(((data[from + ink] as number) * white) / 255);
    }
  }
  return rgb;
}

function unreadable(path: string, cause: unknown): InvalidInputError {
  const message = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
  return new InvalidInputError(`cannot be read as an image (${message}).`, {
    source: path,
    mend: 'Replace the file, or leave it out.',
    cause,
  });
}
