import { join } from 'node:path';
import { openSafetensors, type SafetensorsFile, type Tensor, tensor } from '@skinr1/autograd';
import { InvalidInputError, NotFoundError } from '@skinr1/core';
import type { ParameterSpec } from '../architecture/parameters.ts';
import type { Architecture } from '../families/family.ts';
import type { AdapterSettings } from '../weights/adapter-settings.ts';
import { toFloat32 } from '../weights/merged-weights.ts';
import { partNames } from '../weights/part-names.ts';
import { parseAdapterConfig } from './adapter-config.ts';
import { type AdapterPlan, type AdapterSource, planAdapter, replacement } from './adapter-plan.ts';
import { type AdapterTensor, transposed } from './adapter-tensors.ts';
import { files, readJson } from './files.ts';
import { exists } from './read-architecture.ts';
import { checkFinite } from './read-tensor.ts';

/** An open adapter that fits a model: what it stands beside is known, its numbers are not read. */
export interface OpenAdapter extends AdapterPlan {
  readonly settings: AdapterSettings;
  /** A or B beside a weight, float32 `[rank, inputs]` or `[outputs, rank]`. Throws for numbers that are none. */
  read(matrix: AdapterTensor): Promise<Tensor>;
  /** Throws InvalidInputError for a copy of a weight that differs from the weight. */
  checkCopies(load: (spec: ParameterSpec) => Promise<Tensor>): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a folder in the layout of PEFT, `adapter_config.json` and `adapter_model.safetensors`, whose
 * modules may be named as any release of Transformers names them.
 *
 * @throws NotFoundError, InvalidInputError naming the file, the place and the mend: a field that would change
 *   the answers and is not supported, an adapter of another model, half an adapter
 */
export async function openAdapter(
  directory: string,
  architecture: Architecture,
): Promise<OpenAdapter> {
  const { file, ...source } = await openFiles(directory);
  try {
    const plan = planAdapter(source, architecture);
    const { config, path } = source;
    return {
      ...plan,
      settings: {
        targets: Object.fromEntries(plan.targets.map(({ spec, target }) => [spec.name, target])),
        dropout: config.lora_dropout,
        rankStabilized: config.use_rslora === true,
        base: config.base_model_name_or_path ?? null,
      },
      read: (matrix) => readMatrix(file, matrix, path),
      async checkCopies(load) {
        for (const [key, spec] of plan.copies) {
          const [copy, weight] = [toFloat32(await file.read(key)), toFloat32(await load(spec))];
          if (copy.some((value, i) => value !== weight[i])) throw replacement(path, key, spec);
        }
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** An adapter's files, its weights not read yet. Throws as {@link openAdapter}. */
export async function openFiles(
  directory: string,
): Promise<AdapterSource & { readonly file: SafetensorsFile }> {
  const source = join(directory, files.adapterConfig);
  if (!(await exists(source)) && (await exists(join(directory, files.config)))) {
    throw new InvalidInputError('is a model, not an adapter.', {
      source: directory,
      mend: 'Open it with loadModel. An adapter is a folder of its own with adapter_config.json.',
    });
  }
  const config = parseAdapterConfig(await readJson(source), source);
  const path = join(directory, files.adapterWeights);
  try {
    const file = await openSafetensors(path);
    return { config, file, entries: file.entries, path, source };
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

async function readMatrix(
  file: SafetensorsFile,
  matrix: AdapterTensor,
  source: string,
): Promise<Tensor> {
  const numbers = toFloat32(await file.read(matrix.key));
  checkFinite(numbers, matrix.key, source);
  const [rows = 0, ...rest] = matrix.dims;
  const columns = rest.reduce((product, size) => product * size, 1);
  return matrix.isTransposed
    ? tensor('float32', [columns, rows], transposed(numbers, rows, columns))
    : tensor('float32', [rows, columns], numbers);
}

/** All matrices of an open adapter, by part name. */
export async function readMatrices({
  targets,
  read,
}: OpenAdapter): Promise<Record<string, Tensor>> {
  const matrices: Record<string, Tensor> = {};
  for (const { spec, a, b } of targets) {
    matrices[partNames.adapterA(spec.name)] = await read(a);
    matrices[partNames.adapterB(spec.name)] = await read(b);
  }
  return matrices;
}
