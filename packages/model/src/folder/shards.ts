import { join } from 'node:path';
import { InvalidInputError } from '@skinr1/core';
import { files, readOptionalIndex } from './files.ts';

/** What a folder says of where its tensors are. */
export interface ShardList {
  /** Files, in the order in which they are named first. */
  readonly names: readonly string[];
  /** The file of each tensor, where there is an index. */
  readonly fileOf: ReadonlyMap<string, string> | null;
  /** Bytes of all tensors, where the index says it. */
  readonly totalSize: number | null;
}

/**
 * The files that hold a model's weights: those that the index names, else one.
 *
 * @throws InvalidInputError for an index that is none, names a tensor twice, or files elsewhere
 */
export async function listShards(directory: string): Promise<ShardList> {
  const path = join(directory, files.weightIndex);
  const index = (await readOptionalIndex(path)) as {
    weight_map?: unknown;
    metadata?: { total_size?: unknown };
  } | null;
  if (!index) return { names: [files.weights], fileOf: null, totalSize: null };
  const map = index.weight_map;
  if (typeof map !== 'object' || map === null || Object.keys(map).length === 0) {
    throw new InvalidInputError('names no tensors.', {
      source: path,
      place: 'weight_map',
      mend: 'Download the file again.',
    });
  }
  const fileOf = new Map<string, string>();
  for (const [name, shard] of Object.entries(map)) {
    if (typeof shard === 'string' && /^[\w.-]+\.safetensors$/.test(shard)) fileOf.set(name, shard);
    else {
      throw new InvalidInputError(`names a shard ${JSON.stringify(shard)}.`, {
        source: path,
        place: 'weight_map',
        mend: 'Shards are safetensors files beside the index.',
      });
    }
  }
  const size = index.metadata?.total_size;
  return {
    names: [...new Set(fileOf.values())],
    fileOf,
    totalSize: typeof size === 'number' && size > 0 ? size : null,
  };
}
