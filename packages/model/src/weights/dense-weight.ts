import { cast, gather, matMul, reshape, sizeOf, type Value } from '@skinr1/autograd';
import type { Weight } from './weight.ts';

/**
 * A weight of plain numbers, float32, float16 or bfloat16, of shape `[outputs, …]`: what follows the first
 * axis is its inputs. Narrow ones are widened where they are used; of an embedding only the rows that are
 * looked up.
 */
export function denseWeight(value: Value): Weight {
  const [outputs = 1, ...rest] = value.shape as number[];
  const inputs = sizeOf(rest);
  const matrix = rest.length === 1 ? value : reshape(value, [outputs, inputs]);
  return {
    outputs,
    inputs,
    project: (x) => matMul(x, widen(matrix), { transposeB: true }),
    projectBack: (y) => matMul(y, widen(matrix)),
    gather: (indices) => widen(gather(matrix, indices, 0)),
  };
}

/** As float32. */
export function widen(value: Value): Value {
  return value.dtype === 'float32' ? value : cast(value, 'float32');
}
