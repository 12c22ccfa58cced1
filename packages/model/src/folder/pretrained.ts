import { join } from 'node:path';
import { assembleModel, type Model, type ModelOptions } from '../model.ts';
import { storeWeights } from '../weights/model-weights.ts';
import type { QuantizedProgress } from './quantized-cache.ts';
import { readSettings, type SettingsOptions } from './read-settings.ts';
import { readWeights } from './read-weights.ts';
import type { LayerPrecision, WeightPrecision } from './weight-precision.ts';

/** Options of {@link loadModel}. */
export interface LoadModelOptions extends ModelOptions, SettingsOptions {
  /**
   * What weights are kept as; only float32 can learn without an adapter; a `mapped` one opens at once.
   *
   * @defaultValue 'float32'; of a folder of quantized weights, as they are
   */
  readonly precision?: WeightPrecision;
  /** Chooses for single matrices of an `int4` or `int8` model. @defaultValue the language model's layers are rounded, the rest is kept */
  readonly layers?: LayerPrecision;
  /** Folder in which rounded weights are kept for the next time. @defaultValue `.skinr1` in the model's folder */
  readonly cacheDirectory?: string;
  /** Called as weights are rounded. */
  readonly onProgress?: (progress: QuantizedProgress) => void;
  /** Told what is unusual about the folder but no error. @defaultValue console.warn */
  readonly onWarning?: (message: string) => void;
}

/**
 * Opens a folder in the layout of Hugging Face: configuration, tokenizer and `safetensors`, whole or in
 * shards, in float32, float16 or bfloat16 (computed in float32), or rounded by `convertModel`.
 *
 * @throws NotFoundError, InvalidInputError naming the file, the place and the mend
 * @throws ResourceError when rounded weights cannot be kept
 */
export async function loadModel(directory: string, options: LoadModelOptions): Promise<Model> {
  const warn = options.onWarning ?? console.warn;
  const settings = await readSettings(directory, options, warn);
  const { precision, layers, onProgress } = options;
  const cache = { directory: options.cacheDirectory ?? join(directory, '.skinr1'), onProgress };
  const parts = readWeights(directory, settings, { precision, layers, cache, warn });
  return assembleModel({
    ...options,
    ...settings,
    weights: await storeWeights(options.engine, parts),
  });
}
