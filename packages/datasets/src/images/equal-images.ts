import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { InvalidInputError } from '@skinr1/core';

/** An image file with its length. */
export interface SizedFile {
  readonly path: string;
  readonly bytes: number;
}

/**
 * Groups of two or more files that are equal byte by byte (by SHA-256), as indices in order. Only files of equal
 * length are read.
 *
 * Throws InvalidInputError if one cannot be read.
 */
export async function findEqualFiles(files: readonly SizedFile[]): Promise<number[][]> {
  const equal: number[][] = [];
  for (const sameLength of groupIndices(files.map(({ bytes }) => bytes))) {
    if (sameLength.length < 2) continue;
    const hashes: string[] = [];
    for (const index of sameLength) hashes.push(await hashFile(files[index]!.path));
    for (const same of groupIndices(hashes)) {
      if (same.length > 1) equal.push(same.map((at) => sameLength[at]!));
    }
  }
  return equal.sort(([a], [b]) => a! - b!);
}

function groupIndices(keys: readonly (string | number)[]): number[][] {
  const groups = new Map<string | number, number[]>();
  keys.forEach((key, index) => {
    const group = groups.get(key);
    if (group) group.push(index);
    else groups.set(key, [index]);
  });
  return [...groups.values()];
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const bytes of createReadStream(path)) hash.update(bytes);
  } catch (cause) {
    throw new InvalidInputError('the image was found and cannot be read any more.', {
      source: path,
      mend: 'Check the disk, and that nothing else changes the folder.',
      cause,
    });
  }
  return hash.digest('hex');
}
