import { open } from 'node:fs/promises';
import { NotFoundError, sniffImageKind } from '@skinr1/core';
import type { Context } from 'hono';

const maxImageBytes = 50_000_000;

/**
 * Answers with an image file. By content: nothing but images is handed out, whatever path was asked for.
 *
 * @throws NotFoundError where there is no image of at most 50 MB
 */
export async function sendImage(context: Context, path: string | null): Promise<Response> {
  const image = path === null ? null : await readImage(path);
  if (!image)
    throw new NotFoundError('no image.', { mend: 'Look whether its file is still there.' });
  return context.body(image.bytes, 200, { 'content-type': image.type });
}

async function readImage(
  path: string,
): Promise<{ readonly type: string; readonly bytes: Uint8Array<ArrayBuffer> } | null> {
  const file = await open(path).catch(() => null);
  if (!file) return null;
  try {
    const stats = await file.stat();
    if (!stats.isFile() || stats.size > maxImageBytes) return null;
    const bytes = new Uint8Array(await file.readFile());
    const kind = sniffImageKind(bytes);
    return kind ? { type: `image/${kind}`, bytes } : null;
  } finally {
    await file.close();
  }
}
