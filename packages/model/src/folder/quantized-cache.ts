import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { openSafetensors, type SafetensorsFile, writeSafetensors } from '@skinr1/autograd';
import { ResourceError, SkinR1Error } from '@skinr1/core';
import { quantizedSources } from './quantized-sources.ts';
import type { StoredWeight, WeightFiles } from './weight-files.ts';
import { bitsOf, type QuantizedPrecision } from './weight-precision.ts';

/** A weight and the bits that it is to be rounded to. */
export interface QuantizedPlan {
  readonly weight: StoredWeight;
  readonly precision: QuantizedPrecision;
}

/** Options of {@link openQuantizedCache}. */
export interface QuantizedCacheOptions {
  /** Folder of the file. */
  readonly directory: string;
  readonly onProgress?: ((progress: QuantizedProgress) => void) | undefined;
}

/** How far the rounding is. */
export interface QuantizedProgress {
  readonly done: number;
  readonly total: number;
}

/** Changes when the same weights would become other bytes. */
const version = 1;

/**
 * The file that holds weights of a model in few bits, made if it is not there: one weight in memory at a
 * time, under its name only when it is complete. The name holds a hash of what it was made of: names, places
 * and types of the weights, sizes and times of their files. What was made of files that have changed since
 * is removed.
 *
 * @throws ResourceError when it cannot be written; InvalidInputError for weights that cannot be rounded
 */
export async function openQuantizedCache(
  files: WeightFiles,
  plans: readonly QuantizedPlan[],
  { directory, onProgress }: QuantizedCacheOptions,
): Promise<SafetensorsFile> {
  const bits = [...new Set(plans.map(({ precision }) => precision))].sort().join('-');
  const path = join(directory, `${bits}-${hashOf(plans)}.safetensors`);
  const known = await openSafetensors(path).catch((error) => {
    // One that is not there, or was cut off, is made anew.
    if (SkinR1Error.isInstance(error)) return null;
    throw cannotWrite(error, directory);
  });
  if (known) return known;
  const partial = `${path}.${process.pid}.partial`;
  try {
    await mkdir(directory, { recursive: true });
    await removeUnfinished(directory);
    let done = 0;
    const sources = plans.flatMap(({ weight, precision }) => {
      const parts = quantizedSources(weight, bitsOf[precision]);
      return parts.map((part, i) => ({
        ...part,
        async load() {
          const tensor = await part.load();
          if (i === parts.length - 1) onProgress?.({ done: ++done, total: plans.length });
          return tensor;
        },
      }));
    });
    await writeSafetensors(partial, sources, { made_from: basename(files.directory) });
    await rename(partial, path);
    await removeOutdated(path, bits);
  } catch (cause) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw cannotWrite(cause, directory);
  }
  return openSafetensors(path);
}

function hashOf(plans: readonly QuantizedPlan[]): string {
  const facts = plans.map(({ weight: { file, stored }, precision }) => {
    const { dtype, dims, offset, fileSize, modified } = file.locate(stored);
    return [stored, precision, dtype, dims, offset, fileSize, modified];
  });
  const text = JSON.stringify([version, facts]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Removes what processes left that were ended. */
async function removeUnfinished(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    const owner = /\.(\d+)\.partial$/.exec(name)?.[1];
    if (owner !== undefined && !isRunning(Number(owner))) await rm(join(directory, name));
  }
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return processId !== process.pid;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Removes files of the same precision that were made of something else. */
async function removeOutdated(path: string, bits: string): Promise<void> {
  const pattern = /^((?:int[48]-?)+)-[0-9a-f]{16}\.safetensors$/;
  for (const name of await readdir(dirname(path))) {
    if (name === basename(path) || pattern.exec(name)?.[1] !== bits) continue;
    await rm(join(dirname(path), name), { force: true });
  }
}

function cannotWrite(cause: unknown, source: string): unknown {
  if (SkinR1Error.isInstance(cause) && !(cause instanceof ResourceError)) return cause;
  return new ResourceError(
    `the rounded weights cannot be kept: ${cause instanceof Error ? cause.message : cause}`,
    {
      source,
      mend: 'Make room, name another folder (cacheDirectory), or write one with `skinr1 model convert`.',
      cause,
    },
  );
}
