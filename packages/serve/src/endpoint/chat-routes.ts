import { randomUUID } from 'node:crypto';
import {
  type AnswerOptions,
  type ChatUsage,
  type Conversation,
  InvalidInputError,
  NotFoundError,
  SkinR1Error,
  type VisionLanguageModel,
} from '@skinr1/core';
import {
  type Counter,
  describeFailure,
  readJson,
  type ServerApp,
  type ServerContext,
  type ServerMetrics,
} from '@skinr1/server';
import { answerOptionsOf, type ChatRequest, readChatRequest } from './chat-request.ts';
import {
  closingChunk,
  completionBody,
  openingChunk,
  partChunk,
  type ResponseHead,
  usageChunk,
} from './chat-response.ts';
import { openAiErrorBody } from './error-body.ts';
import { readQuestion } from './read-question.ts';

/** What the routes of the endpoint answer with. */
export interface ServedModels {
  /** By the name that a request gives. */
  readonly models: ReadonlyMap<string, VisionLanguageModel>;
  readonly defaultMaxTokens: number;
  readonly imageOrigins: readonly string[];
}

/** Adds `/v1/models` and `/v1/chat/completions`. */
export function addChatRoutes(app: ServerApp, metrics: ServerMetrics, served: ServedModels): void {
  const created = seconds();
  const describe = (id: string) => ({ id, object: 'model', created, owned_by: 'skinr1' });
  const tokens = metrics.counter({
    name: 'chat_tokens_total',
    help: 'Tokens of prompts and completions',
    labels: ['kind'],
  });
  app.get('/v1/models', (context) =>
    context.json({ object: 'list', data: [...served.models.keys()].map(describe) }),
  );
  app.get('/v1/models/:id{.+}', (context) => {
    const id = context.req.param('id');
    modelNamed(id, served);
    return context.json(describe(id));
  });
  app.post('/v1/chat/completions', async (context) => {
    const request = readChatRequest(await readJson(context));
    return complete(context, request, { ...served, tokens });
  });
}

interface Serving extends ServedModels {
  readonly tokens: Counter;
}

async function complete(
  context: ServerContext,
  request: ChatRequest,
  serving: Serving,
): Promise<Response> {
  const model = modelNamed(request.model, serving);
  const signal = context.get('signal');
  const question = await readQuestion(request, { imageOrigins: serving.imageOrigins, signal });
  const options = { ...answerOptionsOf(request, serving.defaultMaxTokens), signal };
  const head = { id: `chatcmpl-${randomUUID()}`, created: seconds(), model: request.model };
  if (!request.stream) {
    const reply = await model.answer(question, options).catch(rethrowAsRequest);
    count(reply.usage, serving);
    return context.json(completionBody(head, reply));
  }
  const events = streamEvents({ model, question, options, head, request, serving });
  // What is wrong with the request comes out before the first event, and is answered with a status.
  const first = await events.next().catch(rethrowAsRequest);
  return context.body(eventStream(first, events), 200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
  });
}

/** What a model says of the options is about the request, and what it says of a schema about the field it came in. */
function rethrowAsRequest(error: unknown): never {
  if (!SkinR1Error.isInstance(error)) throw error;
  if (error.kind === 'usage') throw new InvalidInputError(error.message, { cause: error });
  if (!isOfSchema(error)) throw error;
  const place = 'response_format.json_schema.schema';
  throw new InvalidInputError(error.message, { place, cause: error });
}

/** Places in a schema are references to it. */
function isOfSchema({ kind, place }: SkinR1Error): boolean {
  return kind === 'invalid_input' && place !== undefined && place.startsWith('#');
}

function modelNamed(name: string, { models }: ServedModels): VisionLanguageModel {
  const model = models.get(name);
  if (model) return model;
  throw new NotFoundError(`there is no model '${name}' here.`, {
    place: 'model',
    mend: `Ask for one of: ${[...models.keys()].join(', ')}.`,
  });
}

interface Streaming {
  readonly model: VisionLanguageModel;
  readonly question: Conversation;
  readonly options: AnswerOptions;
  readonly head: ResponseHead;
  readonly request: ChatRequest;
  readonly serving: Serving;
}

/** Answers one after the other, each as it is written, as the data of events. */
async function* streamEvents(streaming: Streaming): AsyncGenerator<object, void, undefined> {
  const { model, question, options, head, request, serving } = streaming;
  const { groupSize = 1, seed, logProbs = false } = options;
  const usage = { promptTokens: 0, completionTokens: 0 };
  for (let index = 0; index < groupSize; index++) {
    const own = seed === undefined ? {} : { seed: seed + index };
    const stream = model.stream(question, { ...options, ...own, groupSize: 1 });
    let isOpen = false;
    for await (const part of stream) {
      if (!isOpen) yield openingChunk(head, index);
      isOpen = true;
      yield partChunk(head, index, part, logProbs);
    }
    const reply = await stream.result;
    count(reply.usage, serving);
    usage.promptTokens = reply.usage.promptTokens;
    usage.completionTokens += reply.usage.completionTokens;
    yield closingChunk(head, index, reply.answers[0]?.finishReason ?? 'stop');
  }
  if (request.stream_options?.include_usage) yield usageChunk(head, usage);
}

/** Events on the wire. One that fails ends with an event that says so, in OpenAI's shape. */
function eventStream(
  first: IteratorResult<object, void>,
  events: AsyncGenerator<object, void, undefined>,
): ReadableStream {
  async function* write(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      if (!first.done) yield event(first.value);
      for await (const data of events) yield event(data);
      yield event('[DONE]');
    } catch (error) {
      yield event(openAiErrorBody(describeFailure(error)));
    } finally {
      await events.return();
    }
  }
  return ReadableStream.from(write()) as ReadableStream;
}

function event(data: object | string): Uint8Array {
  return Buffer.from(`data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`);
}

function count({ promptTokens, completionTokens }: ChatUsage, { tokens }: Serving): void {
  tokens.add({ kind: 'prompt' }, promptTokens);
  tokens.add({ kind: 'completion' }, completionTokens);
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
