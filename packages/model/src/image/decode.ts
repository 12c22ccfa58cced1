import { open, readFile } from 'node:fs/promises';
import {
  describeWrongFile,
  type ImageKind,
  type ImageSource,
  InvalidInputError,
  imageHeadLength,
  imageKindNames,
  NotFoundError,
  sniffImageKind,
  wrongFileHeadLength,
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
  if (source.kind === 'pixels') return checkPixels(source, limits);
  return decodeBytes(await readImageFile(source.path, limits), source.path, limits);
}

/**
 * Decodes the bytes of an image file; see {@link decodeImage}.
 *
 * @param source what to name in errors
 */
export async function decodeBytes(
  bytes: Uint8Array,
  source: string,
  limits: DecodeLimits = {},
): Promise<RgbImage> {
  const { maxInputPixels = defaultMaxInputPixels } = limits;
  if (kindOf(bytes, source) === 'bmp') return decodeBmp(bytes, source, maxInputPixels);
  const { default: sharp } = await import('sharp');
  const options = { limitInputPixels: maxInputPixels, failOn: 'error', ignoreIcc: true } as const;
  try {
    const { space } = await sharp(bytes, options).metadata();
    // Inks are read as they are: the library's own way to RGB goes through a profile, Pillow's does not.
    const image = sharp(bytes, options).autoOrient();
    const decoded =
      space === 'cmyk'
        ? image.pipelineColourspace('cmyk').toColourspace('cmyk')
        : image.removeAlpha().toColourspace('srgb');
    const { data, info } = await decoded
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const pixels = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const { width, height, channels } = info;
    return { width, height, data: toRgb(pixels, channels, space === 'cmyk') };
  } catch (cause) {
    throw unreadable(source, cause);
  }
}

/** Throws InvalidInputError for anything but an image, saying what it is where that can be told. */
function kindOf(bytes: Uint8Array, source: string): ImageKind {
  const kind = sniffImageKind(bytes.subarray(0, imageHeadLength));
  if (kind) return kind;
  const wrong = describeWrongFile(bytes);
  throw new InvalidInputError(
    `cannot be read as an image: ${wrong ? `it is ${wrong.what}` : `no ${imageKindNames} by its content`}.`,
    { source, mend: wrong?.mend ?? 'Convert it to PNG, or leave it out.' },
  );
}

/**
 * All bytes of an image file. Told by its first bytes, a file that is no image is not read further.
 *
 * @throws NotFoundError when there is none
 * @throws InvalidInputError when it is no image, or larger than any of so many pixels
 */
export async function readImageFile(path: string, limits: DecodeLimits = {}): Promise<Uint8Array> {
  const { maxInputPixels = defaultMaxInputPixels } = limits;
  const file = await open(path).catch((cause: unknown) => {
    throw new NotFoundError('no such image file.', {
      source: path,
      mend: 'Check the path.',
      cause,
    });
  });
  try {
    const head = new Uint8Array(wrongFileHeadLength);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    const kind = kindOf(head.subarray(0, bytesRead), path);
    const { size } = await file.stat();
    // Four bytes a pixel at most in a bitmap, eight elsewhere; headers, profile, palette, a preview.
    const most = kind === 'bmp' ? maxInputPixels * 4 + 65_536 : maxInputPixels * 8 + 2 ** 24;
    if (size > most) {
      throw new InvalidInputError(`has ${size} bytes, too many for ${maxInputPixels} pixels.`, {
        source: path,
        mend: 'Shrink the image, or raise maxInputPixels.',
      });
    }
    return await readFile(path);
  } finally {
    await file.close();
  }
}

function toRgb(data: Uint8Array, channels: number, isCmyk: boolean): Uint8Array {
  if (channels === 3) return data;
  const rgb = new Uint8Array((data.length / channels) * 3);
  for (let i = 0; i * channels < data.length; i++) {
    // Pillow's way from inks: what black leaves of white, less the ink's share of it.
    const white = isCmyk ? 255 - (data[i * channels + 3] as number) : 0;
    for (let c = 0; c < 3; c++) {
      const value = data[i * channels + (channels < 3 ? 0 : c)] as number;
      rgb[i * 3 + c] = isCmyk ? white - Math.round((value * white) / 255) : value;
    }
  }
  return rgb;
}

/** Pixels as they are given. Throws InvalidInputError when they are not as many as they should be. */
export function checkPixels(
  { width, height, data }: Extract<ImageSource, { kind: 'pixels' }>,
  { maxInputPixels: maxPixels = defaultMaxInputPixels }: DecodeLimits = {},
): RgbImage {
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
