import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createEngine, type DeviceChoice, hashFile } from '@skinr1/autograd';
import { InvalidInputError } from '@skinr1/core';
import { loadAdapter, loadModel, type Model } from '@skinr1/model';
import type { Calibration } from './calibration.ts';
import { readCalibration } from './calibration-file.ts';

/** What {@link openDiagnosisModel} opens. */
export interface OpenOptions {
  /** Folder in the layout of Hugging Face. */
  readonly directory: string;
  /** Folder of an adapter, in the layout of PEFT. @defaultValue none */
  readonly adapter?: string;
  /** @defaultValue 'auto' */
  readonly device?: DeviceChoice;
}

/** A model with all that `diagnose` is to know of it. */
export interface OpenedModel {
  readonly model: Model;
  /** SHA-256 of weights, tokenizer and adapter, device and type, for the provenance. */
  readonly identity: Readonly<Record<string, string>>;
  /** That of the adapter's folder, or without an adapter of the model's; `null` where it has none. */
  readonly calibration: Calibration | null;
  /** Frees the model and its engine. */
  close(): Promise<void>;
}

/** Files by which what is in a folder is known. */
const identifying = {
  weights: /^config\.json$|^(?!adapter_).*\.safetensors$/,
  tokenizer: /^tokenizer(_config)?\.json$/,
  adapter: /^adapter_(config\.json|model\.safetensors)$/,
} as const;

/**
 * Opens a model's folder, with an adapter beside it if one is given, on a device, and tells what it is by its hashes.
 *
 * @throws NotFoundError, InvalidInputError naming the file, the place and the mend; ResourceError for a device that
 *   is not to be had
 */
export async function openDiagnosisModel(options: OpenOptions): Promise<OpenedModel> {
  const { directory, adapter, device = 'auto' } = options;
  const engine = await createEngine({ device });
  try {
    const model = await loadModel(directory, { engine });
    if (adapter !== undefined) await loadAdapter(model, adapter);
    const types = Object.values(model.weights.parts).map(({ dtype }) => dtype);
    return {
      model,
      identity: {
        weights: await hashFiles(directory, identifying.weights),
        tokenizer: await hashFiles(directory, identifying.tokenizer),
        ...(adapter === undefined
          ? {}
          : { adapter: await hashFiles(adapter, identifying.adapter) }),
        device: engine.device,
        'weight types': [...new Set(types)].sort().join(', '),
      },
      calibration: await readCalibration(adapter ?? directory),
      async close() {
        await model.release();
        await engine.close();
      },
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** SHA-256 of the names and hashes of a folder's files of a kind, in hex. */
async function hashFiles(directory: string, kind: RegExp): Promise<string> {
  const names = (await readdir(directory)).filter((name) => kind.test(name)).sort();
  if (names.length === 0) {
    throw new InvalidInputError('has no file to be known by.', { source: directory });
  }
  const all = createHash('sha256');
  for (const name of names) all.update(`${await hashFile(join(directory, name))}  ${name}\n`);
  return all.digest('hex');
}
