import { join } from 'node:path';
import { openSafetensors, type SafetensorsFile } from '@skinr1/autograd';
import { InvalidInputError, NotFoundError } from '@skinr1/core';
import type { ParameterSpec } from '../architecture/parameters.ts';
import type { Architecture, Family } from '../families/family.ts';
import { matrixSize } from '../weights/adapter-settings.ts';
import { partNames, quantizedOwner } from '../weights/part-names.ts';
import { type QuantizedBits, quantizedDims } from '../weights/quantize.ts';
import { listShards, type ShardList } from './shards.ts';

/** Where a weight of a model lies in its folder. */
export interface StoredWeight extends NamedWeight {
  /** File name. */
  readonly shard: string;
  readonly path: string;
  readonly file: SafetensorsFile;
  /** Of a weight that lies there in few bits; null for a plain tensor. */
  readonly bits: QuantizedBits | null;
}

/** The open files of a model's weights: all weights are there, in their shapes, each once. */
export interface WeightFiles {
  readonly directory: string;
  /** By file name. */
  readonly shards: ReadonlyMap<string, SafetensorsFile>;
  /** By published name, in the order of the files. */
  readonly weights: ReadonlyMap<string, StoredWeight>;
  /** Tensors that are no weights of the model. */
  readonly leftOut: readonly string[];
  close(): Promise<void>;
}

/**
 * Opens the files of a model's weights and finds each weight in them, reading headers alone.
 *
 * @throws NotFoundError, InvalidInputError naming file and tensor, with the mend
 */
export async function openWeightFiles(
  directory: string,
  architecture: Architecture,
): Promise<WeightFiles> {
  const list = await listShards(directory);
  const shards = new Map<string, SafetensorsFile>();
  const close = async () => {
    for (const file of shards.values()) await file.close();
  };
  try {
    for (const name of list.names) shards.set(name, await openShard(directory, name, list));
    return { directory, shards, close, ...findWeights(directory, shards, architecture) };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Opens one file. Throws NotFoundError for one that the index names and that is not there. */
async function openShard(
  directory: string,
  name: string,
  { fileOf }: ShardList,
): Promise<SafetensorsFile> {
  const path = join(directory, name);
  let file: SafetensorsFile;
  try {
    file = await openSafetensors(path);
  } catch (error) {
    if (!(error instanceof NotFoundError) || !fileOf) throw error;
    throw new NotFoundError('is named by the index and is not here.', {
      source: path,
      mend: 'Download it, and see with `skinr1 model inspect` whether others are missing.',
      cause: error,
    });
  }
  for (const [tensor, shard] of fileOf ?? []) {
    if (shard !== name || file.entries.has(tensor)) continue;
    await file.close();
    throw new InvalidInputError('is not in the file in which the index puts it.', {
      source: path,
      place: tensor,
      mend: 'Fetch this file and the index again: they are of two saves.',
    });
  }
  return file;
}

function findWeights(
  directory: string,
  shards: WeightFiles['shards'],
  { family, config }: Architecture,
): Pick<WeightFiles, 'weights' | 'leftOut'> {
  const wanted = new Map(family.parameters(config).map((spec) => [spec.name, spec]));
  const weights = new Map<string, StoredWeight>();
  const shardOf = new Map<string, string>();
  const leftOut: string[] = [];
  for (const [shard, file] of shards) {
    const path = join(directory, shard);
    for (const tensor of file.entries.keys()) {
      const other = shardOf.get(family.publishedName(tensor));
      if (other !== undefined) throw twice(tensor, path, other);
      shardOf.set(family.publishedName(tensor), shard);
      const found = weightOfTensor(tensor, family, wanted);
      if (!found) leftOut.push(tensor);
      const name = found?.spec.name ?? '';
      if (!found || weights.get(name)?.file === file) continue;
      if (weights.has(name)) throw twice(tensor, path, weights.get(name)?.shard ?? '');
      weights.set(name, { ...found, shard, path, file, bits: checkStored(file, found, path) });
    }
  }
  const lacking = [...wanted.keys()].filter((name) => !weights.has(name));
  if (lacking.length > 0) throw lackingWeights(directory, lacking);
  return { weights, leftOut };
}

/** A weight of a model, by the name that it has in files: of a quantized one without the parts' endings. */
export interface NamedWeight {
  readonly spec: ParameterSpec;
  readonly stored: string;
}

/** What a file says of its tensors. */
type Headers = Pick<SafetensorsFile, 'entries'>;

/** The weight that a tensor is, or is a part of; null for none of those wanted, by their published names. */
export function weightOfTensor(
  tensor: string,
  family: Family,
  wanted: ReadonlyMap<string, ParameterSpec>,
): NamedWeight | null {
  const owner = quantizedOwner(tensor);
  const stored = owner !== null && wanted.has(family.publishedName(owner)) ? owner : tensor;
  const spec = wanted.get(family.publishedName(stored));
  return spec ? { spec, stored } : null;
}

/**
 * The bits of a quantized weight, null of a plain one.
 *
 * @throws InvalidInputError when it is not of its shape, or a part lacks
 */
export function checkStored(
  file: Headers,
  { spec, stored }: NamedWeight,
  path: string,
): QuantizedBits | null {
  if (file.entries.has(stored)) return checkPlain(file, stored, spec, path);
  return checkQuantized(file, stored, spec, path);
}

function checkPlain(file: Headers, stored: string, { shape }: ParameterSpec, source: string): null {
  const dims = file.entries.get(stored)?.dims ?? [];
  if (`${dims}` === `${shape}`) return null;
  throw wrongShape(dims, shape, source, stored);
}

function checkQuantized(
  file: Headers,
  stored: string,
  spec: ParameterSpec,
  source: string,
): QuantizedBits {
  const { outputs, inputs } = matrixSize(spec);
  const values = file.entries.get(partNames.values(stored));
  const bits: QuantizedBits =
    `${values?.dims}` === `${quantizedDims(outputs, inputs, 8).values}` ? 8 : 4;
  const wanted = quantizedDims(outputs, inputs, bits);
  for (const part of ['values', 'scales', 'zeroPoints'] as const) {
    const name = partNames[part](stored);
    const { dims, dtype } = file.entries.get(name) ?? {};
    const type = part === 'scales' ? 'float32' : 'uint8';
    if (!dims) {
      throw new InvalidInputError('lacks, while other parts of the weight are here.', {
        source,
        place: name,
        mend: 'Convert the model again.',
      });
    }
    if (`${dims}` !== `${wanted[part]}` || dtype !== type) {
      throw wrongShape(dims, wanted[part], source, name);
    }
  }
  return bits;
}

function wrongShape(
  dims: readonly number[],
  wanted: readonly number[],
  source: string,
  place: string,
): InvalidInputError {
  return new InvalidInputError(`has shape [${dims}], config.json asks for [${wanted}].`, {
    source,
    place,
    mend: 'Use weights that belong to config.json.',
  });
}

function twice(stored: string, source: string, other: string): InvalidInputError {
  return new InvalidInputError(`is in ${other} too, under this name or another layout's.`, {
    source,
    place: stored,
    mend: 'Keep the files of one save only.',
  });
}

function lackingWeights(source: string, names: readonly string[]): InvalidInputError {
  return new InvalidInputError(`the weights lack ${names.length} tensors: ${shorten(names)}.`, {
    source,
    mend: 'Use weights that belong to config.json.',
  });
}

/** A few names, and how many there are. */
export function shorten(names: readonly string[]): string {
  return `${names.slice(0, 3).join(', ')}${names.length > 3 ? `, … (${names.length} in all)` : ''}`;
}
