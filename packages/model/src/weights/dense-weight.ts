import { ops, sizeOf, type Value } from '@skinr1/autograd';
import type { Weight } from './weight.ts';

/**
 * A weight of plain numbers, float32, float16 or bfloat16, of shape `[outputs, …]`: what follows the first
 * axis is its inputs. Narrow ones are widened where they are used; of an embedding only the rows that are
 * looked up.
 */
export function denseWeight(value: Value): Weight {
  const [outputs = 1, ...rest] = value.shape as number[];
  const inputs = sizeOf(rest);
  const matrix = rest.length === 1 ? value : ops.reshape(value, [outputs, inputs]);
  const projectBack = (y: Value): Value => ops.matMul(y, widen(matrix));
  const project = (x: Value): Value => ops.matMul(x, widen(matrix), { transposeB: true });
  return {
    outputs,
    inputs,
    project: (x) =>
      value.dtype === 'float32'
        ? project(x)
        : // A narrow weight does not learn. It is widened anew for the gradient by x: of all layers the wide
          // copies would be held from the forward pass to the backward pass.
          ops.customGradient(project(x), [x], (gradient) => [projectBack(gradient)]),
    projectBack,
    gather: (indices) => widen(ops.gather(matrix, indices, 0)),
  };
}

/** As float32. */
export function widen(value: Value): Value {
  return value.dtype === 'float32' ? value : ops.cast(value, 'float32');
}
