import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, parse, sep } from 'node:path';
import { NotFoundError } from '@skinr1/core';

const imageExtensions = new Set(['.jpg', '.jpeg', '.png']);
/** Published layouts nest image folders at most this deep. */
const maximumDepth = 3;
/** Larger files are no photographs of the data sets known. */
const maximumBytes = 64 * 2 ** 20;

/** Where an image is, or why it cannot be used. */
type ImageLookup = { readonly path: string } | { readonly path: null; readonly reason: string };

/** The image files of a folder, by name without extension. */
export interface ImageIndex {
  readonly size: number;
  /** Finds an image by its id, with or without extension. */
  find(imageId: string): Promise<ImageLookup>;
}

/**
 * Lists the images in a folder and the folders in it. Nothing outside the folder is ever opened: an id
 * is looked up among the files found, never joined to a path, and links that lead out are refused.
 *
 * Throws NotFoundError if the folder does not exist.
 */
export async function indexImages(directory: string): Promise<ImageIndex> {
  const root = await realpath(directory).catch((cause) => {
    throw new NotFoundError('no such folder.', { source: directory, cause });
  });
  const found = new Map<string, string>();
  const refused = new Set<string>();
  await walk(root, root, 0, found, refused);
  return {
    size: found.size,
    find: (imageId) => lookUp(imageId, found, refused),
  };
}

async function walk(
  root: string,
  folder: string,
  depth: number,
  found: Map<string, string>,
  refused: Set<string>,
): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [] as Dirent[]);
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const { name, ext } = parse(entry.name);
    if (entry.isDirectory() && depth < maximumDepth)
      await walk(root, path, depth + 1, found, refused);
    if (!imageExtensions.has(ext.toLowerCase())) continue;
    if (entry.isFile()) {
      if (!found.has(name)) found.set(name, path);
    } else if (entry.isSymbolicLink()) {
      const target = await realpath(path).catch(() => null);
      if (target?.startsWith(root + sep)) found.set(name, target);
      else refused.add(name);
    }
  }
}

async function lookUp(
  imageId: string,
  found: ReadonlyMap<string, string>,
  refused: ReadonlySet<string>,
): Promise<ImageLookup> {
  const no = (reason: string): ImageLookup => ({ path: null, reason });
  if (imageId === '') return no('no image id');
  if (/[/\\\0]/.test(imageId) || imageId === '..') return no('image id is a path, not a name');
  const { name, ext } = parse(imageId);
  const stem = imageExtensions.has(ext.toLowerCase()) ? name : imageId;
  const path = found.get(stem);
  if (path === undefined) {
    return no(refused.has(stem) ? 'image is a link that leads out of the folder' : 'image missing');
  }
  const size = await stat(path).then(
    (file) => file.size,
    () => null,
  );
  if (size === null) return no('image missing');
  if (size === 0) return no('image file is empty');
  if (size > maximumBytes) return no('image file is too large');
  return { path };
}
