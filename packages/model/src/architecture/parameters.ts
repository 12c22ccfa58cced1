/** What a weight is for: how it starts and what may be done to it follow from this. */
export type ParameterKind = 'embedding' | 'linear' | 'kernel' | 'output' | 'norm' | 'bias';

/** A weight of the model: its Hugging Face name, its shape, and what it is for. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly kind: ParameterKind;
}

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

/** The weights of a layer norm, `NAME.weight` and `NAME.bias`. */
export function layerNormSpecs(name: string, size: number): ParameterSpec[] {
  return [normSpec(name, size), { name: `${name}.bias`, shape: [size], kind: 'bias' }];
}
