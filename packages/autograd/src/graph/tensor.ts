import { ShapeError } from '@skinr1/core';
import { allocate, type DType, holds, type TensorData, type TensorDataOf } from './dtype.ts';

/** A tensor in this thread's memory, row-major. */
export interface Tensor<D extends DType = DType> {
  readonly dtype: D;
  readonly dims: readonly number[];
  readonly data: TensorDataOf[D];
}

/** Number of elements of a shape. */
export function sizeOf(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}

/**
 * A tensor from typed data or plain numbers.
 *
 * @param dims shape; its product must be the number of elements
 * @throws ShapeError if it is not, or if the array is of another element type
 */
export function tensor<D extends DType>(
  dtype: D,
  dims: readonly number[],
  data: TensorDataOf[D] | readonly number[],
): Tensor<D> {
  if (!dims.every((dim) => Number.isSafeInteger(dim) && dim >= 0)) {
    throw new ShapeError(
      `tensor: [${dims.join(', ')}] is no shape: sizes are whole and not negative.`,
    );
  }
  if (data.length !== sizeOf(dims)) {
    throw new ShapeError(
      `tensor: ${data.length} elements do not fill [${dims.join(', ')}], which holds ${sizeOf(dims)}.`,
    );
  }
  return { dtype, dims: [...dims], data: toTyped(dtype, data) };
}

/** The same tensor in memory of its own. */
export function copyOf<D extends DType>({ dtype, dims, data }: Tensor<D>): Tensor<D> {
  const copy: TensorData = allocate(dtype, data.length);
  // Not slice(): of a Buffer that is a view.
  copy.set(data as never);
  return { dtype, dims, data: copy as TensorDataOf[D] };
}

/** A tensor of zeros. */
export function zeros<D extends DType>(dtype: D, dims: readonly number[]): Tensor<D> {
  return { dtype, dims: [...dims], data: allocate(dtype, sizeOf(dims)) };
}

function toTyped<D extends DType>(
  dtype: D,
  data: TensorDataOf[D] | readonly number[],
): TensorDataOf[D] {
  if (ArrayBuffer.isView(data)) {
    if (holds(dtype, data)) return data as TensorDataOf[D];
    throw new ShapeError(`tensor: a ${(data as object).constructor.name} does not hold ${dtype}.`);
  }
  const result: TensorData = allocate(dtype, data.length);
  if (result instanceof BigInt64Array) {
    for (let i = 0; i < data.length; i++) result[i] = BigInt(data[i] as number);
  } else {
    result.set(data as readonly number[]);
  }
  return result as TensorDataOf[D];
}
