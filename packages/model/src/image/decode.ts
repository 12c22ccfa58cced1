import { type ImageSource, InvalidInputError, NotFoundError } from '@skinr1/core';
import type { RgbImage } from './resize.ts';

/** Bounds on what {@link decodeImage} accepts. */
export interface DecodeLimits {
  /** Width times height before resizing. @defaultValue 100,000,000 */
  readonly maxInputPixels?: number;
}

const defaultMaxInputPixels = 100_000_000;

/**
 * Reads an image to RGB pixels: any format that `sharp` knows, turned upright by its EXIF orientation,
 * without alpha and without color-profile conversion (as Pillow's `convert("RGB")` does).
 *
 * @throws NotFoundError when the file does not exist
 * @throws InvalidInputError when it is no readable image, is truncated, or is over the pixel limit
 */
export async function decodeImage(
  source: ImageSource,
  limits: DecodeLimits = {},
): Promise<RgbImage> {
  const maxPixels = limits.maxInputPixels ?? defaultMaxInputPixels;
  if (source.kind === 'pixels') return checkPixels(source, maxPixels);
  const { default: sharp } = await import('sharp');
  const options = { limitInputPixels: maxPixels, failOn: 'error', ignoreIcc: true } as const;
  try {
    const { data, info } = await sharp(source.path, options)
      .autoOrient()
      .removeAlpha()
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    return { width: info.width, height: info.height, data: toRgb(bytes, info.channels) };
  } catch (cause) {
    throw await explain(source.path, cause);
  }
}

function toRgb(data: Uint8Array, channels: number): Uint8Array {
  if (channels === 3) return data;
  const rgb = new Uint8Array((data.length / channels) * 3);
  for (let i = 0; i * channels < data.length; i++) {
    for (let c = 0; c < 3; c++) {
      rgb[i * 3 + c] = data[i * channels + (channels < 3 ? 0 : c)] as number;
    }
  }
  return rgb;
}

function checkPixels(
  source: Extract<ImageSource, { kind: 'pixels' }>,
  maxPixels: number,
): RgbImage {
  const { width, height, data } = source;
  const whole = Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0;
  if (!whole || data.length !== width * height * 3) {
    throw new InvalidInputError(
      `image pixels: ${data.length} bytes do not make ${width}×${height} RGB.`,
      { mend: 'Pass width * height * 3 bytes, row by row.' },
    );
  }
  if (width * height > maxPixels) {
    throw new InvalidInputError(`image pixels: ${width}×${height} is over ${maxPixels} pixels.`, {
      mend: 'Shrink the image, or raise maxInputPixels.',
    });
  }
  return { width, height, data };
}

async function explain(path: string, cause: unknown): Promise<Error> {
  const { access } = await import('node:fs/promises');
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (!exists) {
    return new NotFoundError('no such image file.', {
      source: path,
      mend: 'Check the path.',
      cause,
    });
  }
  const message = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
  return new InvalidInputError(`cannot be read as an image (${message}).`, {
    source: path,
    mend: 'Replace the file, or leave it out.',
    cause,
  });
}
