import type { DType } from '../graph/dtype.ts';
import type { Graph, Value } from '../graph/graph.ts';
import { apply } from './apply.ts';

/** The value itself, through which no gradient flows. */
export function stopGradient(x: Value): Value {
  return customGradient(x, [], () => []);
}

/**
 * A value whose gradient the caller states: `backward` gets the gradient of the result and returns one
 * gradient per entry of `inputs` (null for none), of that entry's shape. Gradients do not flow through
 * the nodes that computed `value`.
 */
export function customGradient(
  value: Value,
  inputs: readonly Value[],
  backward: (outputGradient: Value) => readonly (Value | null)[],
): Value {
  const { dtype, shape, graph } = value;
  const node = graph.append({
    op: 'Identity',
    inputs: [value],
    outputs: [{ dtype, shape }],
    custom: { inputs, backward },
  });
  return node.outputs[0]!;
}

/** A copy under another name. */
export function identity(x: Value): Value {
  return apply('Identity', [x]);
}

/** A scalar or list of numbers as a value of a graph. */
export function constant(
  graph: Graph,
  numbers: number | readonly number[],
  dtype: DType = 'float32',
  dims?: readonly number[],
): Value {
  return graph.constant(dtype, numbers, dims);
}

/**
 * `build(x)` as a part of the graph that the backward pass can compute a second time, from x, so that what it
 * computes inside need not be held until then (gradient checkpointing; Chen et al., 2016): see `gradients`. `build`
 * is then called again. It may read other values of the graph, and declares no inputs; what it computes is used
 * outside through its result alone.
 */
export function segment(x: Value, build: (x: Value) => Value): Value {
  const { graph } = x;
  const start = graph.nodes.length;
  const output = build(x);
  graph.segments.push({ input: x, output, start, end: graph.nodes.length, build });
  return output;
}
