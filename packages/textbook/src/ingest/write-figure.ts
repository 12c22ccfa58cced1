import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { imageKinds, ResourceError, sniffImageKind } from '@skinr1/core';

/** Letters of a figure's own name that its file keeps. */
const longestName = 40;

/**
 * Writes an image of a book to a folder and gives its path. The file is named for the image's own name and its
 * content, so that figures of several books, or of one book's several folders, never overwrite each other, and
 * no name is too long or leads elsewhere.
 *
 * Throws ResourceError if the file cannot be written.
 */
export function writeFigure(directory: string, name: string, content: Uint8Array): string {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 16);
  const kind = sniffImageKind(content);
  const safe = name
    .replace(/\.\w{1,5}$/, '')
    .replace(/[^\w-]+/g, '_')
    .slice(-longestName);
  const path = join(directory, `${safe}-${hash}${kind === null ? '' : imageKinds[kind][0]}`);
  try {
    mkdirSync(directory, { recursive: true });
    writeFileSync(path, content);
  } catch (cause) {
    throw new ResourceError('an image of the book cannot be written.', {
      source: path,
      mend: 'Give an `imageDirectory` that can be written to, on a disk with room.',
      cause,
    });
  }
  return path;
}
