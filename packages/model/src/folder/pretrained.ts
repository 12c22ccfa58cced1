import { join } from 'node:path';
import type { Family } from '../families/family.ts';
import { createImageProcessor, type ImageProcessorOptions } from '../image/processor.ts';
import { assembleModel, type Model, type ModelOptions } from '../model.ts';
import { createTokenizer } from '../tokenizer/tokenizer.ts';
import { storeWeights } from '../weights/model-weights.ts';
import { files, readJson, readOptionalJson, readOptionalTemplate } from './files.ts';
import { parseGenerationConfig } from './generation-config.ts';
import type { QuantizedProgress } from './quantized-cache.ts';
import { readArchitecture } from './read-architecture.ts';
import { readWeights } from './read-weights.ts';
import type { LayerPrecision, WeightPrecision } from './weight-precision.ts';

/** Options of {@link loadModel}. */
export interface LoadModelOptions extends ModelOptions {
  readonly images?: ImageProcessorOptions;
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
  /** Families to choose from by `model_type`. @defaultValue those of this package */
  readonly families?: readonly Family[];
}

/**
 * Opens a folder in the layout of Hugging Face: configuration, tokenizer and `safetensors`, whole or in
 * shards, in float32, float16 or bfloat16 (computed in float32), or rounded by `convertModel`.
 *
 * @throws NotFoundError, InvalidInputError naming the file, the place and the mend
 * @throws ResourceError when rounded weights cannot be kept
 */
export async function loadModel(directory: string, options: LoadModelOptions): Promise<Model> {
  const read = (name: string) => readJson(join(directory, name));
  const { family, config: parsed } = await readArchitecture(directory, options.families);
  const generationPath = join(directory, files.generation);
  const generation = parseGenerationConfig(
    await readOptionalJson(generationPath),
    parsed.text.vocabularySize,
    generationPath,
  );
  const config = {
    ...parsed,
    endTokenIds: [...new Set([...parsed.endTokenIds, ...generation.endTokenIds])],
    padTokenId: parsed.padTokenId ?? generation.padTokenId,
  };
  const architecture = { family, config };
  const tokenizer = createTokenizer(
    {
      tokenizer: (await read(files.tokenizer)) as Record<string, unknown>,
      config: {
        ...((await read(files.tokenizerConfig)) as Record<string, unknown>),
        ...(await readChatTemplate(directory)),
      },
    },
    { source: join(directory, files.tokenizer), chatTemplate: family.chatTemplate },
  );
  const warn = options.onWarning ?? console.warn;
  const settings = await readImageProcessor(directory, family, warn);
  const { precision, layers, onProgress } = options;
  const cache = { directory: options.cacheDirectory ?? join(directory, '.skinr1'), onProgress };
  const parts = readWeights(directory, architecture, { precision, layers, cache, warn });
  return assembleModel({
    ...options,
    ...architecture,
    tokenizer,
    generationDefaults: generation.defaults,
    imageProcessor: createImageProcessor(architecture, settings, options.images),
    weights: await storeWeights(options.engine, parts),
  });
}

/** The image processor's settings: in a file of their own, or, newer, in the processor's. */
async function readImageProcessor(
  directory: string,
  family: Family,
  warn: (message: string) => void,
) {
  const path = join(directory, files.preprocessor);
  const json = await readOptionalJson(path);
  if (json !== null) return family.parseImageProcessor(json, path);
  const newer = join(directory, files.processor);
  const processor = (await readOptionalJson(newer)) as { image_processor?: unknown } | null;
  if (processor?.image_processor)
    return family.parseImageProcessor(processor.image_processor, newer);
  warn(
    `${directory}: has neither ${files.preprocessor} nor ${files.processor}: images get the sizes and ` +
      `statistics of the published ${family.title}. Copy the file from the model that this one comes from.`,
  );
  return family.imageDefaults;
}

/** Newer folders hold the chat template in a file of its own. */
async function readChatTemplate(directory: string): Promise<{ chat_template?: unknown }> {
  const text = await readOptionalTemplate(join(directory, files.chatTemplate));
  if (text !== null) return { chat_template: text };
  const json = (await readOptionalJson(join(directory, files.chatTemplateJson))) as {
    chat_template?: unknown;
  } | null;
  return json ? { chat_template: json.chat_template } : {};
}
