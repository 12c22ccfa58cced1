import type { Value } from '../graph/graph.ts';
import { apply } from './apply.ts';
import { cast } from './compare.ts';
import { concat, reshape, slice } from './rearrange.ts';

/**
 * x itself, as a value that cannot be computed before the others are. It is x under its own shape, behind which
 * nothing stands, taken from each of the others: no number is copied, and no optimizer of the runtime sees through
 * it, so that nodes behind it are not merged with equal ones behind x.
 */
export function after(x: Value, others: readonly Value[]): Value {
  if (others.length === 0) return x;
  const nothing = others.map((other) => cast(slice(reshape(other, [-1]), [0], [0], [0]), 'int64'));
  const shape = concat([x.graph.runtimeShape(x.shape), ...nothing], 0);
  return apply('Reshape', [x, shape], { shape: x.shape });
}
