import { InvalidInputError } from '@skinr1/core';

/** From where images of a request may come, besides the request itself. */
export interface ImageRules {
  /** Origins such as `https://images.example.org`; others are refused. */
  readonly imageOrigins: readonly string[];
  readonly signal: AbortSignal;
}

/** Bytes of an image beyond which it is not fetched. */
const mostBytes = 32 << 20;
/** Time in which it must be there, in ms. */
const longestWait = 30_000;

/**
 * An image at an address that the server's owner allows. Redirects are not followed: they would lead anywhere.
 *
 * @throws InvalidInputError for another origin, and where it cannot be fetched
 */
export async function fetchImage(
  address: string,
  place: string,
  { imageOrigins, signal }: ImageRules,
): Promise<Uint8Array> {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !imageOrigins.includes(url.origin)) {
    throw new InvalidInputError('images at other addresses are not fetched.', {
      place,
      mend: 'Send the image itself as a data: URL.',
    });
  }
  try {
    const response = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(longestWait)]),
    });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return await readBytes(response);
  } catch (cause) {
    signal.throwIfAborted();
    throw new InvalidInputError('the image could not be fetched.', {
      place,
      mend: 'Check the address, or send the image itself as a data: URL.',
      cause,
    });
  }
}

async function readBytes(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > mostBytes) throw new Error(`more than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
