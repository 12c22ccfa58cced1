import type { DType } from '../graph/dtype.ts';
import type { Graph, Value } from '../graph/graph.ts';
import type { Tensor } from '../graph/tensor.ts';

/** A parameter as an optimiser sees it before there is a graph. */
export interface ParameterFacts {
  readonly dtype: DType;
  readonly dims: readonly number[];
}

type Named<T> = Readonly<Record<string, T>>;

/** What a transform may use besides gradients and its own state. */
export interface UpdateContext {
  readonly graph: Graph;
  readonly parameters: Named<Value>;
  /** Number of this update, counted from 1: a float64 scalar. */
  readonly step: Value;
}

export interface UpdateResult {
  /** Transformed gradients; of the last transform of a chain, what is added to the parameters. */
  readonly updates: Named<Value>;
  readonly state: Named<Value>;
  /** Scalars to report. */
  readonly metrics: Named<Value>;
}

/**
 * A gradient transformation as a pair of pure functions (the design of Optax): `init` says what it
 * remembers, `update` writes one step into a graph. Transforms compose with {@link chain}.
 */
export interface Optimiser {
  /** First state, by name. */
  init(parameters: Named<ParameterFacts>): Named<Tensor>;
  update(gradients: Named<Value>, state: Named<Value>, context: UpdateContext): UpdateResult;
}

/** Transforms one after the other: each gets the updates of the one before. */
export function chain(...transforms: readonly Optimiser[]): Optimiser {
  return {
    init(parameters) {
      const state: Record<string, Tensor> = {};
      transforms.forEach((transform, i) => {
        for (const [name, tensor] of Object.entries(transform.init(parameters))) {
          state[`${i}/${name}`] = tensor;
        }
      });
      return state;
    },
    update(gradients, state, context) {
      let updates = gradients;
      const nextState: Record<string, Value> = {};
      const metrics: Record<string, Value> = {};
      transforms.forEach((transform, i) => {
        const result = transform.update(updates, unprefix(state, `${i}/`), context);
        updates = result.updates;
        for (const [name, value] of Object.entries(result.state)) nextState[`${i}/${name}`] = value;
        Object.assign(metrics, result.metrics);
      });
      return { updates, state: nextState, metrics };
    },
  };
}

function unprefix(state: Named<Value>, prefix: string): Named<Value> {
  const own = Object.entries(state).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value]));
}

/** Applies a function to each entry of a record. */
export function mapNamed<T, R>(
  record: Named<T>,
  map: (value: T, name: string) => R,
): Record<string, R> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, map(value, name)]),
  );
}
