import {
  type ChatAnswer,
  type ChatClient,
  type ChatMessage,
  InvalidInputError,
  longestTimer,
  ResourceError,
  UsageError,
} from '@skinr1/core';
import * as z from 'zod';
import { type ChatEndpoint, chatEndpoint, redirectTarget } from './chat-endpoint.ts';
import { estimateTokens } from './estimate-cost.ts';
import { createRateGate, pause } from './rate-gate.ts';

/** Options of {@link createChatClient}. */
export interface ChatClientOptions {
  /**
   * Address up to and including `/v1`: a hosted service, vLLM, Ollama, llama.cpp. Prompts and key go there and
   * nowhere else: redirects are not followed.
   */
  readonly baseUrl: string;
  readonly model: string;
  /** Sent as a bearer token, and never part of a message. */
  readonly apiKey?: string;
  /** @defaultValue 60,000 */
  readonly timeoutMs?: number;
  /** Further tries after 429, 5xx, a time-out or a lost connection. @defaultValue 4 */
  readonly retries?: number;
  /** First pause before a retry; it doubles, up to a minute. @defaultValue 500 */
  readonly pauseMs?: number;
  /** @defaultValue no limit */
  readonly requestsPerMinute?: number;
  /** @defaultValue 0.7 */
  readonly temperature?: number;
  /** Tokens of one answer. @defaultValue 700 */
  readonly maxTokens?: number;
}

const answerSchema = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
  usage: z
    .object({
      prompt_tokens: z.number().nonnegative(),
      completion_tokens: z.number().nonnegative(),
    })
    .optional(),
});

/** Bytes of an answer beyond which it is not read. */
const maxAnswerBytes = 1_000_000;

/** Longest pause before a retry, in milliseconds. */
const longestPause = 60_000;

/**
 * A client for any server that speaks the OpenAI chat API. Throws ResourceError when the server stays
 * unreachable or busy after all tries, InvalidInputError for a refusal that no retry can mend or a redirect, and
 * UsageError for an address, key, rate or time limit that cannot be used.
 */
export function createChatClient(options: ChatClientOptions): ChatClient {
  const { baseUrl, model, retries = 4, pauseMs = 500, timeoutMs = 60_000 } = options;
  if (!(timeoutMs >= 1 && timeoutMs <= longestTimer)) {
    throw new UsageError(`cannot wait ${timeoutMs} ms for an answer.`, {
      mend: `Give a time limit from 1 to ${longestTimer} ms.`,
    });
  }
  const endpoint = chatEndpoint(baseUrl, options.apiKey);
  const gate = createRateGate(options.requestsPerMinute);
  const source = endpoint.shown;
  return {
    id: `${model} @ ${baseUrl.split(/[?#]/, 1)[0]}`,
    complete: async (messages, jsonSchema, signal) => {
      let last = '';
      for (let attempt = 0; attempt <= retries; attempt++) {
        signal?.throwIfAborted();
        await gate(signal);
        const result = await ask(endpoint, options, messages, jsonSchema, signal);
        if ('answer' in result) return result.answer;
        last = result.problem;
        if (result.waitMs === null) {
          const { mend = 'Check the address, the model name and the key.' } = result;
          throw new InvalidInputError(`the language model refused: ${last}.`, { source, mend });
        }
        const wait = Math.min(longestPause, Math.max(result.waitMs, pauseMs * 2 ** attempt));
        if (attempt < retries) await pause(wait, signal);
      }
      throw new ResourceError(`no answer after ${retries + 1} tries; the last: ${last}.`, {
        source,
        mend: 'Check that the server runs, or lower concurrency and rate; finished work is kept.',
      });
    },
  };
}

type AskResult =
  | { readonly answer: ChatAnswer }
  | {
      readonly problem: string;
      /** Milliseconds before another try may go better; `null` if none can. */
      readonly waitMs: number | null;
      readonly mend?: string;
    };

async function ask(
  endpoint: ChatEndpoint,
  options: ChatClientOptions,
  messages: readonly ChatMessage[],
  jsonSchema: object,
  signal: AbortSignal | undefined,
): Promise<AskResult> {
  const { timeoutMs = 60_000 } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(endpoint.url, {
      method: 'POST',
      headers: endpoint.headers,
      body: requestBody(options, messages, jsonSchema),
      // A redirect would carry prompts and key to where nobody has sent them.
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    if (response.status >= 300 && response.status < 400) return redirected(response, endpoint);
    const text = await readBounded(response);
    if (response.ok) return readAnswer(text, messages);
    const { status } = response;
    const retry = status === 429 || status === 408 || status >= 500;
    return { problem: `status ${status}`, waitMs: retry ? retryAfter(response) : null };
  } catch (cause) {
    signal?.throwIfAborted();
    const problem = timeout.aborted
      ? `no answer in ${timeoutMs} ms`
      : `connection failed (${rootOf(cause).slice(0, 120)})`;
    return { problem, waitMs: 0 };
  }
}

function requestBody(
  { model, temperature = 0.7, maxTokens = 700 }: ChatClientOptions,
  messages: readonly ChatMessage[],
  jsonSchema: object,
): string {
  return JSON.stringify({
    model,
    messages,
    temperature,
    max_tokens: maxTokens,
    response_format: {
      type: 'json_schema',
      json_schema: { name: 'note', strict: true, schema: jsonSchema },
    },
  });
}

async function redirected(response: Response, { url }: ChatEndpoint): Promise<AskResult> {
  await response.body?.cancel();
  const target = redirectTarget(response.headers.get('location'), url);
  return {
    problem: `it redirects to ${target}, and prompts and key are sent to no other address`,
    waitMs: null,
    mend: 'If you trust that address, give it as the address of the language model.',
  };
}

/** What lies beneath "fetch failed". */
function rootOf(error: unknown): string {
  const inner = error instanceof Error ? error.cause : undefined;
  return inner === undefined ? String(error) : rootOf(inner);
}

function readAnswer(text: string, messages: readonly ChatMessage[]): AskResult {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: 'the answer is not JSON', waitMs: 0 };
  }
  const parsed = answerSchema.safeParse(value);
  if (!parsed.success) return { problem: 'the answer has not the form of the API', waitMs: 0 };
  const { choices, usage } = parsed.data;
  const content = choices[0]?.message.content ?? '';
  // Some servers do not count; a budget must hold all the same.
  const question = messages.map((message) => message.content).join('');
  return {
    answer: {
      text: content,
      usage: {
        promptTokens: usage?.prompt_tokens ?? estimateTokens(question),
        completionTokens: usage?.completion_tokens ?? estimateTokens(content),
      },
    },
  };
}

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > maxAnswerBytes) throw new Error(`answer larger than ${maxAnswerBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Milliseconds that the server asks to wait, in seconds or until a date; at most a minute. */
function retryAfter(response: Response): number {
  const header = response.headers.get('retry-after') ?? '0';
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(wait) ? Math.min(60_000, Math.max(0, wait)) : 0;
}
