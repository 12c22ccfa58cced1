import { ShapeError } from '@skinr1/core';
import ndarray from 'ndarray';
import { type DType, holds, type TensorData } from '../graph/dtype.ts';
import { sizeOf, type Tensor, tensor } from '../graph/tensor.ts';

/** A view of a tensor's data as an `ndarray`; no copy. */
export function toNdarray(value: Tensor): ndarray.NdArray {
  return ndarray(value.data as never, [...value.dims]) as ndarray.NdArray;
}

/**
 * A tensor from an `ndarray`, copied into row-major order if it lies otherwise.
 *
 * @throws ShapeError if its data is not the typed array of `dtype`
 */
export function fromNdarray<D extends DType>(array: ndarray.NdArray, dtype: D): Tensor<D> {
  if (!holds(dtype, array.data)) {
    throw new ShapeError(`fromNdarray: the array's data is not of ${dtype}.`);
  }
  const size = sizeOf(array.shape);
  const result = array.data.slice(0, 0).constructor as new (length: number) => TensorData;
  const data = new result(size);
  const index = new Array<number>(array.shape.length).fill(0);
  for (let i = 0; i < size; i++) {
    data[i] = array.get(...index) as never;
    for (let axis = index.length - 1; axis >= 0 && ++index[axis]! === array.shape[axis]; axis--)
      index[axis] = 0;
  }
  return tensor(dtype, array.shape, data as never);
}
