import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Engine, writeSafetensors } from '@skinr1/autograd';
import { ResourceError } from '@skinr1/core';
import type { Architecture } from '../families/family.ts';
import type { ImageProcessor } from '../image/processor.ts';
import { chatTemplateOf, type Tokenizer } from '../tokenizer/tokenizer.ts';
import { mergedType, mergedWeight } from '../weights/merged-weights.ts';
import type { ModelWeights } from '../weights/model-weights.ts';
import { files } from './files.ts';
import { formatGenerationDefaults, type GenerationDefaults } from './generation-config.ts';
import { writeWhole } from './write-whole.ts';

/** What a model's folder is written from. */
export interface SavableModel extends Architecture {
  readonly tokenizer: Tokenizer;
  readonly imageProcessor: ImageProcessor;
  readonly engine: Engine;
  readonly weights: ModelWeights;
  /** How it draws where a call does not say. */
  readonly generationDefaults: GenerationDefaults;
}

/**
 * Writes a model as a Hugging Face folder that Transformers and `loadModel` open. Each file
 * appears under its name only when it is complete, the weights last: where they are, all is there. The
 * adapter in use is merged into its weights, which keep their type, and quantized weights are written as the
 * float32 numbers they stand for.
 *
 * @throws ResourceError when it cannot be written
 */
export async function saveModel(model: SavableModel, directory: string): Promise<void> {
  const { family, config, tokenizer, imageProcessor, engine, weights } = model;
  const json: Record<string, unknown> = {
    [files.config]: family.formatConfig(config),
    [files.generation]: {
      eos_token_id: config.endTokenIds,
      ...(config.padTokenId === null ? {} : { pad_token_id: config.padTokenId }),
      ...formatGenerationDefaults(model.generationDefaults),
    },
    [files.preprocessor]: family.formatImageProcessor(imageProcessor.config, config),
    [files.tokenizer]: tokenizer.files.tokenizer,
    [files.tokenizerConfig]: tokenizer.files.config,
  };
  const whole = (name: string, write: (path: string) => Promise<void>) =>
    writeWhole(join(directory, name), write);
  try {
    await mkdir(directory, { recursive: true });
    const sources = [...family.parameters(config)]
      .sort((x, y) => (x.name < y.name ? -1 : 1))
      .map((spec) => ({
        name: spec.name,
        dtype: mergedType(weights, spec),
        dims: spec.shape,
        load: () => mergedWeight(engine, weights, spec, weights.defaultAdapter),
      }));
    const template = chatTemplateOf(tokenizer.files);
    if (template !== undefined) {
      // Processors of images with text look for it here, and nowhere in the tokenizer's files.
      await whole(files.chatTemplate, (path) => writeFile(path, template));
    }
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
