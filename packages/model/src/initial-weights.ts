import { type Tensor, tensor } from '@skinr1/autograd';
import { createRandom } from '@skinr1/core';
import type { ParameterKind, ParameterSpec } from './architecture/parameters.ts';
import type { Architecture } from './families/family.ts';

/** Standard deviation with which a new matrix is drawn. */
export type WeightSpread = (weight: ParameterSpec) => number;

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
export const scaledSpread: WeightSpread = ({ kind, shape }) => {
  if (kind === 'embedding') return 0.1;
  const inputs = shape.slice(1).reduce((a, b) => a * b, 1);
  return 1 / Math.sqrt(inputs);
};

/**
 * Random weights: matrices normal around 0, biases 0, norms 1. Each weight has a random stream of its
 * own, by its name.
 */
export function* initialWeights(
  { family, config }: Architecture,
  seed: number | string,
  spread: WeightSpread = fixedSpread(config.text.initializerRange),
): Generator<{ readonly name: string; readonly tensor: Tensor }> {
  const random = createRandom(seed);
  for (const spec of family.parameters(config)) {
    const draw = random.fork(spec.name);
    const fill = fills[spec.kind];
    const deviation = spread(spec);
    const values = new Float32Array(spec.shape.reduce((a, b) => a * b, 1));
    for (let i = 0; i < values.length; i++) values[i] = fill(draw, deviation);
    yield { name: spec.name, tensor: tensor('float32', spec.shape, values) };
  }
}

type Fill = (draw: { normal(): number }, deviation: number) => number;

const normal: Fill = (draw, deviation) => draw.normal() * deviation;

const fills: Record<ParameterKind, Fill> = {
  embedding: normal,
  linear: normal,
  kernel: normal,
  output: normal,
  norm: () => 1,
  bias: () => 0,
};
