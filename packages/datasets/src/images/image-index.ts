import type { Dirent } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { join, parse, posix, sep } from 'node:path';
import { imageKindNames, isImageExtension, NotFoundError } from '@skinr1/core';
import { checkImageFile, type ImageLookup } from './image-file.ts';

/** Published layouts nest image folders at most this deep. */
const maximumDepth = 5;

/** The image files of a folder. */
export interface ImageIndex {
  readonly size: number;
  /** Paths of the images inside the folder, with `/`, in order. */
  readonly names: readonly string[];
  /** Paths of the other files inside the folder. */
  readonly otherNames: readonly string[];
  /** Finds an image by its id: the name of its file, with or without extension. */
  find(imageId: string): Promise<ImageLookup>;
  /** Finds an image by its path inside the folder, one of {@link names}. */
  findPath(name: string): Promise<ImageLookup>;
}

/** What a folder holds, by name. */
interface Listing {
  /** Path inside the folder → file. */
  readonly images: Map<string, string>;
  /** Name without extension → file; the first of several. */
  readonly stems: Map<string, string>;
  /** Names without extension of links that lead out. */
  readonly refused: Set<string>;
  /** Name without extension → path inside the folder, of files that are no images by name. */
  readonly others: Map<string, string>;
  readonly otherNames: string[];
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
  const listing: Listing = {
    images: new Map(),
    stems: new Map(),
    refused: new Set(),
    others: new Map(),
    otherNames: [],
  };
  await walk(root, '', 0, listing);
  return {
    size: listing.stems.size,
    names: [...listing.images.keys()],
    otherNames: listing.otherNames,
    find: (imageId) => lookUp(imageId, listing),
    findPath: async (name) => {
      const path = listing.images.get(posix.normalize(name.replaceAll('\\', '/')));
      return path === undefined ? { path: null, reason: 'image missing' } : checkImageFile(path);
    },
  };
}

async function walk(root: string, folder: string, depth: number, listing: Listing): Promise<void> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(
    () => [] as Dirent[],
  );
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (isHidden(entry.name)) continue;
    const inside = posix.join(folder, entry.name);
    const { name, ext } = parse(entry.name);
    if (entry.isDirectory()) {
      if (depth < maximumDepth) await walk(root, inside, depth + 1, listing);
    } else if (!isImageExtension(ext)) {
      listing.others.set(name, inside);
      if (entry.isFile()) listing.otherNames.push(inside);
    } else if (entry.isFile()) {
      listing.images.set(inside, join(root, inside));
      if (!listing.stems.has(name)) listing.stems.set(name, join(root, inside));
    } else if (entry.isSymbolicLink()) {
      const target = await realpath(join(root, inside)).catch(() => null);
      if (target?.startsWith(root + sep)) {
        listing.images.set(inside, target);
        listing.stems.set(name, target);
      } else {
        listing.refused.add(name);
      }
    }
  }
}

/** What systems and downloads in progress leave beside the images, at times with their endings. */
function isHidden(name: string): boolean {
  return name.startsWith('.') || name === '__MACOSX';
}

async function lookUp(imageId: string, listing: Listing): Promise<ImageLookup> {
  const no = (reason: string): ImageLookup => ({ path: null, reason });
  if (imageId === '') return no('no image id');
  if (/[/\\\0]/.test(imageId) || imageId === '..') return no('image id is a path, not a name');
  const { name, ext } = parse(imageId);
  const stem = isImageExtension(ext) ? name : imageId;
  const path = listing.stems.get(stem);
  if (path !== undefined) return checkImageFile(path);
  if (listing.refused.has(stem)) return no('image is a link that leads out of the folder');
  const other = listing.others.get(stem);
  if (other === undefined) return no('image missing');
  return no(`image missing: '${other}' is no ${imageKindNames}`);
}
