import { type ChatUsage, estimateTokens } from '../chat.ts';
import { type ChatPart, type Question, turnsOf } from '../question.ts';
import type {
  AnswerToken,
  LikelyToken,
  ModelAnswer,
  ModelReply,
} from '../vision-language-model.ts';
import { FailedAttempt, formFailure, untrueAnswer } from './attempt.ts';

/** What was asked for, and what an answer to it must therefore hold. */
export interface Asked {
  readonly question: Question;
  readonly groupSize: number;
  readonly maxTokens: number;
  readonly logProbs: boolean;
}

/** A value as its fields; none if it is no object. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** Text as JSON. Throws FailedAttempt. */
export function parseJson(text: string): Readonly<Record<string, unknown>> {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    throw formFailure('it is not JSON');
  }
}

/** A whole answer. Throws FailedAttempt where it lacks something, or says what cannot be true. */
export function readReply(text: string, asked: Asked): ModelReply {
  const { choices, usage } = parseJson(text);
  if (!Array.isArray(choices) || choices.length === 0) throw formFailure('it has no choices');
  if (choices.length > asked.groupSize) {
    throw untrueAnswer(
      `it gives ${choices.length} answers where ${asked.groupSize} were asked for`,
    );
  }
  const answers = choices.map((choice) => readChoice(fieldsOf(choice), asked));
  return { answers, usage: readUsage(usage, answers, asked) };
}

function readChoice(choice: Readonly<Record<string, unknown>>, asked: Asked): ModelAnswer {
  const { content } = fieldsOf(choice.message);
  if (typeof content !== 'string') throw formFailure('a message has no text');
  const tokens = asked.logProbs ? tokensOf(choice.logprobs, content, choice.token_ids) : null;
  return { text: content, finishReason: readFinish(choice.finish_reason), tokens };
}

/** How an answer ended; servers have more words than the API. Throws FailedAttempt for what is no answer. */
export function readFinish(reason: unknown): ModelAnswer['finishReason'] {
  if (reason === 'length') return 'length';
  if (reason === 'content_filter' || reason === 'tool_calls' || reason === 'function_call') {
    throw new FailedAttempt(`it ended with '${reason}' instead of an answer`, null);
  }
  return 'stop';
}

function tokensOf(logProbs: unknown, text: string, ids: unknown): readonly AnswerToken[] {
  const tokens = readTokens(logProbs, ids);
  if (tokens.length === 0 && text !== '') throw missingLogProbs();
  return withoutEnd(tokens, text);
}

/**
 * Tokens that spell the text and no more: some servers (vLLM) spell the token that ends an answer too, and those of a
 * stop text, which are no part of it. Such tokens keep their log-probabilities and have no text.
 */
export function withoutEnd(tokens: readonly AnswerToken[], text: string): readonly AnswerToken[] {
  const spelled = tokens.map((token) => token.text).join('');
  if (spelled.length === text.length || !spelled.startsWith(text)) return tokens;
  let left = text.length;
  return tokens.map((token) => {
    const kept = token.text.slice(0, left);
    left -= kept.length;
    return { ...token, text: kept };
  });
}

/** The failure of a server that was asked for log-probabilities and gives none. */
export function missingLogProbs(): FailedAttempt {
  return new FailedAttempt(
    'it gives no log-probabilities',
    null,
    'Ask without `logProbs`, or start the server with them.',
  );
}

/**
 * Tokens with log-probabilities; none where there are none. Ids stand in `id` (llama.cpp) or in a list of their own
 * (vLLM's `return_token_ids`).
 */
export function readTokens(logProbs: unknown, ids?: unknown): AnswerToken[] {
  const { content } = fieldsOf(logProbs);
  if (!Array.isArray(content)) return [];
  const numbers = Array.isArray(ids) && ids.length === content.length ? ids : [];
  return content.map((entry: unknown, index) => {
    const { id = numbers[index], top_logprobs: top } = fieldsOf(entry);
    const alternatives = Array.isArray(top) ? top.map(readLikelyToken) : [];
    return {
      ...readLikelyToken(entry),
      id: Number.isInteger(id) ? Number(id) : null,
      alternatives,
    };
  });
}

function readLikelyToken(entry: unknown): LikelyToken {
  const { token, logprob } = fieldsOf(entry);
  // A little above 0 is rounding.
  if (typeof token === 'string' && typeof logprob === 'number' && logprob < 1e-3) {
    return { text: token, logProb: Math.min(0, logprob) };
  }
  throw formFailure('a token has no text or no log-probability');
}

/** Tokens that an image is counted as where nobody counted them: about those of 800 × 800 pixels. */
const tokensOfImage = 800;

/** Characters that no single token stands for. */
const longestToken = 200;

/**
 * What was used. Servers that do not count get an estimate, as a budget must hold all the same.
 *
 * @throws FailedAttempt for counts that cannot be true
 */
export function readUsage(
  usage: unknown,
  answers: readonly ModelAnswer[],
  { question, groupSize, maxTokens }: Asked,
): ChatUsage {
  const length = answers.reduce((sum, { text }) => sum + text.length, 0);
  if (usage === undefined || usage === null) {
    const completionTokens = answers.reduce((sum, { text }) => sum + estimateTokens(text), 0);
    return { promptTokens: promptEstimate(question), completionTokens };
  }
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = fieldsOf(usage);
  if (!isCount(promptTokens) || !isCount(completionTokens)) {
    throw untrueAnswer('it counts its tokens in no whole numbers');
  }
  if (completionTokens > maxTokens * groupSize || completionTokens * longestToken < length) {
    throw untrueAnswer(
      `it counts ${completionTokens} tokens for ${length} characters of at most ${maxTokens * groupSize} tokens`,
    );
  }
  return { promptTokens, completionTokens };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function promptEstimate(question: Question): number {
  const parts = turnsOf(question).flatMap(({ content }): readonly ChatPart[] =>
    typeof content === 'string' ? [{ type: 'text', text: content }] : content,
  );
  const texts = parts.map((part) => (part.type === 'text' ? part.text : ''));
  const images = parts.filter(({ type }) => type === 'image').length;
  return estimateTokens(texts.join('')) + images * tokensOfImage;
}
