import { type Tensor, tensor } from '@skinr1/autograd';
import { InvalidInputError } from '@skinr1/core';
import { toFloat32 } from '../weights/merged-weights.ts';
import type { StoredWeight } from './weight-files.ts';

const readable: readonly string[] = ['float64', 'float32', 'float16', 'bfloat16'];

/** Whether weights may be of a type. */
export function isReadable(dtype: string): boolean {
  return readable.includes(dtype);
}

/** The error for weights of another type. */
export function refuseType(dtype: string, place: string, source: string): InvalidInputError {
  return new InvalidInputError(`is of type ${dtype}.`, {
    source,
    place,
    mend: 'Use float32, float16 or bfloat16 weights.',
  });
}

/**
 * A plain weight of a file in memory, as float32 or in its narrow type.
 *
 * @throws InvalidInputError for a type that has no numbers, or numbers that are none
 */
export async function readTensor(
  { file, stored, path }: StoredWeight,
  { asStored }: { readonly asStored: boolean },
): Promise<Tensor> {
  const dtype = file.entries.get(stored)?.dtype ?? '';
  if (!isReadable(dtype)) throw refuseType(dtype, stored, path);
  const read = await file.read(stored, { asStored });
  const isNarrow = read.dtype === 'bfloat16' || read.dtype === 'float16';
  if (asStored && isNarrow) return read;
  const numbers = read.dtype === 'float32' ? (read.data as Float32Array) : toFloat32(read);
  checkFinite(numbers, stored, path);
  return tensor('float32', read.dims, numbers);
}

/**
 * Numbers that are none make every answer none: better said here, by name.
 *
 * @param first place of the first number in the tensor
 */
export function checkFinite(numbers: Float32Array, place: string, source: string, first = 0): void {
  for (let i = 0; i < numbers.length; i++) {
    if (Number.isFinite(numbers[i] as number)) continue;
    throw new InvalidInputError(`number ${first + i} is ${numbers[i]}.`, {
      source,
      place,
      mend: 'Use the checkpoint before training diverged, or download the file again.',
    });
  }
}
