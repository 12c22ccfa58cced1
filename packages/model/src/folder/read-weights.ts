import { type FileTensor, type SafetensorsFile, type Tensor, tensor } from '@skinr1/autograd';
import type { Architecture } from '../families/family.ts';
import { matrixSize } from '../weights/adapter-settings.ts';
import { partNames } from '../weights/part-names.ts';
import { dequantize } from '../weights/quantize.ts';
import { openQuantizedCache, type QuantizedCacheOptions } from './quantized-cache.ts';
import { readTensor } from './read-tensor.ts';
import { openWeightFiles, type StoredWeight, shorten, type WeightFiles } from './weight-files.ts';
import {
  isQuantized,
  type LayerPrecision,
  planPrecision,
  type WeightPrecision,
} from './weight-precision.ts';

/** A part of a weight. */
export interface NamedPart {
  readonly name: string;
  readonly tensor: Tensor | FileTensor;
  /** Where the same numbers stand in a file, of a tensor that was read. */
  readonly origin?: FileTensor;
}

/** How weights are read. */
export interface ReadWeightsOptions {
  /** @defaultValue `mapped` for a folder of quantized weights, else `float32` */
  readonly precision?: WeightPrecision | undefined;
  readonly layers?: LayerPrecision | undefined;
  readonly cache: QuantizedCacheOptions;
  readonly warn?: (message: string) => void;
}

/**
 * Yields the parts of a model's weights, of one weight at a time, from a whole file or from shards. What is to
 * be of few bits is rounded once and kept in a file beside.
 *
 * @throws NotFoundError, InvalidInputError naming file and tensor; ResourceError
 */
export async function* readWeights(
  directory: string,
  architecture: Architecture,
  { precision, layers, cache, warn }: ReadWeightsOptions,
): AsyncGenerator<NamedPart> {
  const files = await openWeightFiles(directory, architecture);
  let rounded: SafetensorsFile | null = null;
  try {
    if (files.leftOut.length > 0) {
      warn?.(`${directory}: has tensors that the model does not use: ${shorten(files.leftOut)}.`);
    }
    const whole = precision ?? (hasQuantized(files) ? 'mapped' : 'float32');
    const forms = planPrecision(architecture, whole, layers);
    const formOf = ({ spec }: StoredWeight) => forms.get(spec.name) ?? whole;
    const plans = [...files.weights.values()].flatMap((weight) => {
      const form = formOf(weight);
      return isQuantized(form) && weight.bits === null ? [{ weight, precision: form }] : [];
    });
    if (plans.length > 0) rounded = await openQuantizedCache(files, plans, cache);
    for (const weight of files.weights.values()) {
      yield* partsOf(weight, formOf(weight), rounded);
    }
  } finally {
    await rounded?.close();
    await files.close();
  }
}

function hasQuantized({ weights }: WeightFiles): boolean {
  return [...weights.values()].some(({ bits }) => bits !== null);
}

/** Types that the runtime can map. */
const mappedTypes: readonly string[] = ['float32', 'float16', 'bfloat16'];

async function* partsOf(
  weight: StoredWeight,
  form: WeightPrecision,
  rounded: SafetensorsFile | null,
): AsyncGenerator<NamedPart> {
  const { file, stored, bits } = weight;
  const { name } = weight.spec;
  if (bits !== null && form === 'float32') yield { name, tensor: await expanded(weight, bits) };
  else if (bits !== null) yield* quantizedParts(name, stored, file);
  else if (isQuantized(form) && rounded) yield* quantizedParts(name, stored, rounded);
  else if (form === 'mapped' && mappedTypes.includes(file.entries.get(stored)?.dtype ?? '')) {
    yield { name, tensor: file.locate(stored) };
  } else {
    const tensor = await readTensor(weight, { asStored: form === 'stored' });
    const isAsStored = file.entries.get(stored)?.dtype === tensor.dtype;
    yield { name, tensor, ...(isAsStored ? { origin: file.locate(stored) } : {}) };
  }
}

function* quantizedParts(name: string, stored: string, file: SafetensorsFile) {
  for (const part of ['values', 'scales', 'zeroPoints'] as const) {
    yield { name: partNames[part](name), tensor: file.locate(partNames[part](stored)) };
  }
}

/** The numbers that a quantized weight stands for. */
async function expanded(
  { file, stored, spec }: StoredWeight,
  bits: NonNullable<StoredWeight['bits']>,
): Promise<Tensor> {
  const numbers = dequantize({
    ...matrixSize(spec),
    bits,
    values: await file.read(partNames.values(stored)),
    scales: await file.read(partNames.scales(stored)),
    zeroPoints: await file.read(partNames.zeroPoints(stored)),
  });
  return tensor('float32', spec.shape, numbers);
}
