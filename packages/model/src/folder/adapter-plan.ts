import type { SafetensorsFile } from '@skinr1/autograd';
import { InvalidInputError } from '@skinr1/core';
import type { ParameterSpec } from '../architecture/parameters.ts';
import type { Architecture } from '../families/family.ts';
import type { AdapterTarget } from '../weights/adapter-settings.ts';
import { layerOf } from '../weights/part-names.ts';
import type { AdapterConfig } from './adapter-config.ts';
import { type AdapterTensor, adaptedKinds, adapterTensors, readKey } from './adapter-tensors.ts';
import { files } from './files.ts';
import { chooseModules } from './target-modules.ts';

/** A weight and the adapter beside it in a file. */
export interface PlannedTarget {
  readonly spec: ParameterSpec;
  readonly target: AdapterTarget;
  readonly a: AdapterTensor;
  readonly b: AdapterTensor;
}

/** What an adapter's file holds for a model. */
export interface AdapterPlan {
  readonly targets: readonly PlannedTarget[];
  /** Copies of the model's own weights, by key. */
  readonly copies: ReadonlyMap<string, ParameterSpec>;
}

/** An adapter's files, its weights not read. */
export interface AdapterSource {
  readonly config: AdapterConfig;
  readonly entries: SafetensorsFile['entries'];
  /** Of the weights. */
  readonly path: string;
  /** Of the configuration. */
  readonly source: string;
}

/**
 * Finds the weights of a model that an adapter stands beside, from its configuration and the header of its
 * file, and checks that the two agree with each other and with the model.
 *
 * @throws InvalidInputError naming the tensor and the mend
 */
export function planAdapter(adapter: AdapterSource, architecture: Architecture): AdapterPlan {
  const layout = layoutOf(adapter, architecture);
  const { config, source } = adapter;
  const candidates = [...layout].map(([name, { kind }]) => ({
    name,
    isInnerLinear: kind === 'linear',
  }));
  const targets = [...chooseModules(config, candidates, source)].map(([module, target]) => {
    const spec = layout.get(module) as ParameterSpec;
    return { spec, target, ...adapterTensors(module, spec, target) };
  });
  refuseTiedEmbedding(adapter, targets, layout);
  refuseLack(adapter, targets);
  for (const { spec, target, a, b } of targets) {
    for (const tensor of [a, b]) refuseOtherSize(adapter, tensor, spec, target);
  }
  return { targets, copies: copiesOf(adapter, targets, layout) };
}

/** Matrices of a model by the names that one layout gives to their modules. */
type Layout = ReadonlyMap<string, ParameterSpec>;

/** The layout that explains all tensors. Throws InvalidInputError for tensors that none explains. */
function layoutOf(
  { entries, path, config: { base_model_name_or_path: base } }: AdapterSource,
  { family, config }: Architecture,
): Layout {
  const specs = family.parameters(config).filter(({ kind }) => adaptedKinds.includes(kind));
  const names = specs.map(({ name }) => family.storedNames(name).map(layerOf));
  const layouts = (names[0] ?? []).map(
    (_, index): Layout => new Map(specs.map((spec, i) => [names[i]?.[index] ?? '', spec])),
  );
  const unexplained = (layout: Layout) =>
    [...entries.keys()].filter((key) => !layout.has(readKey(key)?.module ?? ''));
  const [best] = layouts
    .map((layout) => ({ layout, strange: unexplained(layout) }))
    .sort((x, y) => x.strange.length - y.strange.length);
  if (best && best.strange.length === 0) return best.layout;
  throw new InvalidInputError(`stands beside nothing in this ${family.title}.`, {
    source: path,
    place: best?.strange[0],
    mend: ownBase(base),
  });
}

function ownBase(base: string | null | undefined): string {
  return base ? `It was trained on ${base}.` : 'Use the model that it was trained on.';
}

/** One matrix serves as embedding and output head here, where PEFT adapts the look-up alone. */
function refuseTiedEmbedding(
  { source }: AdapterSource,
  targets: readonly PlannedTarget[],
  layout: Layout,
): void {
  const embedding = targets.find(({ spec }) => spec.kind === 'embedding');
  if (!embedding || [...layout.values()].some(({ kind }) => kind === 'output')) return;
  throw new InvalidInputError(
    `chooses '${embedding.spec.name}', which is the model's output head too.`,
    {
      source,
      place: 'target_modules',
      mend: 'Merge the adapter with `merge_and_unload` of PEFT, save the model and open that.',
    },
  );
}

function refuseLack(adapter: AdapterSource, targets: readonly PlannedTarget[]): void {
  const wanted = targets.flatMap(({ a, b }) => [a.key, b.key]);
  const lacking = wanted.filter((key) => !adapter.entries.has(key));
  if (lacking.length === 0 && wanted.length > 0) return;
  throw new InvalidInputError(
    `lacks ${lacking.length} of the ${wanted.length} tensors that ${files.adapterConfig} and the model ask for.`,
    {
      source: adapter.path,
      place: lacking[0],
      mend: `Fetch the adapter again, or use the model that it belongs to. ${ownBase(adapter.config.base_model_name_or_path)}`,
    },
  );
}

function refuseOtherSize(
  { entries, path, config }: AdapterSource,
  { key, dims }: AdapterTensor,
  spec: ParameterSpec,
  { rank }: AdapterTarget,
): void {
  const stored = entries.get(key);
  if (stored && `${stored.dims}` === `${dims}` && stored.dtype.includes('float')) return;
  throw new InvalidInputError(
    `is ${stored?.dtype} [${stored?.dims.join(', ')}], rank ${rank} beside ${spec.name} asks for [${dims.join(', ')}].`,
    {
      source: path,
      place: key,
      mend: `The adapter is for another model. ${ownBase(config.base_model_name_or_path)}`,
    },
  );
}

/** Tensors that are neither A nor B: copies of weights, or none that the configuration knows. */
function copiesOf(
  { entries, path }: AdapterSource,
  targets: readonly PlannedTarget[],
  layout: Layout,
): Map<string, ParameterSpec> {
  const wanted = new Set(targets.flatMap(({ a, b }) => [a.key, b.key]));
  const copies = new Map<string, ParameterSpec>();
  for (const [key, { dims }] of entries) {
    if (wanted.has(key)) continue;
    const read = readKey(key);
    const spec = read?.isCopy ? layout.get(read.module) : undefined;
    if (!spec) {
      throw new InvalidInputError(`is not chosen by target_modules of ${files.adapterConfig}.`, {
        source: path,
        place: key,
        mend: 'Use the configuration that was saved with these weights.',
      });
    }
    if (`${spec.shape}` !== `${dims}`) throw replacement(path, key, spec);
    copies.set(key, spec);
  }
  return copies;
}

/** The error of an adapter that comes with other weights than the model's. */
export function replacement(path: string, key: string, { name }: ParameterSpec): InvalidInputError {
  return new InvalidInputError(`is no copy of the model's '${name}': it would replace it.`, {
    source: path,
    place: key,
    mend: 'Merge the adapter with `merge_and_unload` of PEFT, save the model and open that.',
  });
}
