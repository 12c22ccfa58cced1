import { type AnswerOptions, InvalidInputError } from '@skinr1/core';
import * as z from 'zod';

/** A part of a message: text, or an image as a URL. */
export type RequestPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image_url'; readonly image_url: { readonly url: string } };

/** A request for chat completions, checked; fields as OpenAI names them. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly {
    readonly role: 'system' | 'developer' | 'user' | 'assistant';
    readonly content: string | readonly RequestPart[];
  }[];
  readonly stream?: boolean | undefined;
  readonly stream_options?: { readonly include_usage?: boolean | undefined } | undefined;
  readonly n?: number | undefined;
  readonly seed?: number | undefined;
  readonly stop?: string | readonly string[] | undefined;
  readonly temperature?: number | undefined;
  readonly top_p?: number | undefined;
  readonly max_tokens?: number | undefined;
  readonly max_completion_tokens?: number | undefined;
  readonly logprobs?: boolean | undefined;
  readonly top_logprobs?: number | undefined;
  readonly response_format?:
    | { readonly type: 'text' }
    | { readonly type: 'json_schema'; readonly json_schema: { readonly schema: object } }
    | undefined;
  /** Of vLLM; -1 is all. */
  readonly top_k?: number | undefined;
  /** Of vLLM. */
  readonly repetition_penalty?: number | undefined;
}

const text = z.strictObject({ type: z.literal('text'), text: z.string() });
const image = z.strictObject({
  type: z.literal('image_url'),
  image_url: z.strictObject({
    url: z.string(),
    // The model's own processor says how large an image is seen, whatever is asked.
    detail: z.enum(['auto', 'low', 'high']).optional(),
  }),
});
const parts = z.array(z.discriminatedUnion('type', [text, image])).min(1);
const message = z.strictObject({
  role: z.enum(['system', 'developer', 'user', 'assistant']),
  content: z.union([z.string(), parts]),
});

const format = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text') }),
  z.strictObject({
    type: z.literal('json_schema'),
    json_schema: z.strictObject({
      name: z.string().optional(),
      description: z.string().optional(),
      strict: z.boolean().optional(),
      schema: z.record(z.string(), z.unknown()),
    }),
  }),
]);

/** Most answers to one request. */
const mostAnswers = 64;
/** Most texts at which an answer ends. */
const mostStops = 16;

/** The fields that are honored; of others only what changes nothing is taken. */
const requestSchema: z.ZodType<ChatRequest> = z.strictObject({
  model: z.string(),
  messages: z.array(message).min(1),
  stream: z.boolean().optional(),
  stream_options: z.strictObject({ include_usage: z.boolean().optional() }).optional(),
  n: z.int().min(1).max(mostAnswers).optional(),
  seed: z.int().min(0).optional(),
  stop: z.union([z.string().min(1), z.array(z.string().min(1)).max(mostStops)]).optional(),
  temperature: z.number().min(0).max(100).optional(),
  top_p: z.number().gt(0).max(1).optional(),
  max_tokens: z.int().min(1).optional(),
  max_completion_tokens: z.int().min(1).optional(),
  logprobs: z.boolean().optional(),
  top_logprobs: z.int().min(0).max(20).optional(),
  response_format: format.optional(),
  top_k: z.int().min(-1).optional(),
  repetition_penalty: z.number().gt(0).max(100).optional(),
});

/** By field that is not honored, whether it asks for nothing at a value. */
type NeutralValues = Readonly<Record<string, (value: unknown) => boolean>>;

const neutralInRequest: NeutralValues = {
  presence_penalty: (value) => value === 0,
  frequency_penalty: (value) => value === 0,
  logit_bias: isEmpty,
  tools: isEmpty,
  tool_choice: (value) => value === 'none' || value === 'auto',
  functions: isEmpty,
  store: (value) => value === false,
  service_tier: (value) => value === 'auto' || value === 'default',
  modalities: (value) => Array.isArray(value) && value.join() === 'text',
  // Who asks, for statistics that nobody keeps here.
  user: (value) => typeof value === 'string',
  metadata: (value) => typeof value === 'object',
};

