import type { TextMessage } from './question.ts';

/** Tokens of one answer: what the server counted, else estimated by length. */
export interface ChatUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** An answer of a language model. */
export interface ChatAnswer {
  readonly text: string;
  readonly usage: ChatUsage;
}

/** A language model that answers with JSON of a schema. */
export interface ChatClient {
  /** Names what answers, for cache keys and lineage. */
  readonly id: string;
  complete(
    messages: readonly TextMessage[],
    jsonSchema: object,
    signal?: AbortSignal,
  ): Promise<ChatAnswer>;
}

/** A question to a language model, as its answer is kept under. */
export interface ChatQuestion {
  /** {@link ChatClient.id} of what was asked. */
  readonly modelId: string;
  readonly messages: readonly TextMessage[];
}

/** Answers by the content of their question. Only answers that passed every check are put in. */
export interface AnswerCache {
  get(question: ChatQuestion): ChatAnswer | null;
  set(question: ChatQuestion, answer: ChatAnswer): void;
}

/** Characters of English text for one token, about. */
const charactersPerToken = 4;

/** Tokens of a text by its length, where nobody counted them. */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}
