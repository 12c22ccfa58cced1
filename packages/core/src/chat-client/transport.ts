import { FailedAttempt, formFailure, longestPause } from './attempt.ts';
import { type ChatEndpoint, redirectTarget } from './chat-endpoint.ts';
import { safeQuote } from './safe-quote.ts';
import type { Watch } from './watch.ts';

/** Bytes of a refusal beyond which it is not read. */
const maxRefusalBytes = 1_000_000;

/** Sends a request; the response that the API promises, its body not yet read. Throws FailedAttempt. */
export async function send(endpoint: ChatEndpoint, body: string, watch: Watch): Promise<Response> {
  const response = await fetch(endpoint.url, {
    method: 'POST',
    headers: endpoint.headers,
    body,
    // A redirect would carry prompts and key to where nobody has sent them.
    redirect: 'manual',
    signal: watch.signal,
  });
  const { status } = response;
  if (status >= 300 && status < 400) throw await redirected(response, endpoint);
  if (!response.ok) throw await refused(response, endpoint);
  return response;
}

async function redirected(response: Response, { url }: ChatEndpoint): Promise<FailedAttempt> {
  await response.body?.cancel();
  const target = redirectTarget(response.headers.get('location'), url);
  return new FailedAttempt(
    `it redirects to ${target}, and prompts and key are sent to no other address`,
    null,
    'If you trust that address, give it as the address of the language model.',
  );
}

async function refused(response: Response, { secrets }: ChatEndpoint): Promise<FailedAttempt> {
  const { status } = response;
  const said = safeQuote(saidIn(await readText(response, maxRefusalBytes)), secrets);
  const mayMend = status === 429 || status === 408 || status >= 500;
  return new FailedAttempt(`status ${status}${said}`, mayMend ? retryAfter(response) : null);
}

/** The message of an error in OpenAI's shape, or in FastAPI's. */
function saidIn(text: string): unknown {
  try {
    const value = JSON.parse(text) as {
      error?: { message?: unknown };
      message?: unknown;
      detail?: unknown;
    } | null;
    return value?.error?.message ?? value?.error ?? value?.message ?? value?.detail;
  } catch {
    return undefined;
  }
}

/** Milliseconds that the server asks to wait, in seconds or until a date; at most a minute. */
function retryAfter(response: Response): number {
  const header = response.headers.get('retry-after') ?? '0';
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(wait) ? Math.min(longestPause, Math.max(0, wait)) : 0;
}

/** Whether the body says that it is a stream of events; throws FailedAttempt for what is neither that nor JSON. */
export function isEventStream(response: Response): boolean {
  const type = (response.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type === 'text/event-stream') return true;
  if (!type || type === 'text/plain' || /^application\/(?:[\w.-]+\+)?json$/.test(type))
    return false;
  throw formFailure(`it is said to be ${type.slice(0, 60)}`);
}

/** The body as text. Throws FailedAttempt for one that is too long or no UTF-8. */
export async function readText(response: Response, maxBytes: number): Promise<string> {
  const decode = utf8Decoder();
  let text = '';
  for await (const chunk of boundedChunks(response, maxBytes)) text += decode(chunk);
  return text;
}

/** The body as it comes. Throws FailedAttempt where it becomes too long. */
export async function* boundedChunks(
  response: Response,
  maxBytes: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let size = 0;
  // Iterable in every Node; types of browsers do not say so.
  const body: unknown = response.body ?? [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > maxBytes) throw new FailedAttempt(`answer larger than ${maxBytes} bytes`, 0);
    yield chunk;
  }
}

/** A decoder of bytes that come in pieces; it throws FailedAttempt for what is no UTF-8. */
export function utf8Decoder(): (bytes: Uint8Array) => string {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  return (bytes) => {
    try {
      return decoder.decode(bytes, { stream: true });
    } catch {
      throw formFailure('it is not UTF-8');
    }
  };
}
