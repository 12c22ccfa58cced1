import type { Engine } from '@skinr1/autograd';
import { checkWholeNumber, type SampledCompletion, UsageError } from '@skinr1/core';
import type { EncodedPrompt } from './batch/encoded-prompt.ts';
import type { ModelConfig } from './config.ts';
import { encodeQuestion } from './encode-question.ts';
import type { Family } from './families/family.ts';
import { familyOf } from './families/known-families.ts';
import type { GenerationDefaults } from './folder/generation-config.ts';
import { type SavableModel, saveModel } from './folder/save-model.ts';
import { Answering } from './generate/answering.ts';
import type { CompletionStream } from './generate/completion-stream.ts';
import type { GenerateOptions, StreamOptions } from './generate/generation-options.ts';
import { createGraphDecoder } from './generate/graph-decoder.ts';
import type { ScoredText, ScoreOptions } from './generate/score-texts.ts';
import { createImageProcessor } from './image/processor.ts';
import type { ImageProcessorConfig } from './image/processor-config.ts';
import { initialWeights, type WeightSpread } from './initial-weights.ts';
import type { Question } from './question.ts';
import type { Tokenizer } from './tokenizer/tokenizer.ts';
import { storeWeights } from './weights/model-weights.ts';

/** A vision-language model whose weights live in an engine. */
export interface Model extends SavableModel, AsyncDisposable {
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
   * Calls that use the weights run one after the other, whoever makes them: answers, streams, scores, the
   * steps of a learner.
   *
   * @throws the signal's reason as soon as it is aborted; the next call starts when the run of the engine that
   *   was under way is over
   * @throws UsageError for options that it does not know or that are out of range, an adapter that the model does
   *   not have, or a model that was released
   */
  generate(
    questions: readonly Question[],
    options: GenerateOptions,
  ): Promise<SampledCompletion[][]>;
  /** One answer part by part, as {@link generate} draws it. What that throws, reading or `result` reject with. */
  stream(question: Question, options: StreamOptions): CompletionStream;
  /**
   * How likely the model finds each of some texts, or their tokens, as the beginning of its answer. The
   * question and its images are computed once.
   *
   * @throws the signal's reason as soon as it is aborted
   * @throws InvalidInputError for tokens outside the vocabulary, or texts that are too long
   * @throws UsageError for options that it does not know, what is no text, or a model that was released
   */
  score(
    question: Question,
    texts: readonly (string | ArrayLike<number>)[],
    options?: ScoreOptions,
  ): Promise<ScoredText[]>;
  /**
   * Writes a Hugging Face folder that Transformers and `loadModel` open, the adapter added last merged in.
   * Throws ResourceError, and UsageError for a model that was released.
   */
  save(directory: string): Promise<void>;
  /** Frees the weights and sessions when the calls made before are over; the engine stays. */
  release(): Promise<void>;
}

/** Options shared by {@link createModel} and `loadModel`. */
export interface ModelOptions {
  readonly engine: Engine;
  /** Rows decoded at a time. @defaultValue 128 */
  readonly maxRows?: number;
  /**
   * Bytes of keys and values of questions that are kept in the engine between calls, so that a second question
   * about the same image need not read it again; 0 keeps none. Of calls with one question alone: answers are the
   * same to the bit whether anything was kept or not. @defaultValue 64 MiB
   */
  readonly prefixCacheBytes?: number;
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
  const { maxRows = 128, generationDefaults = {}, prefixCacheBytes = 64 * 2 ** 20 } = parts;
  checkWholeNumber('maxRows', maxRows, 1);
  checkWholeNumber('prefixCacheBytes', prefixCacheBytes, 0);
  const decoder = createGraphDecoder(parts, prefixCacheBytes);
  const answering = new Answering({ ...parts, maxRows, generationDefaults }, decoder);
  const model: Model = {
    family,
    config,
    tokenizer,
    imageProcessor,
    engine,
    weights,
    maxRows,
    generationDefaults,
    encodePrompt: (question) => encodeQuestion(question, parts),
    generate: (questions, options) => answering.generate(questions, options),
    stream: (question, options) => answering.stream(question, options),
    score: (question, texts, options) => answering.score(question, texts, options),
    async save(directory) {
      weights.checkOpen();
      await weights.calls.run(() => saveModel(model, directory));
    },
    release() {
      weights.close();
      return weights.calls.run(async () => {
        await decoder.release();
        weights.release();
      });
    },
    async [Symbol.asyncDispose]() {
      await model.release();
    },
  };
  return model;
}
