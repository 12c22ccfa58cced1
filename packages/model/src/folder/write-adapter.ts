import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Tensor, writeSafetensors } from '@skinr1/autograd';
import { UsageError } from '@skinr1/core';
import type { ParameterSpec } from '../architecture/parameters.ts';
import type { Architecture } from '../families/family.ts';
import type { AdapterSettings, AdapterTarget } from '../weights/adapter-settings.ts';
import { layerOf, partNames } from '../weights/part-names.ts';
import { adaptedKinds, keyOf } from './adapter-tensors.ts';
import { files } from './files.ts';

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
 * @throws ResourceError when it cannot be written, UsageError for one beside an embedding
 */
export async function writeAdapter(
  directory: string,
  { family, config }: Architecture,
  settings: AdapterSettings,
  load: (part: string) => Promise<Tensor>,
  { naming = 'current' }: AdapterNaming = {},
): Promise<void> {
  const specs = family.parameters(config).filter(({ name }) => name in settings.targets);
  const embedding = specs.find(({ kind }) => !adaptedKinds.includes(kind));
  if (embedding) {
    throw new UsageError(`the adapter stands beside '${embedding.name}', an embedding.`, {
      mend: 'Merge it with mergeAdapter and save the model.',
    });
  }
  const moduleName = ({ name }: ParameterSpec): string =>
    layerOf((naming === 'published' ? name : family.storedNames(name).at(-1)) ?? name);
  const json = formatAdapterConfig(
    settings,
    specs.map((spec) => [moduleName(spec), settings.targets[spec.name] as AdapterTarget]),
  );
  const sources = specs.flatMap((spec) => {
    const module = moduleName(spec);
    const { rank } = settings.targets[spec.name] as AdapterTarget;
    const [outputs = 0, ...inputs] = spec.shape;
    const shapes = { A: [rank, ...inputs], B: [outputs, rank, ...inputs.slice(1).map(() => 1)] };
    return (['A', 'B'] as const).map((side) => ({
      name: keyOf(module, side),
      dtype: 'float32' as const,
      dims: shapes[side],
      load: async () => ({
        ...(await load(partNames[`adapter${side}`](spec.name))),
        dims: shapes[side],
      }),
    }));
  });
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, files.adapterConfig), `${JSON.stringify(json, null, 2)}\n`);
  const path = join(directory, files.adapterWeights);
  await writeSafetensors(`${path}.partial`, sources, { format: 'pt' });
  await rename(`${path}.partial`, path);
}

/** PEFT's `adapter_config.json`; ranks and alphas that differ from the first stand in patterns. */
function formatAdapterConfig(
  { dropout, rankStabilized, base }: AdapterSettings,
  modules: readonly (readonly [string, AdapterTarget])[],
): Record<string, unknown> {
  const { rank = 1, alpha = 1 } = modules[0]?.[1] ?? {};
  const others = (of: 'rank' | 'alpha', common: number) =>
    Object.fromEntries(
      modules
        .filter(([, target]) => target[of] !== common)
        .map(([name, target]) => [name.replaceAll('.', '\\.'), target[of]]),
    );
  return {
    peft_type: 'LORA',
    task_type: 'CAUSAL_LM',
    base_model_name_or_path: base,
    r: rank,
    lora_alpha: alpha,
    lora_dropout: dropout,
    use_rslora: rankStabilized,
    target_modules: modules.map(([name]) => name),
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
