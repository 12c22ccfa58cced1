import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ChatUsage,
  createRandom,
  estimateTokens,
  type Random,
  type TextMessage,
} from '@skinr1/core';
import type { NotePlan } from '../model-writer/note-request.ts';
import {
  type ChatFault,
  chatFaults,
  checkFaultRates,
  drawFault,
  type FaultRates,
  type NoteFault,
  noteFaults,
  spoilNote,
  type TransportFault,
} from './chat-faults.ts';
import { wordPlan } from './word-plan.ts';

/** A question that reached the server. */
export interface ChatQuestion {
  readonly messages: readonly TextMessage[];
  readonly plan: NotePlan;
  /** How often exactly these messages had come before. */
  readonly before: number;
}

/** Options of {@link startChatServer}. */
export interface ChatServerOptions {
  /** @defaultValue none */
  readonly faults?: FaultRates;
  /** Seed of the faults and the wording. @defaultValue 1 */
  readonly seed?: number | string;
  /** Milliseconds before each answer. @defaultValue 0 */
  readonly delayMs?: number;
  /** Seconds that a 429 asks to wait. @defaultValue 0 */
  readonly retryAfterSeconds?: number;
  /** Only requests with this key are answered; others get 401. @defaultValue any */
  readonly apiKey?: string;
  /** What the model says instead of a well-formed note: the content of its message. */
  readonly answer?: (question: ChatQuestion) => string;
  /** Tokens that each answer is said to have used; `null`: not said. @defaultValue by length */
  readonly usage?: ChatUsage | null;
}

/** A running chat server. */
export interface ChatServer {
  /** Address up to and including `/v1`. */
  readonly url: string;
  /** Every question in the order of arrival, those with a fault included. */
  readonly questions: readonly ChatQuestion[];
  /** How often each fault was injected. */
  readonly injected: Readonly<Record<ChatFault, number>>;
  /** Closes all connections and frees the port. */
  close(): Promise<void>;
}

/**
 * A local server of the OpenAI chat API, for tests of what talks to one: it words the plans that
 * `createModelWriter` sends, without a model, and injects faults at the given rates. Whether a request gets a
 * fault depends on the seed, the messages and how often they were sent, not on the order of arrival, so
 * that a run with several requests at a time can be repeated.
 *
 * Throws UsageError for rates that are no shares.
 */
export async function startChatServer(options: ChatServerOptions = {}): Promise<ChatServer> {
  checkFaultRates(options.faults ?? {});
  const none = Object.fromEntries(chatFaults.map((fault) => [fault, 0]));
  const state: ServerState = {
    questions: [],
    asked: new Map(),
    injected: none as Record<ChatFault, number>,
  };
  const server = createServer((request, response) => {
    respond(request, response, options, state).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/v1`;
  const { questions, injected } = state;
  return { url, questions, injected, close: () => closeServer(server) };
}

/** What a server remembers. */
interface ServerState {
  readonly questions: ChatQuestion[];
  /** How often each question came, by its digest. */
  readonly asked: Map<string, number>;
  readonly injected: Record<ChatFault, number>;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** What goes back: a response, nothing at all, or a torn connection. */
type Reply =
  | {
      readonly status: number;
      readonly body: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | 'silence'
  | 'reset';

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  options: ChatServerOptions,
  state: ServerState,
): Promise<void> {
  const reply = await replyTo(request, options, state);
  if (reply === 'silence') return;
  if (reply === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  const headers = { 'content-type': 'application/json', ...reply.headers };
  response.writeHead(reply.status, headers).end(reply.body);
}

async function replyTo(
  request: IncomingMessage,
  options: ChatServerOptions,
  { questions, asked, injected }: ServerState,
): Promise<Reply> {
  const { apiKey, delayMs = 0, faults = {}, seed = 1 } = options;
  const body = await readBody(request);
  if (request.method !== 'POST' || request.url !== '/v1/chat/completions') {
    return refusal(404, 'only POST /v1/chat/completions is served');
  }
  if (apiKey !== undefined && request.headers.authorization !== `Bearer ${apiKey}`) {
    return refusal(401, 'wrong key');
  }
  const read = readQuestion(body);
  if (read === null) return refusal(400, 'no message is the plan of a note');
  const digest = createHash('sha256').update(JSON.stringify(read.messages)).digest('hex');
  const before = asked.get(digest) ?? 0;
  asked.set(digest, before + 1);
  const question = { ...read, before };
  questions.push(question);
  const random = createRandom(seed).fork(digest).fork(String(before));
  const fault = drawFault(faults, random);
  if (fault !== null) injected[fault]++;
  if (delayMs > 0) await sleep(delayMs);
  if (fault !== null && !isNoteFault(fault)) return faultyReply(fault, question, options);
  return answerReply(wordAnswer(question, fault, options, random), question, options);
}

function isNoteFault(fault: ChatFault): fault is NoteFault {
  return noteFaults.some((name) => name === fault);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function readQuestion(body: string): Pick<ChatQuestion, 'messages' | 'plan'> | null {
  try {
    const { messages } = JSON.parse(body) as { messages: TextMessage[] };
    // Behind the plans of examples, before what is said of bad answers.
    const plan = messages.flatMap(({ role, content }) =>
      role === 'user' ? readPlan(content) : [],
    );
    return plan.length > 0 ? { messages, plan: plan.at(-1) as NotePlan } : null;
  } catch {
    return null;
  }
}

function readPlan(content: string): NotePlan[] {
  if (!content.startsWith('{')) return [];
  const plan = JSON.parse(content) as NotePlan;
  return Array.isArray(plan.steps) ? [plan] : [];
}

function wordAnswer(
  question: ChatQuestion,
  fault: NoteFault | null,
  { answer }: ChatServerOptions,
  random: Random,
): string {
  const sentences = wordPlan(question.plan, random);
  if (fault !== null) return spoilNote(fault, sentences, question.plan);
  return answer ? answer(question) : JSON.stringify({ steps: sentences });
}

function answerReply(
  content: string,
  { messages }: ChatQuestion,
  { usage }: ChatServerOptions,
): { readonly status: number; readonly body: string } {
  const promptTokens = estimateTokens(messages.map((message) => message.content).join(''));
  const used = usage ?? { promptTokens, completionTokens: estimateTokens(content) };
  const counted = { prompt_tokens: used.promptTokens, completion_tokens: used.completionTokens };
  const body = JSON.stringify({
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    ...(usage === null ? {} : { usage: counted }),
  });
  return { status: 200, body };
}

function faultyReply(
  fault: TransportFault,
  question: ChatQuestion,
  options: ChatServerOptions,
): Reply {
  switch (fault) {
    case 'too_many_requests': {
      const headers = { 'retry-after': String(options.retryAfterSeconds ?? 0) };
      return { ...refusal(429, 'slow down'), headers };
    }
    case 'server_error':
      return refusal(500, 'something broke');
    case 'no_answer':
      return 'silence';
    case 'connection_reset':
      return 'reset';
    case 'cut_off_body': {
      const { status, body } = answerReply('{"steps": []}', question, options);
      return { status, body: body.slice(0, body.length / 2) };
    }
    case 'unexpected_body':
      return { status: 200, body: JSON.stringify({ object: 'list', data: [] }) };
    case 'oversized_body':
      return answerReply('x'.repeat(2_000_000), question, options);
  }
}

function refusal(status: number, message: string): { status: number; body: string } {
  return { status, body: JSON.stringify({ error: { message } }) };
}
