import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { namesOfAddress } from './address.ts';
import { refuseImage } from './image-size.ts';
import type { ImageResolution, IngestLimits } from './limits.ts';

/**
 * Looks images up in the book's folder and in the folder named like the book, and nowhere else. Of a note, also in the
 * folder of all notes, by its way from there or by its name alone (`byName`).
 */
export function imageFinder(
  path: string,
  limits: IngestLimits,
  notes?: { readonly folder: string; readonly byName: ReadonlyMap<string, string> },
): (reference: string) => ImageResolution {
  const bookFolder = dirname(resolve(path));
  const folder = notes?.folder ?? bookFolder;
  const folders = [bookFolder, join(bookFolder, basename(path, extname(path))), folder];
  return (reference) => {
    const names = namesOfAddress(reference);
    const [likeliest = ''] = names;
    if (names.some((name) => /^[a-z][\w+.-]*:|^\/\//i.test(name))) {
      return { path: null, reason: 'it is not in the book' };
    }
    if (likeliest === '' || likeliest.includes('\u0000')) {
      return { path: null, reason: 'it has no name' };
    }
    let isOutside = false;
    for (const base of folders) {
      for (const name of names) {
        // An address from the root of a site means the folder of its notes.
        const found = resolve(base, base === notes?.folder ? name.replace(/^\/+/, '') : name);
        if (!isInside(folder, found)) isOutside = true;
        else if (existsSync(found)) return checkImage(found, folder, limits);
      }
    }
    const named = names.map((name) => notes?.byName.get(basename(name))).find(Boolean);
    if (named !== undefined) return checkImage(named, folder, limits);
    const reason = isOutside ? "it lies outside the book's folder" : 'there is no such file';
    return { path: null, reason };
  };
}

function checkImage(path: string, folder: string, limits: IngestLimits): ImageResolution {
  // A link inside the folder may still point out of it.
  if (!isInside(realpathSync(folder), realpathSync(path))) {
    return { path: null, reason: "it lies outside the book's folder" };
  }
  if (!lstatSync(realpathSync(path)).isFile()) return { path: null, reason: 'it is not a file' };
  const reason = refuseImage(path, limits.maxFigurePixels);
  if (reason !== null) return { path: null, reason };
  return { path };
}

/** True for a path below the folder. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
