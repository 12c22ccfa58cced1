import { ShapeError } from '@skinr1/core';
import { isFloat } from '../graph/dtype.ts';
import type { Graph, Value } from '../graph/graph.ts';
import { full } from '../ops/index.ts';
import { BackwardPass } from './backward-pass.ts';

/** How {@link gradients} writes the backward pass. */
export interface GradientOptions {
  /**
   * Compute what is inside of segments a second time, where the backward pass comes to them, instead of holding it
   * from the forward pass on: memory for time. @defaultValue false
   */
  readonly recompute?: boolean;
}

/**
 * Appends the backward pass: the gradient of a scalar by each of the values, as values of the same
 * graph. Only nodes between `wrt` and the loss are differentiated; a value that the loss does not depend
 * on gets zeros.
 *
 * @throws ShapeError if the loss is not a floating-point scalar
 * @throws UsageError for an operator without a gradient rule on the way
 */
export function gradients(
  loss: Value,
  wrt: readonly Value[],
  { recompute = false }: GradientOptions = {},
): Value[] {
  const { graph } = loss;
  for (const value of wrt) graph.checkOwned(value);
  if (loss.rank !== 0 || !isFloat(loss.dtype)) {
    throw new ShapeError(`gradients: the loss must be a floating-point scalar, got ${loss}.`, {
      mend: 'Reduce it with reduceSum or reduceMean.',
    });
  }
  const arrived = new BackwardPass(graph, wrt, recompute).from(loss);
  return wrt.map((value) => arrived.get(value) ?? zerosOf(graph, value));
}

function zerosOf(graph: Graph, value: Value): Value {
  return full(graph, value.dtype, value.shape, 0);
}
