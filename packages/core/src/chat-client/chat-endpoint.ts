import { UsageError } from '../errors.ts';

/** Where questions go, and how that is called in messages. */
export interface ChatEndpoint {
  readonly url: string;
  /** The address without what may be a secret: no user, no password, no query. */
  readonly shown: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What no message may repeat: the key, and the values of the address's query. */
  readonly secrets: readonly string[];
}

/** What a header may hold (RFC 9110): printable ASCII, tabs and bytes above. */
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * The endpoint of a server's address and key. Nothing of a key is ever put into a message, nor of an address's query,
 * where some services have it.
 *
 * Throws UsageError for an address that is none or holds a password, and for a key that no header can hold.
 */
export function chatEndpoint(baseUrl: string, apiKey: string | undefined): ChatEndpoint {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new UsageError('the address of the language model is no http or https address.', {
      mend: 'Give it up to and including `/v1`, such as http://localhost:11434/v1.',
    });
  }
  if (url.username !== '' || url.password !== '') {
    throw new UsageError('the address of the language model holds a user or a password.', {
      source: addressOf(url),
      mend: 'Give the key as `apiKey`: addresses are written to journals.',
    });
  }
  let path = url.pathname;
  while (path.endsWith('/')) path = path.slice(0, -1);
  url.pathname = `${path}/chat/completions`;
  url.hash = '';
  const shown = addressOf(url);
  const secrets = [...url.searchParams.values(), ...(apiKey === undefined ? [] : [apiKey.trim()])];
  return { url: url.href, shown, headers: headersWith(apiKey, shown), secrets };
}

function headersWith(apiKey: string | undefined, source: string): Record<string, string> {
  const type = { 'content-type': 'application/json' };
  if (apiKey === undefined) return type;
  // A file with a key ends in a line break more often than not.
  const key = apiKey.trim();
  if (!headerValue.test(key)) {
    throw new UsageError('the key of the language model holds a character that no header can.', {
      source,
      mend: 'Copy the key again, as one line and without typographic marks.',
    });
  }
  return { ...type, authorization: `Bearer ${key}` };
}

/** Where a redirect leads, for messages. */
export function redirectTarget(location: string | null, from: string): string {
  return location !== null && URL.canParse(location, from)
    ? addressOf(new URL(location, from))
    : 'an address that is none';
}

/** An address without user, password, query and fragment. */
function addressOf({ protocol, host, pathname }: URL): string {
  return `${protocol}//${host}${pathname}`;
}
