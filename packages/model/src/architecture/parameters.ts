import type { Graph, Value } from '@skinr1/autograd';
import { InvalidInputError } from '@skinr1/core';

/** What a weight is for: how it starts and what may be done to it follow from this. */
export type ParameterKind = 'embedding' | 'linear' | 'kernel' | 'output' | 'norm' | 'bias';

/** A weight of the model: its Hugging Face name, its shape, and what it is for. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly kind: ParameterKind;
}

/** Weights by Hugging Face name, as values of a graph. */
export type ParameterMap = ReadonlyMap<string, Value>;

/** The weights of a linear layer `NAME.weight` `[output, input]` and, if it has one, `NAME.bias`. */
export function linearSpecs(
  name: string,
  output: number,
  input: number,
  { bias }: { readonly bias: boolean },
): ParameterSpec[] {
  const weight = { name: `${name}.weight`, shape: [output, input], kind: 'linear' } as const;
  return bias ? [weight, { name: `${name}.bias`, shape: [output], kind: 'bias' }] : [weight];
}

/** The weight of a norm, `NAME.weight`. */
export function normSpec(name: string, size: number): ParameterSpec {
  return { name: `${name}.weight`, shape: [size], kind: 'norm' };
}

/** Declares the given weights as graph inputs. */
export function declareParameters(graph: Graph, specs: readonly ParameterSpec[]): ParameterMap {
  return new Map(specs.map(({ name, shape }) => [name, graph.input(name, 'float32', shape)]));
}

/** A weight by name. Throws InvalidInputError when the map lacks it. */
export function parameter(parameters: ParameterMap, name: string): Value {
  const value = parameters.get(name);
  if (value) return value;
  throw new InvalidInputError(`the weights have no '${name}'.`, {
    mend: 'Load a complete checkpoint of this model.',
  });
}