/** Clients send a reply back as the next request's message, with the fields of its kind that it had no use for. */
const neutralInMessage: NeutralValues = {
  refusal: (value) => value === '',
  annotations: isEmpty,
  audio: isEmpty,
  function_call: isEmpty,
  tool_calls: isEmpty,
  name: (value) => value === '',
};

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/**
 * Reads the body of a request. Fields that are null count as left out.
 *
 * @throws InvalidInputError that names the field (its place) and the mend; a field that is not honored is one
 */
export function readChatRequest(body: unknown): ChatRequest {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new InvalidInputError('the body is no object.', { mend: 'Send { model, messages }.' });
  }
  const given = withoutNeutral(body, neutralInRequest);
  const messages = Array.isArray(given.messages)
    ? { messages: given.messages.map(withoutNeutralInMessage) }
    : {};
  const read = requestSchema.safeParse({ ...given, ...messages });
  if (!read.success) throw refusal(read.error.issues[0] as z.core.$ZodIssue);
  checkTogether(read.data);
  return read.data;
}

function withoutNeutral(fields: object, neutral: NeutralValues): Record<string, unknown> {
  const asking = Object.entries(fields).filter(([field, value]) => {
    const isNeutral = Object.hasOwn(neutral, field) && neutral[field]?.(value);
    return value !== null && !isNeutral;
  });
  return Object.fromEntries(asking);
}

function withoutNeutralInMessage(message: unknown): unknown {
  const isObject = typeof message === 'object' && message !== null;
  return isObject ? withoutNeutral(message, neutralInMessage) : message;
}

function refusal(found: z.core.$ZodIssue): InvalidInputError {
  const issue = innermost(found);
  if (issue.code === 'unrecognized_keys') {
    const place = [...issue.path, issue.keys[0]].join('.');
    const mend = 'Leave it out: an answer would look as if it had been.';
    return new InvalidInputError('this field is not honored here.', { place, mend });
  }
  const place = issue.path.join('.');
  return new InvalidInputError(`${issue.message}.`, { place, mend: 'Correct the field.' });
}

/** Of a value that is none of several kinds, the fault in the kind that it comes closest to. */
function innermost(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors
    .flatMap((issues) => issues.slice(0, 1).map(innermost))
    .reduce<z.core.$ZodIssue>(
      (deepest, each) => (each.path.length > deepest.path.length ? each : deepest),
      { ...issue, path: [] },
    );
  return { ...inner, path: [...issue.path, ...inner.path] };
}

function checkTogether(request: ChatRequest): void {
  const { logprobs, top_logprobs, max_tokens, max_completion_tokens } = request;
  if (top_logprobs && !logprobs) {
    throw new InvalidInputError('needs logprobs.', {
      place: 'top_logprobs',
      mend: 'Set logprobs to true.',
    });
  }
  if (max_tokens && max_completion_tokens && max_tokens !== max_completion_tokens) {
    throw new InvalidInputError('differs from max_completion_tokens.', {
      place: 'max_tokens',
      mend: 'Give one of them.',
    });
  }
  if (request.response_format?.type === 'json_schema' && request.stop?.length) {
    throw new InvalidInputError('does not go with a response_format of type json_schema.', {
      place: 'stop',
      mend: 'Leave it out: JSON that stops at a text is cut, and ends by itself where the schema does.',
    });
  }
}

/** How an answer is to be drawn. What the request leaves out, the model's own settings say. */
export function answerOptionsOf(request: ChatRequest, defaultMaxTokens: number): AnswerOptions {
  const { n = 1, seed, stop, temperature, top_p, top_k, repetition_penalty } = request;
  const { logprobs, top_logprobs, response_format: form } = request;
  return {
    groupSize: n,
    maxTokens: request.max_completion_tokens ?? request.max_tokens ?? defaultMaxTokens,
    ...(seed === undefined ? {} : { seed }),
    ...(stop === undefined ? {} : { stop: typeof stop === 'string' ? [stop] : stop }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(top_p === undefined ? {} : { topP: top_p }),
    ...(top_k === undefined ? {} : { topK: Math.max(0, top_k) }),
    ...(repetition_penalty === undefined ? {} : { repetitionPenalty: repetition_penalty }),
    ...(logprobs ? { logProbs: true, topLogProbs: top_logprobs ?? 0 } : {}),
    ...(form?.type === 'json_schema' ? { jsonSchema: form.json_schema.schema } : {}),
  };
}
