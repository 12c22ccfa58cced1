import { described } from '@skinr1/core';
import type { DType } from '../graph/dtype.ts';
import type { Graph, Value } from '../graph/graph.ts';
import type { Tensor } from '../graph/tensor.ts';
import { filterNamed, type Named, withoutPrefix, withPrefix } from '../named.ts';

/** A parameter as an optimizer sees it before there is a graph. */
export interface ParameterFacts {
  readonly dtype: DType;
  readonly dims: readonly number[];
}

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
export interface Optimizer {
  /** First state, by name. */
  init(parameters: Named<ParameterFacts>): Named<Tensor>;
  update(gradients: Named<Value>, state: Named<Value>, context: UpdateContext): UpdateResult;
}

/** Transforms one after the other: each gets the updates of the one before. */
export function chain(...transforms: readonly Optimizer[]): Optimizer {
  return described<Optimizer>(
    'chain',
    { ...transforms },
    {
      init(parameters) {
        const state: Record<string, Tensor> = {};
        transforms.forEach((transform, i) => {
          Object.assign(state, withPrefix(transform.init(parameters), `${i}/`));
        });
        return state;
      },
      update(gradients, state, context) {
        let updates = gradients;
        const nextState: Record<string, Value> = {};
        const metrics: Record<string, Value> = {};
        transforms.forEach((transform, i) => {
          const result = transform.update(updates, withoutPrefix(state, `${i}/`), context);
          updates = result.updates;
          Object.assign(nextState, withPrefix(result.state, `${i}/`));
          Object.assign(metrics, result.metrics);
        });
        return { updates, state: nextState, metrics };
      },
    },
  );
}

/**
 * Some parameters learn by one optimizer, the rest by another (Optax's `partition`): matrices inside by `muon`,
 * embeddings and scales by `adamw`. Of metrics that both report, those of the first are kept.
 *
 * @param isOfFirst says whether a parameter is the first one's
 */
export function byParameter(
  isOfFirst: (name: string, facts: ParameterFacts) => boolean,
  first: Optimizer,
  rest: Optimizer,
): Optimizer {
  // The first one comes last, so that its metrics are those that stay.
  const parts = [
    { optimizer: rest, prefix: 'rest/', isFirst: false },
    { optimizer: first, prefix: 'first/', isFirst: true },
  ];
  return described<Optimizer>(
    'byParameter',
    { isOfFirst, first, rest },
    {
      init(parameters) {
        const state: Record<string, Tensor> = {};
        for (const { optimizer, prefix, isFirst } of parts) {
          const own = filterNamed(parameters, (facts, name) => isOfFirst(name, facts) === isFirst);
          Object.assign(state, withPrefix(optimizer.init(own), prefix));
        }
        return state;
      },
      update(gradients, state, context) {
        const updates: Record<string, Value> = {};
        const nextState: Record<string, Value> = {};
        const metrics: Record<string, Value> = {};
        for (const { optimizer, prefix, isFirst } of parts) {
          const own = filterNamed(gradients, ({ dtype, shape }, name) => {
            return isOfFirst(name, { dtype, dims: shape as number[] }) === isFirst;
          });
          if (Object.keys(own).length === 0) continue;
          const result = optimizer.update(own, withoutPrefix(state, prefix), context);
          Object.assign(updates, result.updates);
          Object.assign(nextState, withPrefix(result.state, prefix));
          Object.assign(metrics, result.metrics);
        }
        return { updates, state: nextState, metrics };
      },
    },
  );
}
