import type { DType, Tensor } from '@skinr1/autograd';
import { matrixSize } from '../weights/adapter-settings.ts';
import { toFloat32 } from '../weights/merged-weights.ts';
import { partNames } from '../weights/part-names.ts';
import {
  emptyQuantized,
  type QuantizedBits,
  type QuantizedMatrix,
  quantizedDims,
  quantizeRows,
} from '../weights/quantize.ts';
import { checkFinite, isReadable, refuseType } from './read-tensor.ts';
import type { StoredWeight } from './weight-files.ts';

/** A tensor to be written, made when its turn comes. */
export interface TensorSource {
  readonly name: string;
  readonly dtype: DType;
  readonly dims: readonly number[];
  load(): Promise<Tensor>;
}

/** Bytes of float32 that are rounded at a time. */
const bytesAtOnce = 64 * 2 ** 20;

/**
 * The parts of a plain weight in few bits, under its stored name. They are made when the first is asked for,
 * of some rows of the file at a time, and let go with the last.
 */
export function quantizedSources(weight: StoredWeight, bits: QuantizedBits): TensorSource[] {
  const { outputs, inputs } = matrixSize(weight.spec);
  const dims = quantizedDims(outputs, inputs, bits);
  const parts = ['values', 'scales', 'zeroPoints'] as const;
  let matrix: Promise<QuantizedMatrix> | null = null;
  return parts.map((part) => ({
    name: partNames[part](weight.stored),
    dtype: part === 'scales' ? 'float32' : 'uint8',
    dims: dims[part],
    async load() {
      matrix ??= quantizeStored(weight, bits);
      const { [part]: tensor } = await matrix;
      if (part === parts.at(-1)) matrix = null;
      return tensor;
    },
  }));
}

/** Rounds a weight of a file. Throws InvalidInputError for a type that has no numbers, or numbers that are none. */
async function quantizeStored(
  { file, stored, spec, path }: StoredWeight,
  bits: QuantizedBits,
): Promise<QuantizedMatrix> {
  const { outputs, inputs } = matrixSize(spec);
  const dtype = file.entries.get(stored)?.dtype ?? '';
  if (!isReadable(dtype)) throw refuseType(dtype, stored, path);
  const matrix = emptyQuantized(outputs, inputs, bits);
  const step = Math.max(1, Math.floor(bytesAtOnce / (4 * inputs)));
  for (let from = 0; from < outputs; from += step) {
    const rows = [from, Math.min(from + step, outputs)] as const;
    const numbers = toFloat32(await file.read(stored, { rows }));
    checkFinite(numbers, stored, path, from * inputs);
    quantizeRows(matrix, numbers, from);
  }
  return matrix;
}
