import { createHash } from 'node:crypto';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { type ImageSource, imageKinds, sniffImageKind } from '@skinr1/core';
import { encodePng } from '@skinr1/textbook';

/**
 * Puts an image into the `images` folder of a directory and returns its path relative to the directory.
 * Pixels become PNG, bytes of a file the file; files are copied, or left where they are with `copy: false`, and then their own path is
 * returned. The name is safe whatever the id holds.
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
  if (image.kind === 'file') await copyFile(image.path, join(directory, name));
  else {
    const bytes = image.kind === 'bytes' ? image.data : await encodePng(image);
    await writeFile(join(directory, name), bytes);
  }
  return name;
}

/** The ending that a file has, or that its content should have. */
function extensionOf(image: ImageSource): string {
  if (image.kind === 'file') return extname(image.path).toLowerCase();
  const kind = image.kind === 'bytes' ? sniffImageKind(image.data) : 'png';
  return kind ? (imageKinds[kind][0] as string) : '';
}
