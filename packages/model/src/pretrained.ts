import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openSafetensors, type Tensor, tensor, writeSafetensors } from '@skinr1/autograd';
import { InvalidInputError, NotFoundError, ResourceError } from '@skinr1/core';
import * as z from 'zod';
import type { ParameterSpec } from './architecture/parameters.ts';
import type { ModelConfig } from './config.ts';
import type { Architecture, Family } from './families/family.ts';
import { familyOf, knownFamilies } from './families/known-families.ts';
import { createImageProcessor, type ImageProcessorOptions } from './image/processor.ts';
import { defaultImageProcessorConfig } from './image/processor-config.ts';
import { assembleModel, type Model, type ModelOptions } from './model.ts';
import { createTokenizer } from './tokenizer/tokenizer.ts';
import { uploadWeights } from './weights.ts';

/** File names of a Hugging Face model folder. */
const files = {
  config: 'config.json',
  generation: 'generation_config.json',
  preprocessor: 'preprocessor_config.json',
  tokenizer: 'tokenizer.json',
  tokenizerConfig: 'tokenizer_config.json',
  chatTemplate: 'chat_template.jinja',
  chatTemplateJson: 'chat_template.json',
  weights: 'model.safetensors',
  weightIndex: 'model.safetensors.index.json',
} as const;

/** Options of {@link loadModel}. */
export interface LoadModelOptions extends ModelOptions {
  readonly images?: ImageProcessorOptions;
  /** Families to choose from by `model_type`. @defaultValue those of this package */
  readonly families?: readonly Family[];
}

/**
 * Opens a folder in the layout of Hugging Face: configuration, tokenizer and `safetensors`, whole or in
 * shards, in float32, float16 or bfloat16 (computed in float32).
 *
 * @throws NotFoundError, InvalidInputError naming the file, the place and the mend
 */
export async function loadModel(directory: string, options: LoadModelOptions): Promise<Model> {
  const read = (name: string) => readJson(join(directory, name));
  const optional = async (name: string) =>
    read(name).catch((error: unknown) => {
      if (error instanceof NotFoundError) return null;
      throw error;
    });
  const configPath = join(directory, files.config);
  const json = await read(files.config);
  const family = familyOf(modelTypeOf(json), configPath, options.families ?? knownFamilies);
  const parsed = family.parseConfig(json, configPath);
  const config = withGenerationConfig(parsed, await optional(files.generation));
  const tokenizer = createTokenizer(
    {
      tokenizer: (await read(files.tokenizer)) as Record<string, unknown>,
      config: {
        ...((await read(files.tokenizerConfig)) as Record<string, unknown>),
        ...(await readChatTemplate(directory, optional)),
      },
    },
    { source: join(directory, files.tokenizer), chatTemplate: family.chatTemplate },
  );
  const preprocessor = await optional(files.preprocessor);
  const imageConfig = preprocessor
    ? family.parseImageProcessor(preprocessor, join(directory, files.preprocessor))
    : defaultImageProcessorConfig;
  const architecture = { family, config };
  return assembleModel({
    ...options,
    ...architecture,
    tokenizer,
    imageProcessor: createImageProcessor(architecture, imageConfig, options.images),
    weights: await uploadWeights(options.engine, readWeights(directory, architecture)),
  });
}

function modelTypeOf(json: unknown): unknown {
  return (json as { model_type?: unknown } | null)?.model_type;
}

/** Newer folders hold the chat template in a file of its own. */
async function readChatTemplate(
  directory: string,
  optional: (name: string) => Promise<unknown>,
): Promise<{ chat_template?: unknown }> {
  const text = await readFile(join(directory, files.chatTemplate), 'utf8').catch(() => null);
  if (text !== null) return { chat_template: text };
  const json = (await optional(files.chatTemplateJson)) as { chat_template?: unknown } | null;
  return json ? { chat_template: json.chat_template } : {};
}

async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new NotFoundError('cannot be read.', {
      source: path,
      mend: 'Point to a folder with the files of a vision-language model.',
      cause,
    });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidInputError(`is not JSON (${(cause as Error).message}).`, {
      source: path,
      mend: 'Download the file again.',
      cause,
    });
  }
}

const generationSchema = z.object({
  eos_token_id: z.union([z.int().min(0), z.array(z.int().min(0))]).nullish(),
});

/** `generation_config.json` may name more end tokens than `config.json`. */
function withGenerationConfig(config: ModelConfig, json: unknown): ModelConfig {
  const parsed = generationSchema.safeParse(json);
  const named = [(parsed.success ? parsed.data.eos_token_id : null) ?? []].flat();
  const valid = named.filter((id) => id < config.text.vocabularySize);
  return { ...config, endTokenIds: [...new Set([...config.endTokenIds, ...valid])] };
}

