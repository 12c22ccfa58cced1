import { ShapeError } from '@skinr1/core';
import type { Value } from '../graph/graph.ts';
import { requireFloat } from './apply.ts';
import { cast } from './compare.ts';
import { reshape } from './rearrange.ts';

/**
 * The largest elements of a list, the largest first: to compare with. No gradient goes through, as no graph knows
 * before it runs how many there are.
 *
 * @param x `[n]`
 * @param count scalar, from 1 to n; its fraction is cut off
 */
export function largest(x: Value, count: Value): Value {
  requireFloat('largest', x);
  if (x.rank !== 1 || count.rank !== 0) {
    throw new ShapeError(`largest: needs a list and a scalar count, got ${x} and ${count}.`);
  }
  const shape = [`largest${x.graph.nodes.length}`];
  const node = x.graph.append({
    op: 'TopK',
    inputs: [x, reshape(cast(count, 'int64'), [1])],
    outputs: [
      { dtype: x.dtype, shape },
      { dtype: 'int64', shape },
    ],
  });
  return node.outputs[0]!;
}
