import { type Tensor, tensor } from '@skinr1/autograd';
import { createRandom } from '@skinr1/core';
import { type ParameterSpec, parameterSpecs } from './architecture/parameters.ts';
import type { ModelConfig } from './config.ts';

/** Standard deviation with which a new matrix is drawn, from its Hugging Face name and shape. */
export type WeightSpread = (weight: {
  readonly name: string;
  readonly shape: readonly number[];
}) => number;

/** The same for every matrix, as Hugging Face starts a model: `initializer_range`, usually 0.02. */
export const fixedSpread =
  (range: number): WeightSpread =>
  () =>
    range;

/**
 * `1/√(inputs)` (LeCun et al. 1998), so that signals keep their size through layers of any width; token
 * embeddings, which look up one row, get 0.1. A model of a few million weights learns far sooner from
 * here than from 0.02, which suits matrices about 2,500 wide.
 */
export const scaledSpread: WeightSpread = ({ name, shape }) => {
  if (name === 'model.embed_tokens.weight') return 0.1;
  const inputs = shape.slice(1).reduce((a, b) => a * b, 1);
  return 1 / Math.sqrt(inputs);
};

/**
 * Random weights: matrices normal around 0, biases 0, norms 1. Each weight has a random stream of its
 * own, by its name.
 */
export function* initialWeights(
  config: ModelConfig,
  seed: number | string,
  spread: WeightSpread = fixedSpread(config.text.initializerRange),
): Generator<{ readonly name: string; readonly tensor: Tensor }> {
  const random = createRandom(seed);
  for (const spec of parameterSpecs(config)) {
    const draw = random.fork(spec.name);
    const fill = fills[spec.initial];
    const deviation = spread(spec);
    const values = new Float32Array(spec.shape.reduce((a, b) => a * b, 1));
    for (let i = 0; i < values.length; i++) values[i] = fill(draw, deviation);
    yield { name: spec.name, tensor: tensor('float32', spec.shape, values) };
  }
}

const fills: Record<
  ParameterSpec['initial'],
  (draw: { normal(): number }, deviation: number) => number
> = {
  normal: (draw, deviation) => draw.normal() * deviation,
  ones: () => 1,
  zeros: () => 0,
};
