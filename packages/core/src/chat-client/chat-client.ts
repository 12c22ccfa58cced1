import { createAnswerStream } from '../answer-stream.ts';
import type { ChatClient, ChatUsage } from '../chat.ts';
import { checkWholeNumber } from '../check-whole-number.ts';
import { SkinR1Error, UsageError } from '../errors.ts';
import type { Question } from '../question.ts';
import { longestTimer } from '../time-limit.ts';
import type {
  AnswerOptions,
  AnswerPart,
  ModelReply,
  VisionLanguageModel,
} from '../vision-language-model.ts';
import { errorOf, failureOf, formFailure, type RetryPlan, withRetries } from './attempt.ts';
import { type ChatEndpoint, chatEndpoint } from './chat-endpoint.ts';
import { createRateGate } from './rate-gate.ts';
import { type Asked, readReply } from './read-reply.ts';
import { readStream } from './read-stream.ts';
import { checkAnswerOptions, requestBody } from './request-body.ts';
import { samplePrompts } from './sample-prompts.ts';
import { isEventStream, readText, send } from './transport.ts';
import { Watch } from './watch.ts';

/** Options of {@link createChatClient}. */
export interface ChatClientOptions {
  /**
   * Address up to and including `/v1`: a hosted service, vLLM, SGLang, Ollama, llama.cpp. Prompts and key go there
   * and nowhere else: redirects are not followed.
   */
  readonly baseUrl: string;
  readonly model: string;
  /** Sent as a bearer token, and never part of a message. */
  readonly apiKey?: string;
  /** Longest wait for an answer, of a stream for its next part. @defaultValue 60,000 */
  readonly timeoutMs?: number;
  /** Longest stream. @defaultValue 600,000 */
  readonly streamTimeoutMs?: number;
  /** Further tries after 429, 5xx, a time-out or a lost connection; never once a stream has begun. @defaultValue 4 */
  readonly retries?: number;
  /** First pause before a retry; it doubles, up to a minute. @defaultValue 500 */
  readonly pauseMs?: number;
  /** @defaultValue no limit */
  readonly requestsPerMinute?: number;
  /** Requests of one `sample` under way at a time. @defaultValue 4 */
  readonly concurrency?: number;
  /** Of `complete`. @defaultValue 0.7 */
  readonly temperature?: number;
  /** Tokens of one answer of `complete`. @defaultValue 700 */
  readonly maxTokens?: number;
  /** Further fields of every request, such as vLLM's `return_token_ids`. @defaultValue none */
  readonly extraBody?: Readonly<Record<string, unknown>>;
}

/** A model behind a server: it answers text with JSON of a schema, and questions with images as any other model. */
export interface RemoteModel extends ChatClient, VisionLanguageModel {}

/** Bytes that an answer may have at least. */
const leastAnswerBytes = 1_000_000;

/**
 * A client for any server that speaks the OpenAI chat API. It throws ResourceError when the server stays
 * unreachable or busy after all tries or an answer breaks off, InvalidInputError for a refusal that no retry can mend,
 * a redirect or an answer that cannot be true, and UsageError for an address, key, rate, time limit or option that
 * cannot be used. Whatever ends a request, its connection is freed, and the next one begins anew.
 */
export function createChatClient(options: ChatClientOptions): RemoteModel {
  const { baseUrl, model, concurrency = 4, temperature = 0.7, maxTokens = 700 } = options;
  checkTimes(options);
  checkWholeNumber('concurrency', concurrency, 1);
  const asking = new Asking(options);
  const id = `${model} @ ${baseUrl.split(/[?#]/, 1)[0]}`;
  const answer: RemoteModel['answer'] = async (question, wanted) => {
    const checked = checkAnswerOptions(wanted);
    const replies: ModelReply[] = [];
    // Some servers give one answer however many are asked for.
    for (let got = 0; got < checked.groupSize; ) {
      const seed = checked.seed === undefined ? {} : { seed: checked.seed + got };
      const rest = { ...checked, ...seed, groupSize: checked.groupSize - got };
      const reply = await asking.whole(question, rest);
      got += reply.answers.length;
      replies.push(reply);
    }
    return joinReplies(replies);
  };
  return {
    id,
    answer,
    stream: (question, wanted) => createAnswerStream(asking.parts(question, wanted)),
    sample: (prompts, wanted) => samplePrompts(prompts, wanted, { answer, concurrency }),
    complete: async (messages, jsonSchema, signal) => {
      const how = { temperature, maxTokens, jsonSchema, ...(signal ? { signal } : {}) };
      const { answers, usage } = await asking.whole({ messages }, { ...how, groupSize: 1 });
      return { text: answers[0]?.text ?? '', usage };
    },
  };
}

