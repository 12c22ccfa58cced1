import { join } from 'node:path';
import { openSafetensors, type SafetensorsFile, type Tensor, tensor } from '@skinr1/autograd';
import { InvalidInputError } from '@skinr1/core';
import type { ParameterSpec } from '../architecture/parameters.ts';
import type { Architecture } from '../families/family.ts';
import { widenHalves } from '../weights/half.ts';
import { partNames } from '../weights/part-names.ts';
import { type QuantizedBits, quantize } from '../weights/quantize.ts';
import { listShards } from './shards.ts';

/**
 * What weights are kept as. `float32` can learn; `stored` keeps float16 and bfloat16 as they are in the
 * file; `int8` and `int4` round the language model's layers to that many bits (blocks of 32) and keep the
 * rest as stored. Biases and norms are float32 always, and all arithmetic is.
 */
export type WeightPrecision = 'float32' | 'stored' | 'int8' | 'int4';

/** A part of a weight. */
export interface NamedPart {
  readonly name: string;
  readonly tensor: Tensor;
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
): AsyncGenerator<NamedPart> {
  const wanted = new Map(family.parameters(config).map((spec) => [spec.name, spec]));
  for (const shard of (await listShards(directory)).names) {
    const path = join(directory, shard);
    const file = await openSafetensors(path);
    try {
      for (const stored of file.entries.keys()) {
        const spec = wanted.get(family.publishedName(stored));
        if (!spec) continue;
        wanted.delete(spec.name);
        const form = formOf(spec, precision, family.isVisionWeight(spec.name));
        yield* toParts(await readTensor(file, stored, spec, form, path), spec, form);
      }
    } finally {
      await file.close();
    }
  }
  if (wanted.size === 0) return;
  const names = [...wanted.keys()];
  throw new InvalidInputError(
    `the weights lack ${names.length} tensors: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}.`,
    { source: directory, mend: 'Use weights that belong to config.json.' },
  );
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
  const read = await file.read(stored, { asStored: form === 'stored' });
  if (`${read.dims}` !== `${spec.shape}`) {
    throw new InvalidInputError(`has shape [${read.dims}], config.json asks for [${spec.shape}].`, {
      source,
      place: spec.name,
      mend: 'Use weights that belong to config.json.',
    });
  }
  if (read.dtype === 'float32' || read.dtype === 'bfloat16') return read;
  if (read.dtype === 'float64') {
    return tensor('float32', read.dims, Float32Array.from(read.data as Float64Array));
  }
  if (read.dtype === 'float16') {
    if (form === 'stored') return read;
    return tensor('float32', read.dims, widenHalves(read.data as Uint16Array));
  }
  throw new InvalidInputError(`is of type ${read.dtype}.`, {
    source,
    place: spec.name,
    mend: 'Use float32, float16 or bfloat16 weights.',
  });
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
