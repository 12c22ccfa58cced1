import type { Engine } from '@skinr1/autograd';
import {
  checkSampleOptions,
  checkWholeNumber,
  createRandom,
  InvalidInputError,
  type SampledCompletion,
  type SampleOptions,
  UsageError,
} from '@skinr1/core';
import type { EncodedPrompt } from './batch/encoded-prompt.ts';
import type { ModelConfig } from './config.ts';
import type { Family } from './families/family.ts';
import { familyOf } from './families/known-families.ts';
import type { GenerationDefaults } from './folder/generation-config.ts';
import { type SavableModel, saveModel } from './folder/save-model.ts';
import { type GenerationSettings, Generator } from './generate/generator.ts';
import { createImageProcessor } from './image/processor.ts';
import type { ImageProcessorConfig } from './image/processor-config.ts';
import { initialWeights, type WeightSpread } from './initial-weights.ts';
import { messagesOf, type Question } from './question.ts';
import type { Tokenizer } from './tokenizer/tokenizer.ts';
import { storeWeights } from './weights/model-weights.ts';

/** How a model answers. */
export interface GenerateOptions extends SampleOptions {
  /** The adapter beside the weights, by name; null: none. @defaultValue the one added last */
  readonly adapter?: string | null;
}

/** A vision-language model whose weights live in an engine. */
export interface Model extends SavableModel {
  /** Rows decoded at a time. Others are computed to other last bits of a log-probability. */
  readonly maxRows: number;
  /**
   * Tokens, positions and patches of a question in the chat form, open for the answer.
   *
   * @throws InvalidInputError, NotFoundError for an image that cannot be read
   */
  encodePrompt(question: Question): Promise<EncodedPrompt>;
  /**
   * Groups of answers, one group a question in order. The question and its images are computed once
   * for the whole group. What the options leave out is as the folder's `generation_config.json` says.
   * Answers say in `sampling` how they were drawn.
   *
   * @throws the signal's reason when aborted
   * @throws UsageError for options out of range or an adapter that the model does not have
   */
  generate(
    questions: readonly Question[],
    options: GenerateOptions,
  ): Promise<SampledCompletion[][]>;
  /**
   * Writes a Hugging Face folder that Transformers and `loadModel` open, the adapter added last merged in.
   * Throws ResourceError.
   */
  save(directory: string): Promise<void>;
  /** Frees the weights and sessions; the engine stays. */
  release(): Promise<void>;
}

/** Options shared by {@link createModel} and `loadModel`. */
export interface ModelOptions {
  readonly engine: Engine;
  /** Rows decoded at a time. @defaultValue 128 */
  readonly maxRows?: number;
}

/** Options of {@link createModel}. */
export interface CreateModelOptions extends ModelOptions {
  readonly config: ModelConfig;
  /** @defaultValue the known family that `config.modelType` names */
  readonly family?: Family;
  readonly tokenizer: Tokenizer;
  readonly seed: number | string;
  /** How widely weights are drawn. @defaultValue `fixedSpread(config.text.initializerRange)` */
  readonly spread?: WeightSpread;
  /** Pixel bounds and statistics; a part of them is enough. @defaultValue those of the family */
  readonly imageProcessor?: Partial<ImageProcessorConfig>;
}

/** Makes a model with random weights. */
export async function createModel(options: CreateModelOptions): Promise<Model> {
  const { config, tokenizer, engine } = options;
  const family = options.family ?? familyOf(config.modelType, 'the configuration');
  const imageProcessor = createImageProcessor(
    { family, config },
    { ...family.imageDefaults, ...options.imageProcessor },
  );
  const initial = initialWeights({ family, config }, options.seed, options.spread);
  const weights = await storeWeights(engine, initial);
  return assembleModel({ ...options, family, config, tokenizer, imageProcessor, weights });
}

/** The parts of a model. */
export interface ModelParts extends ModelOptions, Omit<SavableModel, 'generationDefaults'> {
  /** @defaultValue those of `checkSampleOptions` */
  readonly generationDefaults?: GenerationDefaults;
}

