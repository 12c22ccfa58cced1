import type {
  LanguageModelV3,
  LanguageModelV3CallOptions,
  LanguageModelV3FinishReason,
  LanguageModelV3GenerateResult,
  LanguageModelV3StreamPart,
  LanguageModelV3StreamResult,
  LanguageModelV3Usage,
} from '@ai-sdk/provider';
import type { AnswerOptions, ChatUsage, VisionLanguageModel } from '@skinr1/core';
import { readCall } from './read-call.ts';

/** Options of {@link toAiSdkModel}. */
export interface AiSdkModelOptions {
  /** Tokens of an answer where a call does not say. @defaultValue 512 */
  readonly defaultMaxTokens?: number;
}

/**
 * Any vision-language model as a language model of the Vercel AI SDK (specification v3, of `ai` 6; `ai` 7 takes it
 * too), for `generateText`, `streamText` and `generateObject`. What the model cannot honor becomes a warning, as
 * the specification has it; tools and files that are no images are errors.
 */
export function toAiSdkModel(
  model: VisionLanguageModel,
  { defaultMaxTokens = 512 }: AiSdkModelOptions = {},
): LanguageModelV3 {
  return {
    specificationVersion: 'v3',
    provider: 'skinr1',
    modelId: model.id,
    supportedUrls: {},
    doGenerate: (call) => generate(model, call, defaultMaxTokens),
    doStream: (call) => stream(model, call, defaultMaxTokens),
  };
}

async function generate(
  model: VisionLanguageModel,
  call: LanguageModelV3CallOptions,
  defaultMaxTokens: number,
): Promise<LanguageModelV3GenerateResult> {
  const { question, options, warnings } = readCall(call, defaultMaxTokens);
  const { answers, usage } = await model.answer(question, options);
  return {
    content: answers.map(({ text }) => ({ type: 'text', text })),
    finishReason: finishOf(answers[0]?.finishReason),
    usage: usageOf(usage),
    response: { modelId: model.id, timestamp: new Date() },
    warnings,
  };
}

async function stream(
  model: VisionLanguageModel,
  call: LanguageModelV3CallOptions,
  defaultMaxTokens: number,
): Promise<LanguageModelV3StreamResult> {
  const { question, options, warnings } = readCall(call, defaultMaxTokens);
  const { abortSignal } = call;
  async function* parts(): AsyncGenerator<LanguageModelV3StreamPart, void, undefined> {
    yield { type: 'stream-start', warnings };
    yield { type: 'response-metadata', modelId: model.id, timestamp: new Date() };
    try {
      yield* answerParts(model, question, options);
    } catch (error) {
      abortSignal?.throwIfAborted();
      yield { type: 'error', error };
    }
  }
  return { stream: ReadableStream.from(parts()) as ReadableStream<LanguageModelV3StreamPart> };
}

async function* answerParts(
  model: VisionLanguageModel,
  question: Parameters<VisionLanguageModel['stream']>[0],
  options: AnswerOptions,
): AsyncGenerator<LanguageModelV3StreamPart, void, undefined> {
  const answer = model.stream(question, options);
  const id = '0';
  yield { type: 'text-start', id };
  for await (const { text } of answer) {
    if (text !== '') yield { type: 'text-delta', id, delta: text };
  }
  yield { type: 'text-end', id };
  const { answers, usage } = await answer.result;
  yield {
    type: 'finish',
    finishReason: finishOf(answers[0]?.finishReason),
    usage: usageOf(usage),
  };
}

function finishOf(reason: 'stop' | 'length' | undefined): LanguageModelV3FinishReason {
  return { unified: reason ?? 'other', raw: reason };
}

function usageOf({ promptTokens, completionTokens }: ChatUsage): LanguageModelV3Usage {
  return {
    inputTokens: {
      total: promptTokens,
      noCache: promptTokens,
      cacheRead: undefined,
      cacheWrite: undefined,
    },
    outputTokens: { total: completionTokens, text: completionTokens, reasoning: undefined },
  };
}
