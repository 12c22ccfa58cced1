import { ops, type Value } from '@skinr1/autograd';
import type { Weight } from './weight.ts';

/** A low-rank adapter's parts as values of a graph; rank 0 is no adapter. */
export interface AdapterValues {
  /** float32 `[rank, inputs]` */
  readonly a: Value;
  /** float32 `[outputs, rank]` */
  readonly b: Value;
  /** float32 scalar */
  readonly scale: Value;
}

/** Zeroes some inputs `[…, inputs]` of the adapter beside a weight, and scales the others up. */
export type DropInputs = (x: Value, weight: string) => Value;

/**
 * A weight with a low-rank adapter beside it (LoRA; Hu et al., 2021): `W + scale · B · A`, never merged.
 * Gradients flow to A and B whatever the weight itself is. The scale stands where numbers are fewest, at the rank.
 *
 * @param drop what A sees of the inputs
 */
export function adaptedWeight(
  base: Weight,
  { a, b, scale }: AdapterValues,
  drop: (x: Value) => Value = (x) => x,
): Weight {
  return {
    outputs: base.outputs,
    inputs: base.inputs,
    project(x) {
      const narrow = ops.mul(ops.matMul(drop(x), a, { transposeB: true }), scale);
      return ops.add(base.project(x), ops.matMul(narrow, b, { transposeB: true }));
    },
    projectBack: (y) =>
      ops.add(base.projectBack(y), ops.matMul(ops.mul(ops.matMul(y, b), scale), a)),
    gather: (indices) =>
      ops.add(base.gather(indices), ops.matMul(ops.mul(ops.gather(b, indices, 0), scale), a)),
  };
}
