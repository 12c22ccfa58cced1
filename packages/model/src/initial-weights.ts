import { type Tensor, tensor } from '@skinr1/autograd';
import { createRandom } from '@skinr1/core';
import { type ParameterSpec, parameterSpecs } from './architecture/parameters.ts';
import type { ModelConfig } from './config.ts';

/**
 * Random weights as Hugging Face starts them: matrices normal with standard deviation
 * `initializerRange`, biases 0, norms 1. Each weight has a random stream of its own, by its name.
 */
export function* initialWeights(
  config: ModelConfig,
  seed: number | string,
): Generator<{ readonly name: string; readonly tensor: Tensor }> {
  const random = createRandom(seed);
  for (const spec of parameterSpecs(config)) {
    const draw = random.fork(spec.name);
    const fill = fills[spec.initial];
    const values = new Float32Array(spec.shape.reduce((a, b) => a * b, 1));
    for (let i = 0; i < values.length; i++) values[i] = fill(draw, config.text.initializerRange);
    yield { name: spec.name, tensor: tensor('float32', spec.shape, values) };
  }
}

const fills: Record<
  ParameterSpec['initial'],
  (draw: { normal(): number }, range: number) => number
> = {
  normal: (draw, range) => draw.normal() * range,
  ones: () => 1,
  zeros: () => 0,
};
