import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { describeReadFailure, InvalidInputError, type Prompt } from '@skinr1/core';

/**
 * Questions of your own: one JSON object a line, `{ "id", "text", "labels", "images"? }`, images as paths from the
 * file's folder.
 *
 * @throws InvalidInputError naming the line of what is none.
 */
export async function readPrompts(file: string): Promise<Prompt[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    const { reason, mend } = describeReadFailure(cause);
    throw new InvalidInputError(reason, { source: file, mend, cause });
  });
  const lines = text.split(/\r?\n/).map((line, index) => ({ line, number: index + 1 }));
  const prompts = lines
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, number }) => readPrompt(line, file, `line ${number}`));
  if (prompts.length > 0) return prompts;
  throw new InvalidInputError('there is no question in it.', { source: file, mend });
}

const mend = 'Write one {"id": …, "text": …, "labels": …, "images": ["path"]} a line.';

function readPrompt(line: string, source: string, place: string): Prompt {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new InvalidInputError('is not JSON.', { source, place, mend, cause });
  }
  const { id, text, labels, images = [] } = (value ?? {}) as Record<string, unknown>;
  const hasPaths = Array.isArray(images) && images.every((path) => typeof path === 'string');
  if (typeof id !== 'string' || typeof text !== 'string' || labels === undefined || !hasPaths) {
    throw new InvalidInputError('is no question.', { source, place, mend });
  }
  const folder = dirname(resolve(source));
  return {
    ...{ id, text, labels },
    images: images.map((path: string) => ({ kind: 'file', path: resolve(folder, path) })),
  };
}
