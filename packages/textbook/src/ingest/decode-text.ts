import { TextDecoder } from 'node:util';
import { InvalidInputError } from '@skinr1/core';

/**
 * Bytes to text: the encoding asked for, else a byte-order mark, else what the document declares in its
 * first 4,096 bytes (HTML `charset`, XML `encoding`), else UTF-8. Never guesses: bytes that are not in
 * the encoding are an error that says where.
 */
export function decodeText(bytes: Uint8Array, source: string, encoding?: string): string {
  const label = encoding ?? markedEncoding(bytes) ?? declaredEncoding(bytes) ?? 'utf-8';
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(label, { fatal: true });
  } catch (cause) {
    throw new InvalidInputError(
      `unknown character encoding ${JSON.stringify(label.slice(0, 60))}.`,
      {
        source,
        mend: 'Pass `encoding`, for example "utf-8" or "iso-8859-1".',
        cause,
      },
    );
  }
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch (cause) {
    throw new InvalidInputError(`the bytes are not ${decoder.encoding}.`, {
      source,
      place: `byte ${firstBadByte(bytes, label)}`,
      mend: 'Pass the right `encoding`, for example "iso-8859-1".',
      cause,
    });
  }
  const zero = text.indexOf('\u0000');
  if (zero >= 0) {
    throw new InvalidInputError('this is binary data, not text.', {
      source,
      place: `character ${zero}`,
      mend: 'Give an HTML, Markdown, plain-text, EPUB or PDF file.',
    });
  }
  return text.replace(/\r\n?/g, '\n');
}

function markedEncoding(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

function declaredEncoding(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 4096));
  if (!/^\s*<[?!a-z]/i.test(head)) return undefined;
  const [declaration = ''] = /<\?xml[^>]*/i.exec(head) ?? [];
  const declared = /\sencoding\s*=\s*["']([\w.:-]+)["']/i.exec(declaration)?.[1];
  if (declared !== undefined) return declared;
  for (const [tag] of head.matchAll(/<meta[^>]*/gi)) {
    const charset = /\bcharset\s*=\s*(?:["']\s*)?([\w.:-]+)/i.exec(tag)?.[1];
    if (charset !== undefined) return charset;
  }
  return undefined;
}

/** First offset at which decoding fails, by bisection on prefixes. */
function firstBadByte(bytes: Uint8Array, label: string): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    try {
      new TextDecoder(label, { fatal: true }).decode(bytes.subarray(0, middle), { stream: true });
      good = middle;
    } catch {
      bad = middle;
    }
  }
  return good;
}
