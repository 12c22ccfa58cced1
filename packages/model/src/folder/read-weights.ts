import { join } from 'node:path';
import {
  type FileTensor,
  openSafetensors,
  type SafetensorsFile,
  type Tensor,
  tensor,
} from '@skinr1/autograd';
import { InvalidInputError } from '@skinr1/core';
import type { ParameterSpec } from '../architecture/parameters.ts';
import type { Architecture } from '../families/family.ts';
import { widenHalves } from '../weights/half.ts';
import { partNames } from '../weights/part-names.ts';
import { type QuantizedBits, quantize } from '../weights/quantize.ts';
import { listShards } from './shards.ts';

/**
 * What weights are kept as. `float32` can learn; `stored` keeps float16 and bfloat16 as they are in the
 * file; `mapped` leaves them in the files, which the runtime maps into memory: nothing is read or copied when
 * the model is opened, and narrow ones are widened piece by piece where they are used; `int8` and `int4` round the language model's layers to that many bits (blocks of 32) and keep the
 * rest as stored. Biases and norms are float32 always, and all arithmetic is.
 */
export type WeightPrecision = 'float32' | 'stored' | 'mapped' | 'int8' | 'int4';

/** A part of a weight. */
export interface NamedPart {
  readonly name: string;
  readonly tensor: Tensor | FileTensor;
}

/**
 * Yields the parts of a model's weights, of one weight at a time, from a whole file or from shards.
 *
 * @throws NotFoundError, InvalidInputError naming file and tensor
 */
export async function* readWeights(
  directory: string,
  { family, config }: Architecture,
  precision: WeightPrecision,
  warn: (message: string) => void = () => undefined,
): AsyncGenerator<NamedPart> {
  const wanted = new Map(family.parameters(config).map((spec) => [spec.name, spec]));
  const shards = new Map<string, string>();
  const leftOut: string[] = [];
  for (const shard of (await listShards(directory)).names) {
    const path = join(directory, shard);
    const file = await openSafetensors(path);
    try {
      for (const stored of file.entries.keys()) {
        const name = family.publishedName(stored);
        const other = shards.get(name);
        if (other !== undefined) throw twice(stored, path, other);
        shards.set(name, shard);
        const spec = wanted.get(name);
        if (!spec) {
          leftOut.push(stored);
          continue;
        }
        wanted.delete(name);
        const form = formOf(spec, precision, family.isVisionWeight(name));
        if (form === 'mapped' && mappedTypes.includes(file.entries.get(stored)?.dtype ?? '')) {
          const tensor = file.locate(stored);
          checkShape(tensor.dims, spec, path);
          yield { name, tensor };
        } else yield* toParts(await readTensor(file, stored, spec, form, path), spec, form);
      }
    } finally {
      await file.close();
    }
  }
  if (leftOut.length > 0)
    warn(`${directory}: has tensors that the model does not use: ${shorten(leftOut)}.`);
  if (wanted.size === 0) return;
  const names = [...wanted.keys()];
  throw new InvalidInputError(`the weights lack ${names.length} tensors: ${shorten(names)}.`, {
    source: directory,
    mend: 'Use weights that belong to config.json.',
  });
}

/** Types that the runtime can map. */
const mappedTypes: readonly string[] = ['float32', 'float16', 'bfloat16'];

function shorten(names: readonly string[]): string {
  return `${names.slice(0, 3).join(', ')}${names.length > 3 ? `, … (${names.length} in all)` : ''}`;
}

function twice(stored: string, source: string, other: string): InvalidInputError {
  return new InvalidInputError(`is in ${other} too, under this name or another layout's.`, {
    source,
    place: stored,
    mend: 'Keep the files of one save only.',
  });
}

function checkShape(dims: readonly number[], { name, shape }: ParameterSpec, source: string): void {
  if (`${dims}` === `${shape}`) return;
  throw new InvalidInputError(`has shape [${dims}], config.json asks for [${shape}].`, {
    source,
    place: name,
    mend: 'Use weights that belong to config.json.',
  });
}

/** Numbers that are none make every answer none: better said here, by name. */
function checkFinite(numbers: Float32Array, { name }: ParameterSpec, source: string): void {
  for (let i = 0; i < numbers.length; i++) {
    if (Number.isFinite(numbers[i] as number)) continue;
    throw new InvalidInputError(`number ${i} is ${numbers[i]}.`, {
      source,
      place: name,
      mend: 'Use the checkpoint before training diverged, or download the file again.',
    });
  }
}

/** How a weight is kept. */
export function formOf(
  { kind }: ParameterSpec,
  precision: WeightPrecision,
  isVision: boolean,
): WeightPrecision {
  if (kind === 'norm' || kind === 'bias') return 'float32';
  const isQuantized = precision === 'int4' || precision === 'int8';
  if (!isQuantized) return precision;
  return (kind === 'linear' || kind === 'output') && !isVision ? precision : 'stored';
}

async function readTensor(
  file: SafetensorsFile,
  stored: string,
  spec: ParameterSpec,
  form: WeightPrecision,
  source: string,
): Promise<Tensor> {
  // Shapes first: nobody reads gigabytes to be told that they are the wrong ones.
  checkShape(file.entries.get(stored)?.dims ?? [], spec, source);
  const read = await file.read(stored, { asStored: form === 'stored' });
  if (read.dtype === 'bfloat16' || (read.dtype === 'float16' && form === 'stored')) return read;
  const numbers = toNumbers(read);
  if (numbers) {
    checkFinite(numbers, spec, source);
    return tensor('float32', read.dims, numbers);
  }
  throw new InvalidInputError(`is of type ${read.dtype}.`, {
    source,
    place: spec.name,
    mend: 'Use float32, float16 or bfloat16 weights.',
  });
}

function toNumbers({ dtype, data }: Tensor): Float32Array | null {
  if (dtype === 'float32') return data as Float32Array;
  if (dtype === 'float64') return Float32Array.from(data as Float64Array);
  return dtype === 'float16' ? widenHalves(data as Uint16Array) : null;
}

const bitsOf: Partial<Record<WeightPrecision, QuantizedBits>> = { int4: 4, int8: 8 };

function* toParts(read: Tensor, { name }: ParameterSpec, form: WeightPrecision) {
  const bits = bitsOf[form];
  if (bits === undefined) {
    yield { name, tensor: read };
    return;
  }
  const [outputs = 0, inputs = 0] = read.dims;
  const matrix = quantize(read.data as Float32Array, outputs, inputs, bits);
  yield { name: partNames.values(name), tensor: matrix.values };
  yield { name: partNames.scales(name), tensor: matrix.scales };
  yield { name: partNames.zeroPoints(name), tensor: matrix.zeroPoints };
}
