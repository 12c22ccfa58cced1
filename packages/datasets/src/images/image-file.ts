import { stat } from 'node:fs/promises';
import { imageHeadLength, imageKindNames, sniffImageKind } from '@skinr1/core';
import { readHead } from '../tables/table-header.ts';

/** Larger files are no photographs of the data sets known. */
const maximumBytes = 64 * 2 ** 20;

/** An image that can be used, or the reason why not. */
export type ImageLookup =
  | { readonly path: string; readonly bytes: number }
  | { readonly path: null; readonly reason: string };

/** Looks whether a file holds an image of a kind that is read, by its content. */
export async function checkImageFile(path: string): Promise<ImageLookup> {
  const no = (reason: string): ImageLookup => ({ path: null, reason });
  const bytes = await stat(path).then(
    (file) => file.size,
    () => null,
  );
  if (bytes === null) return no('image missing');
  if (bytes === 0) return no('image file is empty');
  if (bytes > maximumBytes) return no('image file is too large');
  const head = await readHead(path, imageHeadLength);
  if (!head) return no('image file cannot be opened');
  if (sniffImageKind(head)) return { path, bytes };
  const isPointer = Buffer.from(head).toString('latin1').startsWith('version https://git-lfs');
  if (isPointer) return no('image file is a Git LFS pointer: run `git lfs pull` for the image');
  return no(`image file is no ${imageKindNames} by its content: convert it to PNG`);
}
