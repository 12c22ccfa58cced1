import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import {
  describeReadFailure,
  type ImageSource,
  InvalidInputError,
  imageKinds,
  sniffImageKind,
} from '@skinr1/core';
import { encodePng } from '@skinr1/textbook';

/**
 * Puts an image into the `images` folder of a directory and returns its path relative to the directory.
 * Pixels become PNG, bytes of a file the file; files are copied, or left where they are with `copy: false`, and
 * then their own path is returned. The name is safe whatever the id holds, and given when the file is complete.
 *
 * @throws InvalidInputError naming a file that cannot be read.
 */
export async function storeImage(
  directory: string,
  id: string,
  image: ImageSource,
  copy: boolean,
): Promise<string> {
  if (image.kind === 'file' && !copy) return image.path;
  const safe = id.replace(/[^\w.-]+/g, '_').slice(0, 100);
  const tag = createHash('sha256').update(id).digest('hex').slice(0, 8);
  const name = `images/${safe}-${tag}${extensionOf(image)}`;
  await mkdir(join(directory, 'images'), { recursive: true });
  const path = join(directory, name);
  await writeFile(`${path}.part`, await imageBytes(image));
  await rename(`${path}.part`, path);
  return name;
}

/**
 * An image as the bytes of a file: pixels become PNG.
 *
 * @throws InvalidInputError naming a file that cannot be read.
 */
export async function imageBytes(image: ImageSource): Promise<Uint8Array> {
  if (image.kind === 'bytes') return image.data;
  if (image.kind === 'pixels') return encodePng(image);
  try {
    return new Uint8Array(await readFile(image.path));
  } catch (cause) {
    const { reason, mend } = describeReadFailure(cause);
    throw new InvalidInputError(reason, { source: image.path, mend, cause });
  }
}

/** The ending that a file has, or that its content should have. */
function extensionOf(image: ImageSource): string {
  if (image.kind === 'file') return extname(image.path).toLowerCase();
  const kind = image.kind === 'bytes' ? sniffImageKind(image.data) : 'png';
  return kind ? (imageKinds[kind][0] as string) : '';
}
