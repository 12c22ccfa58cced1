import type { AnswerPart, AnswerToken, ChatUsage, LikelyToken, ModelReply } from '@skinr1/core';

/** What stands in every part of one response. */
export interface ResponseHead {
  readonly id: string;
  readonly created: number;
  readonly model: string;
}

/** A whole response. */
export function completionBody(head: ResponseHead, { answers, usage }: ModelReply): object {
  const { id, created, model } = head;
  return {
    id,
    object: 'chat.completion',
    created,
    model,
    choices: answers.map(({ text, finishReason, tokens }, index) => ({
      index,
      message: { role: 'assistant', content: text, refusal: null },
      logprobs: logProbsBody(tokens),
      finish_reason: finishReason,
    })),
    usage: usageBody(usage),
  };
}

/** The first chunk of an answer, which says who speaks. */
export function openingChunk(head: ResponseHead, index: number): object {
  return chunk(head, { index, delta: { role: 'assistant', content: '' } });
}

/** A chunk with a part of an answer. */
export function partChunk(
  head: ResponseHead,
  index: number,
  { text, tokens }: AnswerPart,
  withLogProbs: boolean,
): object {
  const logprobs = withLogProbs ? { logprobs: logProbsBody(tokens) } : {};
  return chunk(head, { index, delta: { content: text }, ...logprobs });
}

/** The last chunk of an answer. */
export function closingChunk(head: ResponseHead, index: number, finishReason: string): object {
  return chunk(head, { index, delta: {}, finish_reason: finishReason });
}

/** The chunk behind all answers that counts tokens. */
export function usageChunk(head: ResponseHead, usage: ChatUsage): object {
  return { ...chunk(head, null), usage: usageBody(usage) };
}

function chunk({ id, created, model }: ResponseHead, choice: object | null): object {
  const object = 'chat.completion.chunk';
  const choices = choice === null ? [] : [{ logprobs: null, finish_reason: null, ...choice }];
  return { id, object, created, model, choices };
}

function usageBody({ promptTokens, completionTokens }: ChatUsage) {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
}

function logProbsBody(tokens: readonly AnswerToken[] | null) {
  if (tokens === null) return null;
  return {
    content: tokens.map((token) => ({
      ...tokenBody(token),
      ...(token.id === null ? {} : { id: token.id }),
      top_logprobs: token.alternatives.map(tokenBody),
    })),
    refusal: null,
  };
}

function tokenBody({ text, logProb }: LikelyToken) {
  // The bytes of a part of a character are not told by its text.
  return {
    token: text,
    logprob: logProb,
    bytes: text.includes('\uFFFD') ? null : [...Buffer.from(text)],
  };
}
