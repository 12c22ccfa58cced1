import { setTimeout as sleep } from 'node:timers/promises';
import { InvalidInputError, ResourceError, UsageError } from '@skinr1/core';
import * as z from 'zod';
import { estimateTokens } from './estimate-cost.ts';

/** One message of a conversation with a language model. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

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
    messages: readonly ChatMessage[],
    jsonSchema: object,
    signal?: AbortSignal,
  ): Promise<ChatAnswer>;
}

/** Options of {@link createChatClient}. */
export interface ChatClientOptions {
  /** Address up to and including `/v1`: a hosted service, vLLM, Ollama, llama.cpp. */
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey?: string;
  /** @defaultValue 60,000 */
  readonly timeoutMs?: number;
  /** Further tries after 429, 5xx, a time-out or a lost connection. @defaultValue 4 */
  readonly retries?: number;
  /** First pause before a retry; it doubles. @defaultValue 500 */
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

/**
 * A client for any server that speaks the OpenAI chat API. Throws ResourceError when the server stays
 * unreachable or busy after all tries, InvalidInputError for a refusal that no retry can mend, and
 * UsageError for a rate that is not above 0.
 */
export function createChatClient(options: ChatClientOptions): ChatClient {
  const { baseUrl, model, retries = 4, pauseMs = 500 } = options;
  const url = `${baseUrl.replace(/\/+$/, '')}/chat/completions`;
  const gate = createRateGate(options.requestsPerMinute);
  return {
    id: `${model} @ ${baseUrl}`,
    complete: async (messages, jsonSchema, signal) => {
      let last = '';
      for (let attempt = 0; attempt <= retries; attempt++) {
        signal?.throwIfAborted();
        await gate(signal);
        const result = await ask(url, options, messages, jsonSchema, signal);
        if ('answer' in result) return result.answer;
        last = result.problem;
        if (!result.retry) {
          throw new InvalidInputError(`the language model refused: ${last}.`, {
            source: url,
            mend: 'Check the address, the model name and the key.',
          });
        }
        if (attempt < retries)
          await sleep(Math.max(result.waitMs, pauseMs * 2 ** attempt), null, withSignal(signal));
      }
      throw new ResourceError(`no answer after ${retries + 1} tries; the last: ${last}.`, {
        source: url,
        mend: 'Check that the server runs, or lower concurrency and rate; finished work is kept.',
      });
    },
  };
}

type AskResult =
  | { readonly answer: ChatAnswer }
  | { readonly problem: string; readonly retry: boolean; readonly waitMs: number };

async function ask(
  url: string,
  options: ChatClientOptions,
  messages: readonly ChatMessage[],
  jsonSchema: object,
  signal: AbortSignal | undefined,
): Promise<AskResult> {
  const { model, apiKey, timeoutMs = 60_000, temperature = 0.7, maxTokens = 700 } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
      },
      body: JSON.stringify({
        model,
        messages,
        temperature,
        max_tokens: maxTokens,
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'note', strict: true, schema: jsonSchema },
        },
      }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    const text = await readBounded(response);
    if (!response.ok) {
      const retry = response.status === 429 || response.status === 408 || response.status >= 500;
      return { problem: `status ${response.status}`, retry, waitMs: retryAfter(response) };
    }
    return readAnswer(text, messages);
  } catch (cause) {
    signal?.throwIfAborted();
    const problem = timeout.aborted
      ? `no answer in ${timeoutMs} ms`
      : `connection failed (${rootOf(cause).slice(0, 120)})`;
    return { problem, retry: true, waitMs: 0 };
  }
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
    return { problem: 'the answer is not JSON', retry: true, waitMs: 0 };
  }
  const parsed = answerSchema.safeParse(value);
  if (!parsed.success)
    return { problem: 'the answer has not the form of the API', retry: true, waitMs: 0 };
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

/** Lets at most so many requests a minute through, evenly spaced. */
function createRateGate(perMinute: number | undefined): (signal?: AbortSignal) => Promise<void> {
  if (perMinute === undefined) return async () => {};
  if (!(perMinute > 0)) {
    throw new UsageError(`cannot send ${perMinute} requests a minute.`, {
      mend: 'Give a rate above 0, or none.',
    });
  }
  const spacing = 60_000 / perMinute;
  let next = 0;
  return async (signal) => {
    const now = Date.now();
    const wait = Math.max(0, next - now);
    next = Math.max(now, next) + spacing;
    if (wait > 0) await sleep(wait, null, withSignal(signal));
  };
}

function withSignal(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
