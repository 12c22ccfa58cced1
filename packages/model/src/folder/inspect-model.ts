import { stat } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { type DType, openSafetensors, type SafetensorsFile, sizeOf } from '@skinr1/autograd';
import { NotFoundError, SkinR1Error } from '@skinr1/core';
import type { ModelConfig } from '../config.ts';
import type { Family } from '../families/family.ts';
import { quantizedOwner } from '../weights/part-names.ts';
import type { QuantizedBits } from '../weights/quantize.ts';
import { findBadNumbers } from './find-bad-numbers.ts';
import { type MatchedWeights, matchWeights } from './match-weights.ts';
import { type MemoryNeed, memoryNeeds } from './memory.ts';
import { type ReadArchitecture, readArchitecture } from './read-architecture.ts';
import { listShards, type ShardList } from './shards.ts';
import { precisionOf, type QuantizedPrecision } from './weight-precision.ts';

/** What a model's folder holds, from its headers alone. */
export interface ModelInspection extends Omit<MatchedWeights, 'bits'> {
  readonly family: string;
  readonly modelType: string;
  readonly config: ModelConfig;
  /** Numbers in all weights, and in those of the vision tower. */
  readonly parameters: { readonly all: number; readonly vision: number };
  /** Element type of the weights that are not quantized, and where it is known from. */
  readonly stored: { readonly dtype: DType; readonly from: 'files' | 'size' | 'config' };
  /** Matrices that are quantized, by precision. */
  readonly quantized: Readonly<Partial<Record<QuantizedPrecision, number>>>;
  /** Tensors and bytes in the files by element type; none of files that are not there. */
  readonly byType: Readonly<Record<string, { readonly tensors: number; readonly bytes: number }>>;
  readonly shards: readonly { readonly name: string; readonly bytes: number | null }[];
  readonly memory: readonly MemoryNeed[];
  /** Memory of this machine, in bytes. */
  readonly machineMemory: number;
}

/** Options of {@link inspectModel}. */
export interface InspectOptions {
  /** @defaultValue those of this package */
  readonly families?: readonly Family[];
  /** Also look at every number of the weights, which reads the files whole. @defaultValue false */
  readonly numbers?: boolean;
}

/**
 * Says what a model's folder holds and what it would take to run it, reading no weight unless `numbers` asks for it. Files that are not
 * there, cut off or something else are problems of the answer, so that all of them are told at once; with
 * an index alone, the names are checked all the same.
 *
 * @throws NotFoundError, InvalidInputError for a folder that is no model of a known family
 */
export async function inspectModel(
  directory: string,
  { families, numbers = false }: InspectOptions = {},
): Promise<ModelInspection> {
  const architecture = await readArchitecture(directory, families);
  const { family, config } = architecture;
  const specs = family.parameters(config);
  const list = await listShards(directory);
  const found = await readHeaders(directory, list);
  const { bits, problems, ...weights } = matchWeights(directory, found.files, list, architecture);
  const all = specs.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const vision = specs.filter(({ name }) => family.isVisionWeight(name));
  const stored = storedType(found.tensors, list, all, architecture);
  return {
    family: family.title,
    modelType: family.modelType,
    config,
    parameters: { all, vision: vision.reduce((sum, { shape }) => sum + sizeOf(shape), 0) },
    stored,
    quantized: countQuantized(bits.values()),
    byType: countByType(found.tensors),
    shards: found.shards,
    ...weights,
    problems: [
      ...found.problems,
      ...problems,
      ...(numbers ? await findBadNumbers(directory, [...found.files.keys()]) : []),
    ],
    memory: memoryNeeds(architecture, stored.dtype, bits),
    machineMemory: totalmem(),
  };
}

interface FoundTensor {
  readonly dtype: DType;
  readonly bytes: number;
  readonly path: string;
}

interface Headers {
  /** By name. */
  readonly tensors: Map<string, FoundTensor>;
  readonly shards: { name: string; bytes: number | null }[];
  readonly problems: string[];
  /** Files whose headers could be read, by their names. */
  readonly files: Map<string, SafetensorsFile>;
}

async function readHeaders(directory: string, list: ShardList): Promise<Headers> {
  const result: Headers = { tensors: new Map(), shards: [], problems: [], files: new Map() };
  const { tensors, shards, problems, files } = result;
  for (const name of list.names) {
    const path = join(directory, name);
    const bytes = await stat(path).then(
      ({ size }) => size,
      () => null,
    );
    shards.push({ name, bytes });
    try {
      const file = await openSafetensors(path);
      await file.close();
      files.set(name, file);
      for (const [tensor, { dtype, start, end }] of file.entries) {
        const other = tensors.get(tensor);
        if (other) {
          problems.push(
            `${path}, ${tensor}: is in ${other.path} too. Keep the files of one save only.`,
          );
        }
        tensors.set(tensor, { dtype, bytes: end - start, path });
      }
    } catch (error) {
      if (!SkinR1Error.isInstance(error)) throw error;
      problems.push(
        error instanceof NotFoundError ? `${path}: is not here. Download it.` : error.message,
      );
    }
  }
  return result;
}

function countByType(tensors: ReadonlyMap<string, FoundTensor>): ModelInspection['byType'] {
  const counts: Record<string, { tensors: number; bytes: number }> = {};
  for (const { dtype, bytes } of tensors.values()) {
    const count = counts[dtype] ?? { tensors: 0, bytes: 0 };
    counts[dtype] = { tensors: count.tensors + 1, bytes: count.bytes + bytes };
  }
  return counts;
}

function countQuantized(
  bits: Iterable<QuantizedBits | null>,
): Partial<Record<QuantizedPrecision, number>> {
  const counts: Partial<Record<QuantizedPrecision, number>> = {};
  for (const each of bits) {
    if (each !== null) counts[precisionOf[each]] = (counts[precisionOf[each]] ?? 0) + 1;
  }
  return counts;
}

/** The type of most bytes, or what the index's size or the configuration makes it. */
function storedType(
  tensors: ReadonlyMap<string, FoundTensor>,
  { totalSize }: ShardList,
  parameters: number,
  { json }: ReadArchitecture,
): ModelInspection['stored'] {
  const plain = new Map([...tensors].filter(([name]) => quantizedOwner(name) === null));
  const [most] = Object.entries(countByType(plain)).sort(([, a], [, b]) => b.bytes - a.bytes);
  if (most) return { dtype: most[0] as DType, from: 'files' };
  const text = json.text_config as { dtype?: unknown; torch_dtype?: unknown } | undefined;
  const stated = [json.dtype, json.torch_dtype, text?.dtype, text?.torch_dtype].find(
    (each) => each === 'float16' || each === 'bfloat16' || each === 'float32',
  ) as DType | undefined;
  if (totalSize === null) return { dtype: stated ?? 'float32', from: 'config' };
  if (totalSize / parameters > 3) return { dtype: 'float32', from: 'size' };
  return { dtype: stated === 'float16' ? 'float16' : 'bfloat16', from: 'size' };
}
