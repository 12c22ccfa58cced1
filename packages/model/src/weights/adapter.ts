import { type Tensor, type TensorHandle, tensor, zeros } from '@skinr1/autograd';
import { checkWholeNumber, createRandom, UsageError } from '@skinr1/core';
import type { ParameterSpec } from '../architecture/parameters.ts';
import type { Model } from '../model.ts';
import { type AdapterSettings, matrixSize } from './adapter-settings.ts';
import { mergedWeight } from './merged-weights.ts';
import { partNames } from './part-names.ts';
import { idleParts, storeAdapter } from './stored-adapter.ts';
import { storePart } from './weight-part.ts';

/**
 * Which weights get an adapter: all linear layers but the output head, vision tower included, as PEFT's
 * `all-linear`; those of the language model alone; or what a function chooses.
 */
export type AdapterTargets =
  | 'all-linear'
  | 'language-linear'
  | ((weight: ParameterSpec) => boolean);

/** Options of {@link addAdapter}. */
export interface AdapterOptions {
  /** What to call it. @defaultValue 'default' */
  readonly name?: string;
  readonly rank: number;
  /** The adapter's product counts alpha / rank times. @defaultValue rank */
  readonly alpha?: number;
  /** Count it alpha / √rank times (rsLoRA). @defaultValue false */
  readonly rankStabilized?: boolean;
  /** Share of a layer's inputs that the adapter does not see while it learns. @defaultValue 0 */
  readonly dropout?: number;
  /** @defaultValue 'language-linear' */
  readonly targets?: AdapterTargets;
  /** Of A's first numbers. */
  readonly seed: number | string;
}

/**
 * Puts low-rank adapters beside weights of a model (LoRA; Hu et al., 2021): from then on a learner trains
 * them alone, and answers come with them unless `generate` is told otherwise. As PEFT starts them, A is
 * uniform in ±1/√inputs and B is 0, so that the model answers as before until it has learnt.
 *
 * @throws UsageError when the model has an adapter of that name, or for options out of range
 */
export async function addAdapter(model: Model, options: AdapterOptions): Promise<void> {
  const { name = 'default', rank, alpha = rank, dropout = 0, rankStabilized = false } = options;
  checkWholeNumber('rank', rank, 1);
  if (!(dropout >= 0 && dropout < 1)) {
    throw new UsageError(`dropout must be from 0 to below 1, got ${dropout}.`);
  }
  if (!Number.isFinite(alpha)) throw new UsageError(`alpha must be a number, got ${alpha}.`);
  const specs = chooseTargets(model, options.targets ?? 'language-linear');
  const random = createRandom(options.seed);
  const matrices: Record<string, Tensor> = {};
  for (const spec of specs) {
    const { outputs, inputs } = matrixSize(spec);
    const draw = random.fork(spec.name);
    const bound = 1 / Math.sqrt(inputs);
    const a = Float32Array.from({ length: rank * inputs }, () => (2 * draw.next() - 1) * bound);
    matrices[partNames.adapterA(spec.name)] = tensor('float32', [rank, inputs], a);
    matrices[partNames.adapterB(spec.name)] = zeros('float32', [outputs, rank]);
  }
  const targets = Object.fromEntries(specs.map((spec) => [spec.name, { rank, alpha }]));
  await attachAdapter(model, name, { targets, dropout, rankStabilized, base: null }, matrices);
}

function chooseTargets(
  { family, config }: Pick<Model, 'family' | 'config'>,
  targets: AdapterTargets,
): ParameterSpec[] {
  const isTarget =
    typeof targets === 'function'
      ? targets
      : ({ kind, name }: ParameterSpec) =>
          kind === 'linear' && (targets === 'all-linear' || !family.isVisionWeight(name));
  const chosen = family.parameters(config).filter(isTarget);
  const bad = chosen.find(({ kind }) => kind === 'norm' || kind === 'bias');
  if (!bad && chosen.length > 0) return chosen;
  throw new UsageError(
    bad ? `'${bad.name}' is no matrix: it can have no adapter.` : 'no weight was chosen.',
    { mend: 'Let targets choose weights of the kinds linear, embedding, output or kernel.' },
  );
}

/**
 * Puts an adapter beside a model's weights under a name.
 *
 * @param matrices A and B of each target, by part name
 * @throws UsageError when the name is taken or a learner holds the model
 */
export async function attachAdapter(
  { family, config, engine, weights }: Model,
  name: string,
  settings: AdapterSettings,
  matrices: Readonly<Record<string, Tensor>>,
): Promise<void> {
  weights.checkOpen();
  if (name === '' || weights.adapterNames.includes(name)) {
    throw new UsageError(
      name === '' ? 'an adapter needs a name.' : `the model has an adapter '${name}' already.`,
      { mend: 'Choose another name, or remove that one with removeAdapter.' },
    );
  }
  if (weights.isLearning) {
    throw new UsageError('the model has a learner already.', { mend: 'Release that one first.' });
  }
  const adapter = await storeAdapter(engine, settings, matrices);
  const places: Record<string, TensorHandle> = {};
  for (const spec of family.parameters(config)) {
    if (!(spec.name in settings.targets) || weights.hasPlace(spec.name)) continue;
    Object.assign(places, await idleParts(engine, spec));
  }
  weights.addAdapter(name, adapter, places);
}

/**
 * Takes an adapter away from a model, which frees it.
 *
 * @throws UsageError for a name that no adapter has, one that is learning, or while a call uses the model
 */
export function removeAdapter({ weights }: Model, name: string): void {
  if (weights.calls.isBusy) {
    throw new UsageError(`adapter '${name}' cannot go while a call uses the model.`, {
      mend: 'Wait for the answers, scores and steps that were asked for.',
    });
  }
  weights.removeAdapter(name);
}

/**
 * Adds an adapter's product to the weights beside which it stands (`W + scale · B · A`) and takes the
 * adapter away: answers stay what they were with it. Weights keep their precision, so that narrow ones are
 * rounded.
 *
 * @param name @defaultValue the adapter added last
 * @throws UsageError when there is none, for quantized weights, or while a learner holds the model
 */
export async function mergeAdapter(model: Model, name?: string): Promise<void> {
  model.weights.checkOpen();
  await model.weights.calls.run(() => mergeNow(model, name));
}

async function mergeNow(
  { family, config, engine, weights }: Model,
  name: string | undefined,
): Promise<void> {
  const chosen = name ?? weights.defaultAdapter ?? 'default';
  const { settings } = weights.adapter(chosen);
  if (weights.isLearning) {
    throw new UsageError('the model has a learner.', { mend: 'Release it first.' });
  }
  const specs = family.parameters(config).filter((spec) => spec.name in settings.targets);
  const quantized = specs.find((spec) => weights.parts[spec.name] === undefined);
  if (quantized) {
    throw new UsageError(`'${quantized.name}' is quantized: nothing can be added to it.`, {
      mend: "Merge the folders with mergeAdapterFolder, or load the model as 'float32' or 'stored'.",
    });
  }
  for (const spec of specs) {
    const tensor = await mergedWeight(engine, weights, spec, chosen);
    weights.replace({ [spec.name]: await storePart(engine, { name: spec.name, tensor }) });
  }
  weights.removeAdapter(chosen);
}