/** Puts a model together. Throws UsageError when tokenizer and configuration do not fit, or for no rows. */
export function assembleModel(parts: ModelParts): Model {
  const { family, config, tokenizer, imageProcessor, engine, weights } = parts;
  if (tokenizer.vocabularySize > config.text.vocabularySize) {
    throw new UsageError(
      `the tokenizer has ${tokenizer.vocabularySize} ids, the model ${config.text.vocabularySize}.`,
      { mend: 'Use the tokenizer that belongs to the model.' },
    );
  }
  const { maxRows = 128, generationDefaults = {} } = parts;
  checkWholeNumber('maxRows', maxRows, 1);
  const generator = new Generator(engine, parts, weights);
  const banned = bannedTokens(parts);
  const bannedIds = [...banned.keys()].filter((id) => banned[id] === 1);
  const encodePrompt = (question: Question) => encode(question, parts);
  const model: Model = {
    family,
    config,
    tokenizer,
    imageProcessor,
    engine,
    weights,
    maxRows,
    generationDefaults,
    encodePrompt,
    async save(directory) {
      await saveModel(model, directory);
    },
    async generate(questions, options) {
      const settings = checkOptions(options, model, banned, questions.length);
      const prompts: EncodedPrompt[] = [];
      for (const question of questions) prompts.push(await encodePrompt(question));
      checkLengths(questions, prompts, options.maxTokens, config);
      const { banned: _, ...draw } = settings.choice;
      const sampling = { ...draw, bannedIds, adapter: settings.adapter };
      const groups = await generator.generate(prompts, settings);
      return groups.map((rows) =>
        rows.map((row) => ({ ...row, text: tokenizer.decode(row.tokenIds), sampling })),
      );
    },
    async release() {
      await generator.release();
      weights.release();
    },
  };
  return model;
}

async function encode(question: Question, parts: ModelParts): Promise<EncodedPrompt> {
  const { family, config, tokenizer, imageProcessor } = parts;
  const { messages, images: sources } = messagesOf(question);
  const images = await Promise.all(sources.map((image) => imageProcessor.process(image)));
  let image = 0;
  const tokenIds = tokenizer.encodeChat(messages).flatMap((id) => {
    if (id !== config.imageTokenId) return [id];
    return new Array<number>(images[image++]?.tokenCount ?? 0).fill(id);
  });
  const { positions, next } = family.positions(tokenIds, images, config);
  return { tokenIds: Int32Array.from(tokenIds), positions, next, images };
}

/** Vision tokens and ids that stand for nothing are never generated. */
function bannedTokens({ family, config, tokenizer }: ModelParts): Uint8Array {
  const banned = new Uint8Array(config.text.vocabularySize);
  for (let id = 0; id < banned.length; id++) if (!tokenizer.hasId(id)) banned[id] = 1;
  for (const id of family.visionTokenIds(config)) banned[id] = 1;
  return banned;
}

function checkOptions(
  options: GenerateOptions,
  { config, tokenizer, weights, maxRows, generationDefaults }: Model,
  banned: Uint8Array,
  prompts: number,
): GenerationSettings {
  const { groupSize, maxTokens, ...draw } = checkSampleOptions({
    ...generationDefaults,
    ...options,
  });
  const { adapter = weights.defaultAdapter } = options;
  if (adapter !== null) weights.adapter(adapter);
  // One draw, so that a second call with the same source gives other answers.
  const call = options.random?.integer(2 ** 32) ?? 0;
  let done = 0;
  return {
    groupSize,
    maxTokens,
    choice: { ...draw, banned },
    endIds: new Set([tokenizer.endOfTurnId, ...config.endTokenIds]),
    maxRows,
    adapter,
    randomOf: (prompt, row) => createRandom(`${call}/${prompt}/${row}`),
    signal: options.signal,
    onFinished: (rows) => {
      done += rows;
      options.onProgress?.({ done, total: prompts * groupSize });
    },
  };
}

/** Names the longest question if it does not fit; by its id where it has one. */
function checkLengths(
  questions: readonly Question[],
  prompts: readonly EncodedPrompt[],
  maxTokens: number,
  { text: { maxPositions } }: ModelConfig,
): void {
  const lengths = prompts.map(({ tokenIds }) => tokenIds.length);
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  if (longest + maxTokens <= maxPositions) return;
  const index = lengths.indexOf(longest);
  const id = (questions[index] as { readonly id?: unknown } | undefined)?.id;
  const name = typeof id === 'string' ? `'${id}'` : `${index + 1} of ${prompts.length}`;
  throw new InvalidInputError(
    `prompt ${name} has ${longest} tokens; with ${maxTokens} to generate that is over the model's ${maxPositions}.`,
    { mend: 'Shorten the prompt, use smaller images, or generate less.' },
  );
}
