import { join } from 'node:path';
import {
  openSafetensors,
  type SafetensorsFile,
  type Tensor,
  writeSafetensors,
} from '@skinr1/autograd';
import { InvalidInputError } from '@skinr1/core';
import type { Family } from '../families/family.ts';
import { scaleOf } from '../weights/adapter-settings.ts';
import { addAdapterProduct } from '../weights/merged-weights.ts';
import { writeDerivedFolder } from './derived-folder.ts';
import { type OpenAdapter, openAdapter } from './read-adapter.ts';
import { readArchitecture } from './read-architecture.ts';
import { listShards } from './shards.ts';

/** Options of {@link mergeAdapterFolder}. */
export interface MergeFolderOptions {
  /** @defaultValue those of this package */
  readonly families?: readonly Family[];
  /** Called as tensors are written. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/**
 * Writes a model's folder with an adapter merged into its weights (`W + scale · B · A`), file by file, one
 * weight in memory at a time: names, shards and element types stay those of the base, and everything
 * else is copied. The folder appears under its name only when it is complete.
 *
 * @throws NotFoundError, InvalidInputError naming the file, the place and the mend
 * @throws UsageError when there is something at `output` already; ResourceError when it cannot be written
 */
export async function mergeAdapterFolder(
  base: string,
  adapter: string,
  output: string,
  options: MergeFolderOptions = {},
): Promise<void> {
  const architecture = await readArchitecture(base, options.families);
  const { names } = await listShards(base);
  const open = await openAdapter(adapter, architecture);
  const shards = new Map<string, SafetensorsFile>();
  try {
    for (const name of names) shards.set(name, await openSafetensors(join(base, name)));
    const merge = { ...open, publishedName: architecture.family.publishedName, base };
    refuseUnmergeable(merge, shards);
    await open.checkCopies(({ name }) => loadWeight(merge, shards, name));
    const total = [...shards.values()].reduce((sum, { entries }) => sum + entries.size, 0);
    let done = 0;
    const onTensor = () => options.onProgress?.({ done: ++done, total });
    await writeDerivedFolder(base, output, async (directory) => {
      for (const [name, file] of shards) {
        await writeShard(merge, file, join(directory, name), onTensor);
      }
    });
  } finally {
    await open.close();
    for (const file of shards.values()) await file.close();
  }
}

interface Merge extends OpenAdapter {
  readonly publishedName: (stored: string) => string;
  readonly base: string;
}

type Shards = ReadonlyMap<string, SafetensorsFile>;

/** Where each weight lies, by its published name. */
function placesOf({ publishedName }: Merge, shards: Shards) {
  const places = new Map<string, { shard: string; stored: string }>();
  for (const [shard, { entries }] of shards) {
    for (const stored of entries.keys()) places.set(publishedName(stored), { shard, stored });
  }
  return places;
}

function loadWeight(merge: Merge, shards: Shards, weight: string): Promise<Tensor> {
  const place = placesOf(merge, shards).get(weight);
  const file = place && shards.get(place.shard);
  if (!file) throw lacking(merge, weight);
  return file.read(place.stored, { asStored: true });
}

function lacking({ base }: Merge, weight: string): InvalidInputError {
  return new InvalidInputError(`lacks '${weight}', beside which the adapter stands.`, {
    source: base,
    mend: 'Fetch the model again: a file of it is missing or another.',
  });
}

const mergeable: readonly string[] = ['float32', 'float16', 'bfloat16'];

/** Throws InvalidInputError unless each target is a weight of its size in a type that can be added to. */
function refuseUnmergeable(merge: Merge, shards: Shards): void {
  const places = placesOf(merge, shards);
  for (const { spec } of merge.targets) {
    const place = places.get(spec.name);
    const entry = place && shards.get(place.shard)?.entries.get(place.stored);
    if (!place || !entry) throw lacking(merge, spec.name);
    if (`${entry.dims}` === `${spec.shape}` && mergeable.includes(entry.dtype)) continue;
    throw new InvalidInputError(
      `is ${entry.dtype} [${entry.dims}]: nothing can be added to it as [${spec.shape}].`,
      {
        source: join(merge.base, place.shard),
        place: place.stored,
        mend: `Use the model's own weights in ${mergeable.join(', ')}.`,
      },
    );
  }
}

async function writeShard(
  { targets, settings, read, publishedName }: Merge,
  file: SafetensorsFile,
  path: string,
  onTensor: () => void,
): Promise<void> {
  const byName = new Map(targets.map((each) => [each.spec.name, each]));
  const sources = [...file.entries.values()].map(({ name, dtype, dims }) => ({
    name,
    dtype,
    dims,
    load: async (): Promise<Tensor> => {
      const weight = await file.read(name, { asStored: true });
      onTensor();
      const beside = byName.get(publishedName(name));
      if (!beside) return weight;
      const scale = scaleOf(beside.target, settings);
      return addAdapterProduct(weight, { a: await read(beside.a), b: await read(beside.b), scale });
    },
  }));
  await writeSafetensors(path, sources, { ...file.metadata });
}
