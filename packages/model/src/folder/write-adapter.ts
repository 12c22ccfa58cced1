import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Tensor, tensor, writeSafetensors } from '@skinr1/autograd';
import { UsageError } from '@skinr1/core';
import type { ParameterSpec } from '../architecture/parameters.ts';
import type { Architecture } from '../families/family.ts';
import type { AdapterSettings, AdapterTarget } from '../weights/adapter-settings.ts';
import { layerOf, partNames } from '../weights/part-names.ts';
import { type AdapterTensor, adapterTensors, transposed } from './adapter-tensors.ts';
import { files } from './files.ts';
import { writeWhole } from './write-whole.ts';

/** What {@link writeAdapter} may be told. */
export interface AdapterNaming {
  /**
   * How modules are named: as PEFT with Transformers ≥ 4.52 knows them, or as before. @defaultValue 'current'
   */
  readonly naming?: 'current' | 'published';
}

/**
 * Writes an adapter as a folder that PEFT and {@link readAdapter} open. The configuration names every module
 * in full, so that it means the same whatever else a model has. The weights appear under their name only when
 * they are complete, and last.
 *
 * @param load a matrix by part name
 * @throws ResourceError when it cannot be written, UsageError for one beside an embedding that is the output head too
 */
export async function writeAdapter(
  directory: string,
  { family, config }: Architecture,
  settings: AdapterSettings,
  load: (part: string) => Promise<Tensor>,
  { naming = 'current' }: AdapterNaming = {},
): Promise<void> {
  const all = family.parameters(config);
  const specs = all.filter(({ name }) => name in settings.targets);
  const embedding = specs.find(({ kind }) => kind === 'embedding');
  if (embedding && !all.some(({ kind }) => kind === 'output')) {
    throw new UsageError(
      `'${embedding.name}' is the output head too, which PEFT would leave alone.`,
      {
        mend: 'Merge the adapter with mergeAdapter and save the model.',
      },
    );
  }
  const modules = specs.map((spec): Module => {
    const name =
      (naming === 'published' ? null : family.storedNames(spec.name).at(-1)) ?? spec.name;
    return { spec, name: layerOf(name), target: settings.targets[spec.name] as AdapterTarget };
  });
  const json = formatAdapterConfig(settings, modules);
  const sources = modules.flatMap((module) => tensorSources(module, load));
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, files.adapterConfig), `${JSON.stringify(json, null, 2)}\n`);
  const path = join(directory, files.adapterWeights);
  await writeWhole(path, (partial) => writeSafetensors(partial, sources, { format: 'pt' }));
}

interface Module {
  readonly spec: ParameterSpec;
  readonly name: string;
  readonly target: AdapterTarget;
}

/** A and B of a module as they are written. */
function tensorSources({ spec, name, target }: Module, load: (part: string) => Promise<Tensor>) {
  const { a, b } = adapterTensors(name, spec, target);
  const source = ({ key, dims, isTransposed }: AdapterTensor, part: string) => ({
    name: key,
    dtype: 'float32' as const,
    dims,
    load: async () => {
      const { data, dims: size } = await load(part);
      const numbers = data as Float32Array;
      const [rows = 0, columns = 0] = size;
      return tensor('float32', dims, isTransposed ? transposed(numbers, rows, columns) : numbers);
    },
  });
  return [source(a, partNames.adapterA(spec.name)), source(b, partNames.adapterB(spec.name))];
}

/** PEFT's `adapter_config.json`; ranks and alphas that differ from the first stand in patterns. */
function formatAdapterConfig(
  { dropout, rankStabilized, base }: AdapterSettings,
  modules: readonly Module[],
): Record<string, unknown> {
  const { rank = 1, alpha = 1 } = modules[0]?.target ?? {};
  const others = (of: 'rank' | 'alpha', common: number) =>
    Object.fromEntries(
      modules
        .filter(({ target }) => target[of] !== common)
        .map(({ name, target }) => [name.replaceAll('.', '\\.'), target[of]]),
    );
  return {
    peft_type: 'LORA',
    task_type: 'CAUSAL_LM',
    base_model_name_or_path: base,
    r: rank,
    lora_alpha: alpha,
    lora_dropout: dropout,
    use_rslora: rankStabilized,
    target_modules: modules.map(({ name }) => name),
    rank_pattern: others('rank', rank),
    alpha_pattern: others('alpha', alpha),
    bias: 'none',
    fan_in_fan_out: false,
    init_lora_weights: true,
    inference_mode: true,
    modules_to_save: null,
    use_dora: false,
  };
}
