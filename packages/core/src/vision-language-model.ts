import type { ChatUsage } from './chat.ts';
import type { Answer, SampleOptions, SamplingPolicy } from './policy.ts';
import type { Question } from './question.ts';

/** A token and how likely it was, as whoever drew it reports it. */
export interface LikelyToken {
  /** Where a character is split over tokens, its parts read U+FFFD. A token that only ends an answer has none. */
  readonly text: string;
  /** Natural logarithm of its probability, 0 or below. */
  readonly logProb: number;
}

/** One token of an answer. */
export interface AnswerToken extends LikelyToken {
  /** Its number in the vocabulary; null from servers, which say text alone. */
  readonly id: number | null;
  /** The likeliest tokens in its place, the first first; as many as were asked for. */
  readonly alternatives: readonly LikelyToken[];
}

/** An answer with its tokens, where they were asked for. */
export interface ModelAnswer extends Answer {
  readonly tokens: readonly AnswerToken[] | null;
}

/** The answers to one question, and what they cost together. */
export interface ModelReply {
  readonly answers: readonly ModelAnswer[];
  readonly usage: ChatUsage;
}

/** What a stream brings at a time: whole characters, and the tokens that made them where they were asked for. */
export interface AnswerPart {
  readonly text: string;
  readonly tokens: readonly AnswerToken[];
}

/**
 * An answer as it is written. Nothing is asked before it is read: by `for await`, or by waiting for `result`.
 * A loop that is left early stops the model.
 */
export interface AnswerStream extends AsyncIterable<AnswerPart> {
  /** The whole answer. Rejects with what ended it, or with UsageError when the loop was left early. */
  readonly result: Promise<ModelReply>;
}

/** How one question is answered. A model refuses by name what it cannot honor. */
export interface AnswerOptions extends Omit<SampleOptions, 'random' | 'onProgress'> {
  /** The same seed gives the same answers, as far as the model promises that. @defaultValue different each time */
  readonly seed?: number;
  /** Texts at which an answer ends; they are not part of it. @defaultValue none */
  readonly stop?: readonly string[];
  /** Whether tokens come with their log-probabilities. @defaultValue false */
  readonly logProbs?: boolean;
  /** Likeliest tokens beside each one; needs `logProbs`. @defaultValue 0 */
  readonly topLogProbs?: number;
  /** The answer is JSON of this schema. */
  readonly jsonSchema?: object;
}

/** How likely a model finds a given answer. */
export interface ScoredText {
  readonly text: string;
  /** Of its tokens, in order. Their sum is the log-probability of the text. */
  readonly tokens: readonly AnswerToken[];
}

/**
 * What a developer asks of any vision-language model: one in this process, a server, a test double. All pass
 * one contract (`visionLanguageModelContract` of `@skinr1/serve/testing`).
 */
export interface VisionLanguageModel extends SamplingPolicy<ModelAnswer> {
  /** Names what answers. */
  readonly id: string;
  /**
   * Answers a question `groupSize` times.
   *
   * @throws UsageError for an option out of range or that this model cannot honor
   * @throws ResourceError when there is no answer to be had, and the signal's reason when aborted
   */
  answer(question: Question, options: AnswerOptions): Promise<ModelReply>;
  /** Answers once, telling what is written as it is. Errors come out of reading it. */
  stream(question: Question, options: AnswerOptions): AnswerStream;
  /** Log-probabilities of given answers; left out by models that cannot tell, as servers of the chat API. */
  score?(
    question: Question,
    texts: readonly string[],
    options?: { readonly signal?: AbortSignal },
  ): Promise<ScoredText[]>;
}
