import {
  checkOptions,
  checkSampleOptions,
  createRandom,
  type OptionNames,
  type Random,
  type SampleOptions,
  type SamplingSettings,
  UsageError,
} from '@skinr1/core';
import type { GenerationDefaults } from '../folder/generation-config.ts';
import type { Grammar } from '../grammar/grammar.ts';
import type { GenerationSettings } from './live-batch.ts';
import {
  type LogitsProcessor,
  minP as minPProcessor,
  nameOfProcessor,
  presencePenalty as presence,
  repetitionPenalty as repetition,
} from './logits-processor.ts';
import { type StoppingCriterion, stopAfter, stopAtTokens } from './stopping.ts';

/** How a model answers. */
export interface GenerateOptions extends SampleOptions {
  /** The adapter beside the weights, by name; null: none. @defaultValue the one added last */
  readonly adapter?: string | null;
  /** Keep tokens with at least this share of the most probable one's probability; 0 keeps all. @defaultValue 0 */
  readonly minP?: number;
  /**
   * Taken off the logits of tokens that the answer has already. What is drawn so cannot be learnt from.
   * @defaultValue 0
   */
  readonly presencePenalty?: number;
  /** Change logits before a token is drawn, in order. What is drawn so cannot be learnt from. @defaultValue none */
  readonly processors?: readonly LogitsProcessor[];
  /**
   * The texts that an answer may be; it is whole, with its end token, within `maxTokens`. What is drawn so cannot
   * be learnt from. @defaultValue any
   */
  readonly grammar?: Grammar;
  /** End an answer, besides the model's end tokens and `maxTokens`. @defaultValue none */
  readonly stopping?: readonly StoppingCriterion[];
  /**
   * A seed for each answer, those of the first question first; an answer depends on its own alone.
   * @defaultValue drawn from `random`
   */
  readonly seeds?: readonly (number | string)[];
}

/** How one answer is streamed. */
export type StreamOptions = Omit<GenerateOptions, 'groupSize' | 'onProgress'>;

const streamOptionNames: OptionNames<StreamOptions> = {
  maxTokens: true,
  temperature: true,
  topK: true,
  topP: true,
  minP: true,
  repetitionPenalty: true,
  presencePenalty: true,
  processors: true,
  grammar: true,
  stopping: true,
  random: true,
  seeds: true,
  adapter: true,
  signal: true,
};

/** Throws UsageError for an option that `stream` does not have. */
export function checkStreamOptions(options: StreamOptions): void {
  checkOptions('stream', options, streamOptionNames);
}

/** Throws UsageError for an option that `generate` does not have. */
export function checkGenerateOptions(options: GenerateOptions): void {
  const names = { ...streamOptionNames, groupSize: true, onProgress: true } as const;
  checkOptions<GenerateOptions>('generate', options, names);
}

/** What of a model decides how it draws. */
export interface DrawingModel {
  readonly generationDefaults: GenerationDefaults;
  readonly maxRows: number;
  /** 1 where a token must not be drawn, by id. */
  readonly banned: Uint8Array;
  readonly endIds: readonly number[];
  readonly bytesOf: (id: number) => Uint8Array;
  /** Throws UsageError for one that no answer of so many tokens fits. */
  readonly constrain: (grammar: Grammar, maxTokens: number) => LogitsProcessor;
}

/** Options of a call, checked, and what stands of them beside each answer. */
export interface GenerationPlan {
  readonly settings: GenerationSettings;
  readonly sampling: SamplingSettings;
  readonly maxTokens: number;
}

/**
 * Fills in what a call's options leave out.
 *
 * @param adapter the adapter in use
 * @param questions how many
 * @throws UsageError naming the option that is out of range, or for a grammar that does not fit the budget
 */
export function planGeneration(
  options: GenerateOptions,
  model: DrawingModel,
  adapter: string | null,
  questions: number,
): GenerationPlan {
  const stated = { ...model.generationDefaults, ...options };
  const draw = checkSampleOptions(stated);
  const { groupSize, maxTokens, temperature, topK, topP, repetitionPenalty } = draw;
  const { minP = 0, presencePenalty = 0, processors = [], stopping = [], grammar } = stated;
  // Made for its check alone: the draw itself narrows the choice, without a pass of its own.
  minPProcessor(minP);
  const penalties = [
    ...(repetitionPenalty === 1 ? [] : [repetition(repetitionPenalty)]),
    ...(presencePenalty === 0 ? [] : [presence(presencePenalty)]),
  ];
  const names = [...processors.map(nameOfProcessor), ...(grammar ? [grammar.name] : [])];
  const { banned } = model;
  const sampling: SamplingSettings = {
    temperature,
    topK,
    topP,
    repetitionPenalty,
    ...(minP === 0 ? {} : { minP }),
    ...(presencePenalty === 0 ? {} : { presencePenalty }),
    ...(names.length === 0 ? {} : { processors: names }),
    bannedIds: [...banned.keys()].filter((id) => banned[id] === 1),
    adapter,
  };
  let done = 0;
  const settings: GenerationSettings = {
    groupSize,
    maxTokens,
    endIds: model.endIds,
    choice: { temperature, topK, topP, minP, banned },
    processors: [
      ...penalties,
      ...processors,
      ...(grammar ? [model.constrain(grammar, maxTokens)] : []),
    ],
    stopping: [stopAtTokens(model.endIds), ...stopping, stopAfter(maxTokens)],
    bytesOf: model.bytesOf,
    maxRows: model.maxRows,
    adapter,
    randomOf: randomSource(options, questions, groupSize),
    signal: options.signal,
    onFinished: (rows) => {
      done += rows;
      options.onProgress?.({ done, total: questions * groupSize });
    },
  };
  return { settings, sampling, maxTokens };
}

function randomSource(
  { seeds, random }: GenerateOptions,
  questions: number,
  groupSize: number,
): (question: number, row: number) => Random {
  if (!seeds) {
    // One draw, so that a second call with the same source gives other answers.
    const call = random?.integer(2 ** 32) ?? 0;
    return (question, row) => createRandom(`${call}/${question}/${row}`);
  }
  if (random) throw new UsageError('seeds and random are both given.', { mend: 'Give one.' });
  const answers = questions * groupSize;
  if (seeds.length !== answers) {
    throw new UsageError(`the number of seeds is ${seeds.length}, that of answers ${answers}.`, {
      mend: 'Give one seed for each answer: groupSize for each question.',
    });
  }
  return (question, row) => createRandom(seeds[question * groupSize + row] as number | string);
}
