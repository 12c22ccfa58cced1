import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openSafetensors, type SafetensorsFile, type Tensor, tensor } from '@skinr1/autograd';
import { InvalidInputError, NotFoundError } from '@skinr1/core';
import type { ParameterSpec } from '../architecture/parameters.ts';
import type { Architecture } from '../families/family.ts';
import {
  type AdapterSettings,
  type AdapterTarget,
  matrixSize,
} from '../weights/adapter-settings.ts';
import { toFloat32 } from '../weights/merged-weights.ts';
import { layerOf, partNames } from '../weights/part-names.ts';
import { type AdapterConfig, parseAdapterConfig } from './adapter-config.ts';
import { adaptedKinds, keyOf, moduleOf } from './adapter-tensors.ts';
import { files, readJson } from './files.ts';
import { chooseModules } from './target-modules.ts';

/** An adapter as a folder holds it. */
export interface ReadAdapter {
  readonly settings: AdapterSettings;
  /** A and B of each target, float32, by part name. */
  readonly matrices: Readonly<Record<string, Tensor>>;
}

/**
 * Reads a folder in the layout of PEFT, `adapter_config.json` and `adapter_model.safetensors`, whose
 * modules may be named as any release of Transformers names them.
 *
 * @throws NotFoundError, InvalidInputError naming the file, the place and the mend: a field that would change
 *   the answers and is not supported, an adapter of another model, half an adapter
 */
export async function readAdapter(
  directory: string,
  architecture: Architecture,
): Promise<ReadAdapter> {
  const { config, file, path, source } = await openAdapter(directory);
  try {
    const base = config.base_model_name_or_path ?? null;
    const layout = layoutOf(file, architecture, { path, base });
    const targets = chooseTargets(config, layout, source);
    refuseMismatch(file, targets, { path, base });
    const matrices: Record<string, Tensor> = {};
    for (const { spec, module, target } of targets) {
      const { a, b } = await readMatrices(file, { spec, module, target }, { path, base });
      matrices[partNames.adapterA(spec.name)] = a;
      matrices[partNames.adapterB(spec.name)] = b;
    }
    const settings = {
      targets: Object.fromEntries(targets.map(({ spec, target }) => [spec.name, target])),
      dropout: config.lora_dropout,
      rankStabilized: config.use_rslora === true,
      base,
    };
    return { settings, matrices };
  } finally {
    await file.close();
  }
}

