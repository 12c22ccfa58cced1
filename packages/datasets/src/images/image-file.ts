import { stat } from 'node:fs/promises';
import {
  describeWrongFile,
  imageKindNames,
  sniffImageKind,
  wrongFileHeadLength,
} from '@skinr1/core';
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
  const head = await readHead(path, wrongFileHeadLength);
  if (!head) return no('image file cannot be opened');
  if (sniffImageKind(head)) return { path, bytes };
  const wrong = describeWrongFile(head);
  if (wrong) return no(`image file is ${wrong.what}. ${wrong.mend}`);
  return no(`image file is no ${imageKindNames} by its content: convert it to PNG`);
}
