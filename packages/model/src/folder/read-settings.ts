import { join } from 'node:path';
import type { Architecture, Family } from '../families/family.ts';
import {
  createImageProcessor,
  type ImageProcessor,
  type ImageProcessorOptions,
} from '../image/processor.ts';
import { createTokenizer, type Tokenizer } from '../tokenizer/tokenizer.ts';
import { files, readJson, readOptionalJson, readOptionalTemplate } from './files.ts';
import { readGenaiImageSettings } from './genai-image-settings.ts';
import { type GenerationDefaults, parseGenerationConfig } from './generation-config.ts';
import { readArchitecture } from './read-architecture.ts';

/** Options of {@link readSettings}. */
export interface SettingsOptions {
  readonly images?: ImageProcessorOptions;
  /** Families to choose from by `model_type`. @defaultValue those of this package */
  readonly families?: readonly Family[];
}

/** All of a folder but its weights. */
export interface ModelSettings extends Architecture {
  readonly tokenizer: Tokenizer;
  readonly imageProcessor: ImageProcessor;
  readonly generationDefaults: GenerationDefaults;
}

/**
 * Reads configuration, tokenizer, image processor and how a folder says that answers are drawn.
 *
 * @throws NotFoundError, InvalidInputError naming the file, the place and the mend
 */
export async function readSettings(
  directory: string,
  { families, images }: SettingsOptions,
  warn: (message: string) => void,
): Promise<ModelSettings> {
  const read = (name: string) => readJson(join(directory, name));
  const { family, config: parsed } = await readArchitecture(directory, families);
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
  const tokenizer = (family.createTokenizer ?? createTokenizer)(
    {
      tokenizer: (await read(files.tokenizer)) as Record<string, unknown>,
      config: {
        ...((await read(files.tokenizerConfig)) as Record<string, unknown>),
        ...(await readChatTemplate(directory)),
      },
    },
    { source: join(directory, files.tokenizer), chatTemplate: family.chatTemplate },
  );
  const processor = await readImageProcessor(directory, family, warn);
  return {
    family,
    config,
    tokenizer,
    imageProcessor: createImageProcessor({ family, config }, processor, images),
    generationDefaults: generation.defaults,
  };
}

/** The image processor's settings: in a file of their own, or, newer, in the processor's, or as onnxruntime-genai has them. */
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
  const genai = await readGenaiImageSettings(directory);
  if (genai) return family.parseImageProcessor(genai.json, genai.source);
  warn(
    `${directory}: has no image processor's settings in ${files.preprocessor} or ${files.processor}: images get the sizes ` +
      `and statistics of the published ${family.title}. Copy the file from the model that this one comes from.`,
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
