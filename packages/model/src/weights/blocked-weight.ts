import { type FileTensor, ops, type Value } from '@skinr1/autograd';
import { denseWeight } from './dense-weight.ts';
import type { Weight } from './weight.ts';

/** Bytes that a piece of a narrow weight may take when it is widened. */
const widenedBytes = 64 * 2 ** 20;

/**
 * Cuts a narrow matrix in a file into pieces of rows, so that only a piece of it is wide at a time: the
 * output matrix of a 7B model would take 2.2 GB. One that is small, or not narrow, stays whole.
 */
export function cutRows(tensor: FileTensor): FileTensor[] {
  const [rows = 1, ...rest] = tensor.dims;
  const wide = 4 * rest.reduce((product, size) => product * size, 1);
  const atOnce = Math.max(1, Math.floor(widenedBytes / wide));
  const isNarrow = tensor.dtype === 'float16' || tensor.dtype === 'bfloat16';
  if (!isNarrow || tensor.dims.length < 2 || atOnce >= rows) return [tensor];
  const rowBytes = tensor.length / rows;
  return Array.from({ length: Math.ceil(rows / atOnce) }, (_, i) => {
    const count = Math.min(atOnce, rows - i * atOnce);
    return {
      ...tensor,
      dims: [count, ...rest],
      offset: tensor.offset + i * atOnce * rowBytes,
      length: count * rowBytes,
    };
  });
}

/** A matrix whose rows are in several pieces, from first to last; rows are looked up in the whole. */
export function blockedWeight(whole: Value, pieces: readonly Value[]): Weight {
  const weights = pieces.map(denseWeight);
  const { outputs, inputs, gather } = denseWeight(whole);
  return {
    outputs,
    inputs,
    gather,
    project: (x) =>
      ops.concat(
        weights.map((weight) => weight.project(x)),
        x.shape.length - 1,
      ),
    projectBack: (y) =>
      ops
        .split(
          y,
          weights.map((weight) => weight.outputs),
          y.shape.length - 1,
        )
        .map((part, i) => (weights[i] as Weight).projectBack(part))
        .reduce((sum, part) => ops.add(sum, part)),
  };
}
