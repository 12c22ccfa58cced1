import { type ChatClientOptions, ResourceError, untilAborted } from '@skinr1/core';
import type { ReloadRequest } from './server-dialects.ts';

/** Time in which a server must have read an adapter. */
const longestReload = 300_000;

/** Sends requests one after the other. Throws ResourceError for one that is refused, the reason of an abort. */
export async function reloadAdapter(
  { baseUrl, apiKey }: Pick<ChatClientOptions, 'baseUrl' | 'apiKey'>,
  requests: readonly ReloadRequest[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const root = new URL(baseUrl);
  for (const { path, body, mayFail = false } of requests) {
    const url = new URL(root);
    url.pathname = `${url.pathname.replace(/\/v1\/?$/, '')}/${path}`;
    const sent = fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey.trim()}` }),
      },
      body: JSON.stringify(body),
      // As with questions, nothing goes where nobody has sent it.
      redirect: 'error',
      signal: AbortSignal.timeout(longestReload),
    });
    const response = await untilAborted(sent, signal).catch((cause: unknown) => {
      signal?.throwIfAborted();
      throw notTaken(url, 'cannot be reached', cause);
    });
    const said = (await response.text()).slice(0, 300);
    if (!response.ok && !mayFail) throw notTaken(url, `says ${response.status}: ${said}`);
  }
}

function notTaken({ origin, pathname }: URL, reason: string, cause?: unknown): ResourceError {
  return new ResourceError(`the server does not take the adapter: it ${reason}.`, {
    source: origin + pathname,
    mend: 'Start it so that adapters can be loaded while it runs, and see that it has the folder under the same path.',
    cause,
  });
}
