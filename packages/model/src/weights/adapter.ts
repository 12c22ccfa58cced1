import { tensor, zeros } from '@skinr1/autograd';
import { checkWholeNumber, createRandom, UsageError } from '@skinr1/core';
import type { ParameterSpec } from '../architecture/parameters.ts';
import type { Model } from '../model.ts';
import type { WeightPart } from './model-weights.ts';
import { adapterScale, partNames } from './part-names.ts';

/** Options of {@link addAdapter}. */
export interface AdapterOptions {
  readonly rank: number;
  /** The adapter's product counts alpha / rank times. @defaultValue rank */
  readonly alpha?: number;
  /** Which weights get one; only matrices can. @defaultValue the linear layers of the language model */
  readonly targets?: (weight: ParameterSpec) => boolean;
  /** Of A's first numbers. */
  readonly seed: number | string;
}

/**
 * Puts low-rank adapters beside weights of a model (LoRA; Hu et al., 2021), which are frozen from then on:
 * a learner trains the adapters alone. As PEFT starts them, A is uniform in ±1/√inputs and B is 0, so that
 * the model answers as before until it has learnt.
 *
 * @throws UsageError when the model has an adapter or a learner already, or for options out of range
 */
export async function addAdapter(model: Model, options: AdapterOptions): Promise<void> {
  const { family, config, engine, weights } = model;
  const { rank, alpha = rank, seed } = options;
  checkWholeNumber('rank', rank, 1);
  if (weights.hasAdapter || weights.isLearning) {
    throw new UsageError(
      `the model has ${weights.hasAdapter ? 'an adapter' : 'a learner'} already.`,
    );
  }
  const isTarget =
    options.targets ??
    (({ kind, name }: ParameterSpec) => kind === 'linear' && !family.isVisionWeight(name));
  const targets = family.parameters(config).filter(isTarget);
  const bad = targets.find(({ kind }) => kind === 'norm' || kind === 'bias');
  if (bad || targets.length === 0) {
    throw new UsageError(
      bad ? `'${bad.name}' is no matrix: it can have no adapter.` : 'no weight was chosen.',
      { mend: 'Let targets choose weights of the kinds linear, embedding, output or kernel.' },
    );
  }
  const random = createRandom(seed);
  const parts: Record<string, WeightPart> = {
    [adapterScale]: await engine.upload(tensor('float32', [], [alpha / rank])),
  };
  for (const { name, shape } of targets) {
    const [outputs = 0, ...rest] = shape;
    const inputs = rest.reduce((product, size) => product * size, 1);
    const draw = random.fork(name);
    const bound = 1 / Math.sqrt(inputs);
    const a = Float32Array.from({ length: rank * inputs }, () => (2 * draw.next() - 1) * bound);
    parts[partNames.adapterA(name)] = await engine.upload(tensor('float32', [rank, inputs], a));
    parts[partNames.adapterB(name)] = await engine.upload(zeros('float32', [outputs, rank]));
  }
  weights.add(parts);
}
