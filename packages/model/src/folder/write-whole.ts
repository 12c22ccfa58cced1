import { rename, rm } from 'node:fs/promises';

/** Writes a file that appears under its name when it is complete; of one that is not, nothing is left. */
export async function writeWhole(
  path: string,
  write: (path: string) => Promise<void>,
): Promise<void> {
  const partial = `${path}.partial`;
  try {
    await write(partial);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
