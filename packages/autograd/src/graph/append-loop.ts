import type { DType } from './dtype.ts';
import type { Graph, Value } from './graph.ts';
import type { Shape } from './shape.ts';

/** What {@link appendLoop} writes. */
export interface LoopSpec {
  /**
   * Its inputs are the trip's number (int64 scalar), whether the loop went on (bool scalar) and the states; its outputs
   * whether to go on, the states anew, and what each trip gives. It reads other values by `capture`.
   */
  readonly body: Graph;
  /** Trips at most, int64 scalar. */
  readonly trips: Value;
  /** The states before the first trip. */
  readonly states: readonly Value[];
  /** Of the outputs: the last states, then what the trips gave, one below the other on a new first axis. */
  readonly results: readonly { readonly dtype: DType; readonly shape: Shape }[];
}

/** Appends a `Loop`. It has no gradient. */
export function appendLoop(
  graph: Graph,
  { body, trips, states, results }: LoopSpec,
): readonly Value[] {
  const inputs = [trips, graph.constant('bool', 1), ...states];
  const outputs = results.map(({ dtype, shape }) =>
    graph.adopt(graph.freshName('Loop'), dtype, shape),
  );
  graph.insert({ op: 'Loop', domain: '', inputs, outputs, attributes: {}, body });
  return outputs;
}
