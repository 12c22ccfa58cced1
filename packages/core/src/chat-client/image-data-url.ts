import { toBase64 } from '../base64.ts';
import type { ImageSource } from '../case.ts';
import { checkImageSource } from '../check-image-source.ts';
import { encodeRgbPng } from '../encode-png.ts';
import { InvalidInputError, UsageError } from '../errors.ts';
import { type ImageKind, imageHeadLength, imageKindNames, sniffImageKind } from '../image-kind.ts';
import { describeReadFailure } from '../read-failure.ts';

const mediaTypes: Readonly<Record<ImageKind, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  tiff: 'image/tiff',
  bmp: 'image/bmp',
  avif: 'image/avif',
  ppm: 'image/x-portable-anymap',
};

/**
 * An image as the `data:` URL under which servers take it: files as they are, pixels as PNG. Throws
 * InvalidInputError for what is no image or cannot be read.
 */
export async function imageDataUrl(image: ImageSource): Promise<string> {
  const bytes = await bytesOf(image);
  const kind = sniffImageKind(bytes.subarray(0, imageHeadLength));
  if (kind === null) {
    throw new InvalidInputError('is no image that is read.', {
      source: image.kind === 'file' ? image.path : 'an image of the question',
      mend: `Give a ${imageKindNames} file.`,
    });
  }
  return `data:${mediaTypes[kind]};base64,${toBase64(bytes)}`;
}

/** What is asked of Node where there is one. */
interface NodeLike {
  getBuiltinModule?(
    name: 'node:fs/promises',
  ): { readFile(path: string): Promise<Uint8Array> } | undefined;
}

async function bytesOf(image: ImageSource): Promise<Uint8Array> {
  checkImageSource(image, 'an image of the question');
  if (image.kind === 'bytes') return image.data;
  if (image.kind === 'pixels') return encodeRgbPng(image.width, image.height, image.data);
  const { process } = globalThis as { process?: NodeLike };
  const files = process?.getBuiltinModule?.('node:fs/promises');
  if (!files) {
    throw new UsageError('there are no files here.', {
      source: image.path,
      mend: 'Give the bytes of the image.',
    });
  }
  try {
    return await files.readFile(image.path);
  } catch (cause) {
    const { reason, mend } = describeReadFailure(cause);
    throw new InvalidInputError(reason, { source: image.path, mend, cause });
  }
}