function checkTimes({ timeoutMs = 60_000, streamTimeoutMs = 600_000 }: ChatClientOptions): void {
  for (const time of [timeoutMs, streamTimeoutMs]) {
    if (time >= 1 && time <= longestTimer) continue;
    throw new UsageError(`cannot wait ${time} ms for an answer.`, {
      mend: `Give a time limit from 1 to ${longestTimer} ms.`,
    });
  }
}

/** Requests of one client. */
class Asking {
  private readonly options: ChatClientOptions;
  private readonly endpoint: ChatEndpoint;
  private readonly plan: RetryPlan;

  constructor(options: ChatClientOptions) {
    const { retries = 4, pauseMs = 500 } = options;
    this.options = options;
    this.endpoint = chatEndpoint(options.baseUrl, options.apiKey);
    const gate = createRateGate(options.requestsPerMinute);
    this.plan = { retries, pauseMs, gate, source: this.endpoint.shown };
  }

  /** An answer at once. */
  async whole(question: Question, options: AnswerOptions): Promise<ModelReply> {
    const { timeoutMs = 60_000 } = this.options;
    const { body, asked, maxBytes } = await this.prepare(question, options);
    return withRetries(this.plan, options.signal, () =>
      this.watched(
        new Watch(timeoutMs, Number.POSITIVE_INFINITY, options.signal),
        async (watch) => {
          const response = await send(this.endpoint, JSON.stringify(body), watch);
          if (isEventStream(response)) throw formFailure('it streams unasked');
          return readReply(await readText(response, maxBytes), asked);
        },
      ),
    );
  }

  /** An answer as it comes. */
  async *parts(
    question: Question,
    options: AnswerOptions,
  ): AsyncGenerator<AnswerPart, ModelReply, undefined> {
    const { timeoutMs = 60_000, streamTimeoutMs = 600_000 } = this.options;
    const { signal } = options;
    const checked = checkAnswerOptions({ ...options, groupSize: 1 });
    const { body, asked, maxBytes } = await this.prepare(question, checked);
    const streamed = { ...body, stream: true, stream_options: { include_usage: true } };
    let watch: Watch | undefined;
    try {
      const response = await withRetries(this.plan, signal, () => {
        watch?.end();
        watch = new Watch(timeoutMs, streamTimeoutMs, signal);
        return send(this.endpoint, JSON.stringify(streamed), watch).catch((error: unknown) => {
          throw watch?.expired ?? error;
        });
      });
      return yield* readStream(response, asked, { watch: watch as unknown as Watch, maxBytes });
    } catch (error) {
      signal?.throwIfAborted();
      if (SkinR1Error.isInstance(error)) throw error;
      throw errorOf(watch?.expired ?? failureOf(error), this.endpoint.shown);
    } finally {
      watch?.end();
    }
  }

  private async prepare(question: Question, options: AnswerOptions) {
    const { model, extraBody = {} } = this.options;
    const { groupSize = 1, maxTokens, logProbs = false, topLogProbs = 0 } = options;
    const body = { ...extraBody, model, ...(await requestBody(question, options)) };
    // A token of a stream comes in an event of its own.
    const perToken = 512 + (logProbs ? 400 * (1 + topLogProbs) : 0);
    const maxBytes = Math.max(leastAnswerBytes, groupSize * maxTokens * perToken);
    return { body, asked: { question, groupSize, maxTokens, logProbs } satisfies Asked, maxBytes };
  }

  private async watched<T>(watch: Watch, run: (watch: Watch) => Promise<T>): Promise<T> {
    try {
      return await run(watch);
    } catch (error) {
      throw watch.expired ?? error;
    } finally {
      watch.end();
    }
  }
}

function joinReplies(replies: readonly ModelReply[]): ModelReply {
  const sum = (count: keyof ChatUsage) =>
    replies.reduce((total, { usage }) => total + usage[count], 0);
  return {
    answers: replies.flatMap(({ answers }) => answers),
    usage: { promptTokens: sum('promptTokens'), completionTokens: sum('completionTokens') },
  };
}
