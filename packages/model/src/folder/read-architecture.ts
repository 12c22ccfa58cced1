import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidInputError } from '@skinr1/core';
import type { Architecture, Family } from '../families/family.ts';
import { familyOf, knownFamilies } from '../families/known-families.ts';
import { files, readJson, readOptionalJson } from './files.ts';

/** A folder's architecture and the `config.json` that says it. */
export interface ReadArchitecture extends Architecture {
  readonly json: Readonly<Record<string, unknown>>;
}

/**
 * Reads what a model's folder says of its architecture.
 *
 * @throws NotFoundError, InvalidInputError naming the file, the place and the mend: no model, no known family,
 *   a configuration that cannot be run
 */
export async function readArchitecture(
  directory: string,
  families: readonly Family[] = knownFamilies,
): Promise<ReadArchitecture> {
  await refuseOtherFolders(directory);
  const path = join(directory, files.config);
  const json = (await readJson(path)) as Readonly<Record<string, unknown>> | null;
  refuseOtherQuantization(json?.quantization_config, path);
  const family = familyOf(json?.model_type, path, families);
  return { family, config: family.parseConfig(json, path), json: json ?? {} };
}

/** What `quantization_config` of a folder that `convertModel` wrote names. */
export const quantizationMethod = 'skinr1';

/** Throws InvalidInputError for weights that another library has rounded: they are laid out otherwise. */
function refuseOtherQuantization(settings: unknown, source: string): void {
  const method = (settings as { quant_method?: unknown } | null | undefined)?.quant_method;
  if (settings === undefined || settings === null || method === quantizationMethod) return;
  throw new InvalidInputError(`is quantized by ${JSON.stringify(method) ?? 'something unnamed'}.`, {
    source,
    place: 'quantization_config',
    mend: "Use the model that it was made from: loadModel rounds that itself, with precision 'int4' or 'int8'.",
  });
}

/** Whether there is such a file or folder. */
export function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Names folders that are often taken for a model's. Throws InvalidInputError with the mend. */
async function refuseOtherFolders(directory: string): Promise<void> {
  if (await exists(join(directory, files.config))) return;
  if (!(await exists(join(directory, files.adapterConfig)))) return;
  const adapter = await readOptionalJson(join(directory, files.adapterConfig));
  const base = (adapter as { base_model_name_or_path?: unknown } | null)?.base_model_name_or_path;
  throw new InvalidInputError(
    `is a PEFT adapter${typeof base === 'string' ? ` of ${base}` : ''}, not a model.`,
    {
      source: directory,
      mend: 'Open its base model with loadModel, and put it beside that with loadAdapter.',
    },
  );
}