/** The files of an adapter, its weights not read yet. Throws as {@link readAdapter}. */
export async function openAdapter(directory: string): Promise<{
  config: AdapterConfig;
  file: SafetensorsFile;
  /** Of the weights. */
  path: string;
  /** Of the configuration. */
  source: string;
}> {
  const source = join(directory, files.adapterConfig);
  const config = parseAdapterConfig(await readJson(source), source);
  const path = join(directory, files.adapterWeights);
  try {
    return { config, file: await openSafetensors(path), path, source };
  } catch (error) {
    const pickle = join(directory, files.adapterPickle);
    if (!(error instanceof NotFoundError) || !(await exists(pickle))) throw error;
    throw new InvalidInputError('is a pickle, which can run any program when it is read.', {
      source: pickle,
      mend:
        'Load it in Python and save it again with `model.save_pretrained(folder)` of PEFT, which writes ' +
        `${files.adapterWeights}.`,
    });
  }
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Matrices of a model by the names that one layout gives to their modules. */
type Layout = ReadonlyMap<string, ParameterSpec>;

/** What errors name. */
interface Origin {
  readonly path: string;
  readonly base: string | null;
}

/** The layout that explains all tensors. Throws InvalidInputError for tensors that none explains. */
function layoutOf(
  { entries }: SafetensorsFile,
  { family, config }: Architecture,
  { path, base }: Origin,
): Layout {
  const specs = family.parameters(config).filter(({ kind }) => adaptedKinds.includes(kind));
  const names = specs.map(({ name }) => family.storedNames(name).map(layerOf));
  const layouts = (names[0] ?? []).map(
    (_, index): Layout => new Map(specs.map((spec, i) => [names[i]?.[index] ?? '', spec])),
  );
  const unexplained = (layout: Layout) =>
    [...entries.keys()].filter((key) => !layout.has(moduleOf(key) ?? ''));
  const ranked = layouts
    .map((layout) => ({ layout, strange: unexplained(layout) }))
    .sort((x, y) => x.strange.length - y.strange.length);
  const best = ranked[0];
  if (best && best.strange.length === 0) return best.layout;
  const [strange = ''] = best?.strange ?? [];
  const isEmbedding = strange.includes('lora_embedding_');
  throw new InvalidInputError(
    isEmbedding
      ? 'stands beside an embedding, which is not supported.'
      : `stands beside nothing in this ${family.title}.`,
    {
      source: path,
      place: strange,
      mend: isEmbedding
        ? 'Merge it with `merge_and_unload` of PEFT, save the model and open that.'
        : ownBase(base),
    },
  );
}

function ownBase(base: string | null): string {
  return base === null ? 'Use the model that it was trained on.' : `It was trained on ${base}.`;
}

interface Target {
  readonly spec: ParameterSpec;
  /** Name in the adapter's layout. */
  readonly module: string;
  readonly target: AdapterTarget;
}

function chooseTargets(config: AdapterConfig, layout: Layout, source: string): Target[] {
  const candidates = [...layout].map(([name, { kind }]) => ({
    name,
    isInnerLinear: kind === 'linear',
  }));
  return [...chooseModules(config, candidates, source)].map(([module, target]) => ({
    spec: layout.get(module) as ParameterSpec,
    module,
    target,
  }));
}

/** Throws InvalidInputError unless configuration and weights speak of the same modules. */
function refuseMismatch(
  { entries }: SafetensorsFile,
  targets: readonly Target[],
  { path, base }: Origin,
): void {
  const wanted = targets.flatMap(({ module }) =>
    (['A', 'B'] as const).map((side) => keyOf(module, side)),
  );
  const lacking = wanted.filter((key) => !entries.has(key));
  if (lacking.length > 0 || wanted.length === 0) {
    throw new InvalidInputError(
      `lacks ${lacking.length} of the ${wanted.length} tensors that ${files.adapterConfig} and the model ask for.`,
      {
        source: path,
        place: lacking[0],
        mend: `Fetch the adapter again, or use the model that it belongs to. ${ownBase(base)}`,
      },
    );
  }
  const known = new Set(wanted);
  const strange = [...entries.keys()].find((key) => !known.has(key));
  if (strange === undefined) return;
  throw new InvalidInputError(`is not chosen by target_modules of ${files.adapterConfig}.`, {
    source: path,
    place: strange,
    mend: 'Use the configuration that was saved with these weights.',
  });
}

async function readMatrices(
  file: SafetensorsFile,
  { spec, module, target }: Target,
  origin: Origin,
): Promise<{ a: Tensor; b: Tensor }> {
  const { outputs, inputs } = matrixSize(spec);
  const read = async (side: 'A' | 'B', rows: number, columns: number): Promise<Tensor> => {
    const key = keyOf(module, side);
    const stored = await file.read(key);
    const { dims } = stored;
    // Beside a kernel both are kernels: A of the same size, B of size 1.
    const width = dims.slice(1).reduce((product, size) => product * size, 1);
    if (dims[0] !== rows || width !== columns || !stored.dtype.includes('float')) {
      throw new InvalidInputError(
        `is ${stored.dtype} [${dims.join(', ')}], rank ${target.rank} beside ${spec.name} asks for [${rows}, ${columns}].`,
        {
          source: origin.path,
          place: key,
          mend: `The adapter is for another model. ${ownBase(origin.base)}`,
        },
      );
    }
    return tensor('float32', [rows, columns], toFloat32(stored));
  };
  return {
    a: await read('A', target.rank, inputs),
    b: await read('B', outputs, target.rank),
  };
}
