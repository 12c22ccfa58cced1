import { open, readFile } from 'node:fs/promises';
import {
  checkImageSource,
  describeReadFailure,
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
import { decodePortable } from './decode-portable.ts';
import { decodeWithLibrary } from './decode-with-library.ts';
import { checkPixelCount } from './pixel-limit.ts';
import type { RgbImage } from './resize.ts';

/** Bounds on what {@link decodeImage} accepts. */
export interface DecodeLimits {
  /** Width times height before resizing. @defaultValue 100,000,000 */
  readonly maxInputPixels?: number;
}

const defaultMaxInputPixels = 100_000_000;

/**
 * Reads an image to RGB pixels: JPEG, PNG, WebP, GIF, TIFF, BMP, AVIF, or PPM and its kin, turned upright by its
 * EXIF orientation, transparency laid on white, without color-profile conversion: as Transformers' image
 * processors have it from Pillow. Of several frames or pages it is the first. What a file is, its content says: a
 * drawing is never drawn, whatever its name.
 *
 * Gray of 16 bits is brought to 8 by its scale. Pillow cuts it off at 255, which leaves most images white.
 *
 * @throws NotFoundError when the file does not exist
 * @throws InvalidInputError when it is no image of these kinds, is truncated, or is over the pixel limit
 */
export async function decodeImage(
  source: ImageSource,
  limits: DecodeLimits = {},
): Promise<RgbImage> {
  checkImageSource(source, 'image');
  if (source.kind === 'pixels') return checkPixels(source, limits);
  return decodeBytes(await readImageBytes(source, limits), nameOfImage(source), limits);
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
  const decode = decoders[kindOf(bytes, source)] ?? decodeWithLibrary;
  return decode(bytes, source, maxInputPixels);
}

/** Kinds that the library has no reader for. */
const decoders: Partial<Record<ImageKind, typeof decodeBmp>> = {
  bmp: decodeBmp,
  ppm: decodePortable,
};

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

/** What errors call an image. */
export function nameOfImage(source: ImageFileSource): string {
  return source.kind === 'file' ? source.path : 'image bytes';
}

/** An image that is not decoded yet. */
export type ImageFileSource = Exclude<ImageSource, { kind: 'pixels' }>;

/**
 * All bytes of an image file, which may be in memory. Told by its first bytes, a file that is no image is not read further.
 *
 * @throws NotFoundError when there is none
 * @throws InvalidInputError when it is no image, or larger than any of so many pixels
 */
export async function readImageBytes(
  source: ImageFileSource,
  { maxInputPixels = defaultMaxInputPixels }: DecodeLimits = {},
): Promise<Uint8Array> {
  if (source.kind === 'bytes') {
    const kind = kindOf(source.data.subarray(0, wrongFileHeadLength), nameOfImage(source));
    checkFileSize(source.data.length, kind, nameOfImage(source), maxInputPixels);
    // A copy: whoever owns the bytes may write the next image over them.
    return source.data.slice();
  }
  const { path } = source;
  const refuse = (cause: unknown): never => {
    throw cannotOpen(path, cause);
  };
  const file = await open(path).catch(refuse);
  try {
    const head = new Uint8Array(wrongFileHeadLength);
    const { bytesRead } = await file.read(head, 0, head.length, 0).catch(refuse);
    const kind = kindOf(head.subarray(0, bytesRead), path);
    checkFileSize((await file.stat()).size, kind, path, maxInputPixels);
    return await readFile(path);
  } finally {
    await file.close();
  }
}

function cannotOpen(source: string, cause: unknown): NotFoundError {
  if ((cause as NodeJS.ErrnoException).code === 'ENOENT') {
    return new NotFoundError('no such image file.', { source, mend: 'Check the path.', cause });
  }
  const { reason, mend } = describeReadFailure(cause);
  return new NotFoundError(reason, { source, mend, cause });
}

function checkFileSize(size: number, kind: ImageKind, source: string, maxPixels: number): void {
  // Four bytes a pixel at most in a bitmap, eight elsewhere; headers, profile, palette, a preview.
  const most = kind === 'bmp' ? maxPixels * 4 + 65_536 : maxPixels * 8 + 2 ** 24;
  if (size <= most) return;
  throw new InvalidInputError(`has ${size} bytes, too many for ${maxPixels} pixels.`, {
    source,
    mend: 'Shrink the image, or raise maxInputPixels.',
  });
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
  checkPixelCount({ width, height }, maxPixels);
  return { width, height, data };
}
