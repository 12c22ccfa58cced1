import type {
  LanguageModelV3CallOptions,
  LanguageModelV3FilePart,
  LanguageModelV3Message,
  SharedV3Warning,
} from '@ai-sdk/provider';
import {
  type AnswerOptions,
  type ChatMessage,
  type ChatPart,
  type Conversation,
  InvalidInputError,
} from '@skinr1/core';

/** A call of the SDK in the terms of a {@link VisionLanguageModel}. */
export interface ReadCall {
  readonly question: Conversation;
  readonly options: AnswerOptions;
  /** Settings that the answer does not follow. */
  readonly warnings: SharedV3Warning[];
}

/** Reads a call. Throws InvalidInputError for tools, and for parts that are neither text nor an image. */
export function readCall(call: LanguageModelV3CallOptions, defaultMaxTokens: number): ReadCall {
  if (call.tools && call.tools.length > 0) {
    throw new InvalidInputError('this model calls no tools.', {
      place: 'tools',
      mend: 'Leave them out.',
    });
  }
  const { maxOutputTokens = defaultMaxTokens, temperature, topP, topK, seed } = call;
  const { stopSequences, abortSignal, responseFormat: format } = call;
  const schema = format?.type === 'json' ? format.schema : undefined;
  return {
    question: { messages: call.prompt.map(readMessage) },
    options: {
      maxTokens: maxOutputTokens,
      ...(temperature === undefined ? {} : { temperature }),
      ...(topP === undefined ? {} : { topP }),
      ...(topK === undefined ? {} : { topK }),
      ...(seed === undefined ? {} : { seed }),
      ...(stopSequences === undefined ? {} : { stop: stopSequences }),
      ...(abortSignal === undefined ? {} : { signal: abortSignal }),
      ...(schema === undefined ? {} : { jsonSchema: schema }),
    },
    warnings: warningsOf(call),
  };
}

function warningsOf({
  presencePenalty = 0,
  frequencyPenalty = 0,
  responseFormat,
}: LanguageModelV3CallOptions): SharedV3Warning[] {
  const unsupported = (feature: string, details?: string): SharedV3Warning => ({
    type: 'unsupported',
    feature,
    ...(details === undefined ? {} : { details }),
  });
  return [
    ...(presencePenalty === 0 ? [] : [unsupported('presencePenalty')]),
    ...(frequencyPenalty === 0 ? [] : [unsupported('frequencyPenalty')]),
    ...(responseFormat?.type === 'json' && !responseFormat.schema
      ? [unsupported('responseFormat', 'JSON without a schema: nothing holds the answer to it.')]
      : []),
  ];
}

function readMessage(message: LanguageModelV3Message): ChatMessage {
  if (message.role === 'system') return message;
  if (message.role === 'tool') throw unreadable('a message of the role "tool"');
  const { role } = message;
  const content = message.content.flatMap((part): ChatPart[] => {
    if (part.type === 'text') return [{ type: 'text', text: part.text }];
    if (part.type === 'file') return [{ type: 'image', image: readImage(part) }];
    // What a model thought before is no part of the conversation.
    if (part.type === 'reasoning') return [];
    throw unreadable(`a part of the type "${part.type}"`);
  });
  return { role, content };
}

function readImage({ mediaType, data }: LanguageModelV3FilePart) {
  if (!mediaType.startsWith('image/')) throw unreadable(`a file of the type "${mediaType}"`);
  if (data instanceof URL) throw unreadable('an image at an address that was not fetched');
  const bytes = typeof data === 'string' ? Buffer.from(data, 'base64') : data;
  return { kind: 'bytes', data: bytes } as const;
}

function unreadable(what: string): InvalidInputError {
  return new InvalidInputError(`${what} is not read by this model.`, {
    place: 'prompt',
    mend: 'Send text and images.',
  });
}