/** Yields the model's weights as float32, one in memory at a time. */
async function* readWeights(
  directory: string,
  { family, config }: Architecture,
): AsyncGenerator<{ name: string; tensor: Tensor }> {
  const wanted = new Map(family.parameters(config).map((spec) => [spec.name, spec]));
  for (const shard of await findShards(directory)) {
    const path = join(directory, shard);
    const file = await openSafetensors(path);
    try {
      for (const stored of file.entries.keys()) {
        const spec = wanted.get(family.publishedName(stored));
        if (!spec) continue;
        wanted.delete(spec.name);
        yield { name: spec.name, tensor: toFloat32(await file.read(stored), spec, path) };
      }
    } finally {
      await file.close();
    }
  }
  if (wanted.size === 0) return;
  const names = [...wanted.keys()];
  throw new InvalidInputError(
    `the weights lack ${names.length} tensors: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}.`,
    { source: directory, mend: 'Use weights that belong to config.json.' },
  );
}

async function findShards(directory: string): Promise<string[]> {
  const path = join(directory, files.weightIndex);
  const index = (await readJson(path).catch((error: unknown) => {
    if (error instanceof NotFoundError) return null;
    throw error;
  })) as { weight_map?: Record<string, unknown> } | null;
  if (!index) return [files.weights];
  const shards = [...new Set(Object.values(index.weight_map ?? {}))];
  for (const shard of shards) {
    if (typeof shard === 'string' && /^[\w.-]+\.safetensors$/.test(shard)) continue;
    throw new InvalidInputError(`names a shard ${JSON.stringify(shard)}.`, {
      source: path,
      place: 'weight_map',
      mend: 'Shards are safetensors files beside the index.',
    });
  }
  return shards as string[];
}

function toFloat32(stored: Tensor, spec: ParameterSpec, source: string): Tensor {
  if (`${stored.dims}` !== `${spec.shape}`) {
    throw new InvalidInputError(
      `has shape [${stored.dims}], config.json asks for [${spec.shape}].`,
      {
        source,
        place: spec.name,
        mend: 'Use weights that belong to config.json.',
      },
    );
  }
  if (stored.dtype === 'float32') return stored;
  if (stored.dtype === 'float64') {
    return tensor('float32', stored.dims, Float32Array.from(stored.data as Float64Array));
  }
  if (stored.dtype === 'float16') {
    return tensor('float32', stored.dims, Float32Array.from(stored.data as Uint16Array, fromHalf));
  }
  throw new InvalidInputError(`is of type ${stored.dtype}.`, {
    source,
    place: spec.name,
    mend: 'Use float32, float16 or bfloat16 weights.',
  });
}

/** A number from the bits of an IEEE half. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/**
 * Writes a model as a Hugging Face folder that Transformers and {@link loadModel} open. Each file
 * appears under its name only when it is complete, the weights last: where they are, all is there.
 *
 * @throws ResourceError when it cannot be written
 */
export async function saveModel(model: Model, directory: string): Promise<void> {
  const { family, config, tokenizer, imageProcessor, engine, weights } = model;
  const json: Record<string, unknown> = {
    [files.config]: family.formatConfig(config),
    [files.generation]: {
      eos_token_id: config.endTokenIds,
      ...(config.padTokenId === null ? {} : { pad_token_id: config.padTokenId }),
    },
    [files.preprocessor]: family.formatImageProcessor(imageProcessor.config, config),
    [files.tokenizer]: tokenizer.files.tokenizer,
    [files.tokenizerConfig]: tokenizer.files.config,
  };
  const whole = async (name: string, write: (path: string) => Promise<void>) => {
    const path = join(directory, name);
    await write(`${path}.partial`);
    await rename(`${path}.partial`, path);
  };
  try {
    await mkdir(directory, { recursive: true });
    const sources = Object.entries(weights.handles)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, handle]) => ({
        name,
        dtype: handle.dtype,
        dims: handle.dims,
        load: () => engine.download(handle),
      }));
    for (const [name, value] of Object.entries(json)) {
      await whole(name, (path) => writeFile(path, `${JSON.stringify(value, null, 2)}\n`));
    }
    await whole(files.weights, (path) => writeSafetensors(path, sources, { format: 'pt' }));
  } catch (cause) {
    if (!(cause instanceof Error) || !('code' in cause)) throw cause;
    throw new ResourceError(`the model cannot be written: ${cause.message}.`, {
      source: directory,
      mend: 'Make room, or choose another folder.',
      cause,
    });
  }
}
