import { open, readFile, stat } from 'node:fs/promises';
import {
  type ImageKind,
  type ImageSource,
  InvalidInputError,
  imageHeadLength,
  imageKindNames,
  NotFoundError,
  sniffImageKind,
} from '@skinr1/core';
import { decodeBmp } from './decode-bmp.ts';
import type { RgbImage } from './resize.ts';

/** Bounds on what {@link decodeImage} accepts. */
export interface DecodeLimits {
  /** Width times height before resizing. @defaultValue 100,000,000 */
  readonly maxInputPixels?: number;
}

const defaultMaxInputPixels = 100_000_000;

/**
 * Reads an image to RGB pixels: JPEG, PNG, WebP, GIF, TIFF, BMP or AVIF, turned upright by its EXIF orientation,
 * without alpha and without color-profile conversion (as Pillow's `convert("RGB")` does). What a file is, its
 * content says: a drawing is never drawn, whatever its name.
 *
 * @throws NotFoundError when the file does not exist
 * @throws InvalidInputError when it is no image of these kinds, is truncated, or is over the pixel limit
 */
export async function decodeImage(
  source: ImageSource,
  limits: DecodeLimits = {},
): Promise<RgbImage> {
  const maxPixels = limits.maxInputPixels ?? defaultMaxInputPixels;
  if (source.kind === 'pixels') return checkPixels(source, maxPixels);
  if ((await kindOf(source.path)) === 'bmp') return readBmp(source.path, maxPixels);
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
    throw unreadable(source.path, cause);
  }
}

/** The kind of an image file by its content. */
async function kindOf(path: string): Promise<ImageKind> {
  const file = await open(path).catch((cause: unknown) => {
    throw new NotFoundError('no such image file.', {
      source: path,
      mend: 'Check the path.',
      cause,
    });
  });
  try {
    const head = new Uint8Array(imageHeadLength);
    const { bytesRead } = await file.read(head, 0, imageHeadLength, 0);
    const kind = sniffImageKind(head.subarray(0, bytesRead));
    if (kind) return kind;
  } finally {
    await file.close();
  }
  throw new InvalidInputError(`cannot be read as an image: no ${imageKindNames} by its content.`, {
    source: path,
    mend: 'Convert it to PNG, or leave it out.',
  });
}

async function readBmp(path: string, maxPixels: number): Promise<RgbImage> {
  const { size } = await stat(path);
  // Four bytes a pixel at most, headers and palette.
  if (size > maxPixels * 4 + 65_536) {
    throw new InvalidInputError(`has ${size} bytes, too many for ${maxPixels} pixels.`, {
      source: path,
      mend: 'Shrink the image, or raise maxInputPixels.',
    });
  }
  return decodeBmp(await readFile(path), path, maxPixels);
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

function unreadable(path: string, cause: unknown): InvalidInputError {
  const message = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
  return new InvalidInputError(`cannot be read as an image (${message}).`, {
    source: path,
    mend: 'Replace the file, or leave it out.',
    cause,
  });
}
