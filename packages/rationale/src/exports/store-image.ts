import { createHash } from 'node:crypto';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { ImageSource } from '@skinr1/core';
import { encodePng } from '@skinr1/textbook';

/**
 * Puts an image into the `images` folder of a directory and returns its path relative to the directory.
 * Pixels become PNG; files are copied, or left where they are with `copy: false`, and then their own path is
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
  const extension = image.kind === 'file' ? extname(image.path).toLowerCase() : '.png';
  const name = `images/${safe}-${tag}${extension}`;
  await mkdir(join(directory, 'images'), { recursive: true });
  if (image.kind === 'file') await copyFile(image.path, join(directory, name));
  else await writeFile(join(directory, name), await encodePng(image));
  return name;
}
