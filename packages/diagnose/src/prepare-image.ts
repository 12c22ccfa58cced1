import { createHash } from 'node:crypto';
import type { ImageSource } from '@skinr1/core';
import { decodeImage } from '@skinr1/model';

/** An image as everything here uses it: pixels, and nothing else of the file that they came in. */
export type PreparedImage = Extract<ImageSource, { kind: 'pixels' }>;

/**
 * Reads an image. Where it was taken, when and with what stands in the file beside the pixels (EXIF, GPS, XMP) and
 * is left there: what goes to a model or a page is made of the pixels.
 *
 * @throws NotFoundError when the file does not exist
 * @throws InvalidInputError when it is no image, is truncated, or has more than 100 million pixels
 */
export async function prepareImage(source: ImageSource): Promise<PreparedImage> {
  const { width, height, data } = await decodeImage(source);
  return { kind: 'pixels', width, height, data };
}

/** SHA-256 of an image's size and pixels, in hex. */
export function pixelHash({ width, height, data }: PreparedImage): string {
  return createHash('sha256').update(`${width}x${height} RGB\n`).update(data).digest('hex');
}
