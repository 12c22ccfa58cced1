import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  type ImageSource,
  imageHeadLength,
  NotFoundError,
  sniffImageKind,
  UsageError,
} from '@skinr1/core';

/**
 * An image in any of the forms that programs hand images about in, as what models and image processors take.
 *
 * @param input the bytes of an image file (a `Buffer` too), a `Blob` or `File`, a `data:` or `file:` URL, the path of
 *   a file, or the bytes in base64
 * @throws NotFoundError when a text is neither a path that there is nor an image in base64
 * @throws UsageError for a URL of another scheme (nothing is fetched) and a `data:` URL that is none
 */
export async function toImageSource(input: Uint8Array | Blob | URL | string): Promise<ImageSource> {
  if (input instanceof Uint8Array) return { kind: 'bytes', data: input };
  if (input instanceof Blob) {
    return { kind: 'bytes', data: new Uint8Array(await input.arrayBuffer()) };
  }
  const text = String(input);
  const scheme = /^([a-z][a-z\d+.-]{1,20}):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === 'data') return { kind: 'bytes', data: bytesOfDataUrl(text) };
  if (scheme === 'file') return { kind: 'file', path: fileURLToPath(text) };
  if (await isFile(text)) return { kind: 'file', path: text };
  if (scheme !== undefined) {
    throw new UsageError(`an image at a URL of the scheme '${scheme}' is not fetched.`, {
      mend: 'Fetch it, and pass the bytes or the Blob.',
    });
  }
  const bytes = isBase64(text) ? Buffer.from(text, 'base64') : null;
  if (bytes && sniffImageKind(bytes.subarray(0, imageHeadLength))) {
    return { kind: 'bytes', data: bytes };
  }
  throw new NotFoundError('no such image file, and no image in base64.', {
    source: text.length > 200 ? `${text.slice(0, 200)}…` : text,
    mend: 'Check the path.',
  });
}

async function isFile(path: string): Promise<boolean> {
  // Longer than any path: an image in base64.
  if (path.length > 4096 || path.includes('\0')) return false;
  const found = await stat(path).catch(() => null);
  return found?.isFile() ?? false;
}

function isBase64(text: string): boolean {
  return /^[A-Za-z\d+/_=\s-]+$/.test(text);
}

/** RFC 2397: `data:[type][;base64],content`. */
function bytesOfDataUrl(url: string): Uint8Array {
  const comma = url.indexOf(',');
  if (comma < 0) {
    throw new UsageError('a data: URL has no comma before its content.', {
      mend: 'Pass data:image/png;base64,… in full.',
    });
  }
  const isPacked = /;base64$/i.test(url.slice(0, comma));
  const content = url.slice(comma + 1);
  if (isPacked) return Buffer.from(percentDecoded(content).toString('latin1'), 'base64');
  return percentDecoded(content);
}

function percentDecoded(text: string): Buffer {
  if (!text.includes('%')) return Buffer.from(text, 'latin1');
  return Buffer.from(
    text.replace(/%([\da-f]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    ),
    'latin1',
  );
}
