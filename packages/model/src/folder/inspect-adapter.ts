import { planAdapter } from './adapter-plan.ts';
import type { InspectOptions } from './inspect-model.ts';
import { openFiles } from './read-adapter.ts';
import { readArchitecture } from './read-architecture.ts';

/** What an adapter's folder holds, from its configuration and header alone. */
export interface AdapterInspection {
  /** Name or folder of the model that it was made for, where it says so. */
  readonly base: string | null;
  readonly rank: number;
  readonly alpha: number;
  readonly rankStabilized: boolean;
  readonly dropout: number;
  readonly targetModules: string | readonly string[];
  /** Numbers in A and B. */
  readonly parameters: number;
  readonly bytes: number;
  readonly dtypes: readonly string[];
  /** Weights of the base model that it stands beside; null when no base was given to compare with. */
  readonly targets: readonly string[] | null;
}

/**
 * Says what a PEFT folder holds and, given its base model's, whether it fits that, reading no weight.
 *
 * @param base the base model's folder; its `config.json` is enough
 * @throws NotFoundError, InvalidInputError naming the file, the place and the mend
 */
export async function inspectAdapter(
  directory: string,
  base: string | null = null,
  { families }: InspectOptions = {},
): Promise<AdapterInspection> {
  const { file, ...adapter } = await openFiles(directory);
  await file.close();
  const { config, entries } = adapter;
  const plan = base === null ? null : planAdapter(adapter, await readArchitecture(base, families));
  const tensors = [...entries.values()];
  return {
    base: config.base_model_name_or_path ?? null,
    rank: config.r,
    alpha: config.lora_alpha,
    rankStabilized: config.use_rslora === true,
    dropout: config.lora_dropout,
    targetModules: config.target_modules,
    parameters: tensors.reduce((sum, { dims }) => sum + dims.reduce((a, b) => a * b, 1), 0),
    bytes: tensors.reduce((sum, { start, end }) => sum + end - start, 0),
    dtypes: [...new Set(tensors.map(({ dtype }) => dtype))],
    targets: plan?.targets.map(({ spec }) => spec.name) ?? null,
  };
}
