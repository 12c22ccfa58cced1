import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';

/** How the letters of a table are written. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** Bytes at the start of a file by which its encoding and its columns are told. */
export const headLength = 65_536;

/**
 * The encoding of a text by its first bytes: a byte order mark; else UTF-16 where every other byte is zero, as in
 * any text with mostly Latin letters; else UTF-8 if the bytes are that; else Windows-1252, which Excel writes in
 * Western Europe and which holds ISO 8859-1 and ASCII.
 */
export function sniffEncoding(head: Uint8Array): TextEncoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  for (let at = 0; at < head.length; at++) if (head[at] === 0) zeros[at % 2]!++;
  const [even, odd] = zeros as [number, number];
  const asUtf8 = isUtf8(new TextDecoder('utf-8', { fatal: true }), head);
  // In UTF-16 nearly half of the bytes of Latin letters are zero, and letters of other scripts are no UTF-8.
  if (asUtf8 && 4 * (even + odd) < head.length) return 'utf-8';
  // Letters of other scripts have no zero byte; delimiters and line ends do.
  const enough = head.length / 20;
  if (odd > enough && odd > 4 * even) return 'utf-16le';
  if (even > enough && even > 4 * odd) return 'utf-16be';
  return asUtf8 ? 'utf-8' : 'windows-1252';
}

/** True if the bytes go on as UTF-8; a letter cut off at the end may be completed by the next bytes. */
function isUtf8(decoder: TextDecoder, bytes: Uint8Array): boolean {
  try {
    decoder.decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/**
 * The encoding of a whole file: one whose start is UTF-8 may hold its first other letter a million rows on. Reads
 * the file once, a piece at a time.
 */
export async function fileEncoding(path: string): Promise<TextEncoding> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isFirst = true;
  for await (const bytes of createReadStream(path, { highWaterMark: headLength })) {
    if (isFirst) {
      const encoding = sniffEncoding(bytes);
      if (encoding !== 'utf-8') return encoding;
      isFirst = false;
    }
    if (!isUtf8(decoder, bytes)) return 'windows-1252';
  }
  return 'utf-8';
}

/** The text of a file in pieces, without its byte order mark. */
export async function* decodeFile(path: string, encoding: TextEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const bytes of createReadStream(path, { highWaterMark: headLength })) {
    yield decoder.decode(bytes, { stream: true });
  }
  yield decoder.decode();
}
