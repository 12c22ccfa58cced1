import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';
import {
  type ChatClientOptions,
  createChatClient,
  type Question,
  type RemoteModel,
} from '../../src/index.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** Starts a server for one test; its address up to and including `/v1`. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

/** A question as it reaches a server. */
export interface Body {
  readonly messages: readonly { readonly content: unknown }[];
  readonly [field: string]: unknown;
}

/** The JSON of a request. */
export async function bodyOf(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString()) as Body;
}

export const key = 'sk-SECRET-KEY';
export const question: Question = { text: 'Benign?', images: [] };
/** A whole answer. */
export const whole = (content: string, more: object = {}): string =>
  JSON.stringify({ choices: [{ message: { content }, finish_reason: 'stop' }], ...more });
/** An event with a part of an answer. */
export const event = (content: string, more: object = {}): string =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, ...more }] })}\n\n`;
/** The end of a stream. */
export const finish: string = `${event('', { finish_reason: 'stop' })}data: [DONE]\n\n`;

/** Begins a stream. */
export const events = (response: ServerResponse): ServerResponse =>
  response.writeHead(200, { 'content-type': 'text/event-stream' });

/**
 * A client of a server that does one thing wrong whenever it is asked "Benign?", and answers anything else well;
 * and when its responses were closed.
 */
export async function faultyClient(
  fault: (response: ServerResponse) => void,
  options: Partial<ChatClientOptions> = {},
): Promise<{ readonly closed: readonly Promise<void>[]; readonly client: RemoteModel }> {
  const closed: Promise<void>[] = [];
  const baseUrl = await serve(async (request, response) => {
    const { messages } = await bodyOf(request);
    closed.push(new Promise((done) => response.once('close', () => done())));
    if (JSON.stringify(messages).includes('Benign?')) fault(response);
    else response.end(whole('well'));
  });
  return {
    closed,
    client: createChatClient({ baseUrl, model: 'm', apiKey: key, retries: 0, ...options }),
  };
}
