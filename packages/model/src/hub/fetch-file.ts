import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { InvalidInputError, ResourceError, SkinR1Error } from '@skinr1/core';
import type { HubFile, HubModel } from './hub-model.ts';

/** How often a file is tried before it is given up. */
const attempts = 4;

/**
 * Brings a file of a model to a path. It grows beside it under the ending `.part`, goes on from there after an
 * interruption, and takes its name when size and checksum are right.
 *
 * @param report is told how many more bytes are here; a negative number for those that were thrown away
 * @throws InvalidInputError when the content is again and again another than the Hub says
 * @throws ResourceError when the Hub does not answer, or the disk is full
 */
export async function fetchFile(
  model: HubModel,
  file: HubFile,
  path: string,
  report: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  const part = `${path}.part`;
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    try {
      if (await complete(model, file, part, report, signal)) return await rename(part, path);
    } catch (cause) {
      if (!isPassing(cause) || attempt >= attempts) throw cause;
      await wait(250 * 2 ** attempt, undefined, signal ? { signal } : {});
      continue;
    }
    report(-(await sizeOf(part)));
    await rm(part, { force: true });
    if (attempt >= 2) throw damaged(model, file);
  }
}

/** Fetches what is lacking; whether size and checksum are then right. */
async function complete(
  model: HubModel,
  file: HubFile,
  part: string,
  report: (bytes: number) => void,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const hash = startHash(file);
  const before = await sizeOf(part);
  if (before > file.size) return false;
  if (before > 0) for await (const chunk of createReadStream(part)) hash.update(chunk as Buffer);
  if (before < file.size || file.size === 0) {
    await append(model, file, part, before, hash, report, signal);
  }
  return (await sizeOf(part)) === file.size && hash.digest('hex') === file.checksum.digest;
}

async function append(
  model: HubModel,
  file: HubFile,
  part: string,
  offset: number,
  hash: Hash,
  report: (bytes: number) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const output = await open(part, 'a');
  try {
    if (file.size === 0) return;
    let written = offset;
    for await (const chunk of await model.read(file, offset)) {
      signal?.throwIfAborted();
      await writeWhole(output, chunk, part);
      hash.update(chunk);
      report(chunk.length);
      written += chunk.length;
      // More than there should be: another file, or a server that does not know ranges.
      if (written > file.size) return;
    }
    await output.sync();
    if (written < file.size) {
      throw new ResourceError(`ended after ${written} of ${file.size} bytes.`, {
        source: `${model.name}/${file.name}`,
        mend: 'Call again: it goes on where it ended.',
      });
    }
  } catch (cause) {
    if (SkinR1Error.isInstance(cause) || signal?.aborted) throw cause;
    throw new ResourceError(`the download broke off (${(cause as Error)?.message ?? cause}).`, {
      source: `${model.name}/${file.name}`,
      mend: 'Check the network, and call again: it goes on where it ended.',
      cause,
    });
  } finally {
    await output.close();
  }
}

async function writeWhole(output: FileHandle, chunk: Uint8Array, path: string): Promise<void> {
  await output.writeFile(chunk).catch((cause: unknown) => {
    throw new DiskError(`cannot be written: ${(cause as Error).message}.`, {
      source: path,
      mend: 'Make room, and call again: it goes on where it ended.',
      cause,
    });
  });
}

/** Trying again does not help. */
class DiskError extends ResourceError {}

function isPassing(cause: unknown): boolean {
  return cause instanceof ResourceError && !(cause instanceof DiskError);
}

function startHash({ size, checksum }: HubFile): Hash {
  if (checksum.kind === 'sha256') return createHash('sha256');
  return createHash('sha1').update(`blob ${size}\0`);
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0;
}

function damaged(model: HubModel, file: HubFile): InvalidInputError {
  return new InvalidInputError(
    `arrives with another ${file.checksum.kind === 'sha256' ? 'SHA-256' : 'SHA-1'} than the Hub names.`,
    {
      source: `${model.name}/${file.name}`,
      mend: 'Look for a proxy in between that changes files, and call again.',
    },
  );
}
