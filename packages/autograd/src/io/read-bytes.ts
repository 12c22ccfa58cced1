import type { FileHandle } from 'node:fs/promises';
import { InvalidInputError } from '@skinr1/core';

/** Bytes of an open file. Throws InvalidInputError when it ends before. */
export async function readBytes(
  file: FileHandle,
  position: number,
  length: number,
  source: string,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    // Reads of 2 GiB and more fail on some systems.
    const count = Math.min(length - filled, 1 << 30);
    const { bytesRead } = await file.read(bytes, filled, count, position + filled);
    if (bytesRead === 0) {
      throw new InvalidInputError('the file became shorter while it was read.', { source });
    }
    filled += bytesRead;
  }
  return bytes;
}
