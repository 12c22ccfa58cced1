import { copyFile, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ResourceError, UsageError } from '@skinr1/core';

/**
 * Writes a folder that is made from a model's: its settings are copied, the rest is written by the caller. It
 * appears under its name only when it is complete; what a killed process left of it is not gone on with.
 *
 * @param write is given the folder to write to
 * @throws UsageError when there is something at `output` already; ResourceError when it cannot be written
 */
export async function writeDerivedFolder(
  base: string,
  output: string,
  write: (directory: string) => Promise<void>,
): Promise<void> {
  await requireFree(output);
  const partial = `${output}.partial`;
  try {
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { recursive: true });
    await copySettings(base, partial);
    await write(partial);
    await rmdir(output).catch(() => undefined);
    await rename(partial, output);
  } catch (cause) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    if (!(cause instanceof Error) || !('code' in cause)) throw cause;
    throw new ResourceError(`the folder cannot be written: ${cause.message}.`, {
      source: output,
      mend: 'Make room, or choose another folder.',
      cause,
    });
  }
}

/** Throws UsageError when there is something at `output` already. */
export async function requireFree(output: string): Promise<void> {
  const entries = await readdir(output).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new UsageError(`'${output}' is no folder.`, { mend: 'Choose another name.' });
  });
  if (entries.length === 0) return;
  throw new UsageError(`'${output}' holds files already.`, {
    mend: 'Choose another folder, or empty it.',
  });
}

/** Copies configuration, tokenizer and the like; weights in other formats stay behind, as they are not changed. */
async function copySettings(base: string, output: string): Promise<void> {
  for (const { name } of await readdir(base, { withFileTypes: true })) {
    if (!/\.(json|jinja|txt|model|md)$/.test(name) || name.startsWith('adapter_')) continue;
    await copyFile(join(base, name), join(output, name));
  }
}
