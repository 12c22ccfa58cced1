import { createHash } from 'node:crypto';
import { descriptionOf, NotFoundError } from '@skinr1/core';
import { hashFile } from '../io/hash-file.ts';
import { type FileDigests, imageFilesIn, isImageFile, writeCanonical } from './canonical.ts';

/**
 * What a run is, part by part, by the path of the part (`loss.beta`). A part is its canonical text where
 * that is short, so that a difference can be read, and else the text's SHA-256. Plain data, so that it can
 * sit in a checkpoint.
 */
export type Fingerprint = Readonly<Record<string, string>>;

/** Longest text that stands for itself. */
const longestText = 120;

/** Settings have few keys; an object with more is data, and one part. */
const mostKeys = 32;

/** Image files read at a time. */
const filesAtOnce = 8;

/**
 * The fingerprint of everything that fixes a run's result: settings, texts, labels, token ids, images by
 * content, functions by what made them. Equal parts have equal fingerprints on every machine.
 *
 * @param parts by a name that a person understands: it is what a refused resume is explained with
 * @throws NotFoundError for an image file that is not there; UsageError for a value that contains itself
 */
export async function fingerprint(parts: Readonly<Record<string, unknown>>): Promise<Fingerprint> {
  const files = await hashFiles([...imageFilesIn(parts)]);
  const texts: Record<string, string> = {};
  const add = (path: string, value: unknown): void => {
    if (value === undefined) return;
    const inner = innerParts(value);
    if (!inner) texts[path] = partText(value, files);
    else {
      if (inner.madeBy) texts[path] = `made by ${inner.madeBy}`;
      for (const [name, part] of inner.parts) add(`${path}.${name}`, part);
    }
  };
  for (const [name, part] of Object.entries(parts)) add(name, part);
  return texts;
}

/** The parts of settings and of what a factory made; `null` for a value that is one part. */
function innerParts(value: unknown): { madeBy?: string; parts: [string, unknown][] } | null {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return null;
  const description = descriptionOf(value);
  if (description) {
    return { madeBy: description.name, parts: Object.entries(description.options) };
  }
  const isPlain = Object.getPrototypeOf(value) === Object.prototype && !isImageFile(value);
  const parts = isPlain ? Object.entries(value) : [];
  return parts.length > 0 && parts.length <= mostKeys ? { parts } : null;
}

/** The differences between two fingerprints in words, one a part. */
export function fingerprintDifferences(was: Fingerprint, is: Fingerprint): string[] {
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return names.flatMap((name) => {
    const [before, after] = [was[name], is[name]];
    if (before === after) return [];
    if (before === undefined) return [`${name} is new`];
    if (after === undefined) return [`${name} is gone`];
    if (isHash(before) || isHash(after)) return [`${name} changed`];
    return [`${name} was ${before} and is ${after}`];
  });
}

const hashMark = 'sha256:';

function isHash(text: string): boolean {
  return text.startsWith(hashMark);
}

function partText(part: unknown, files: FileDigests): string {
  const hash = createHash('sha256');
  let start = '';
  let length = 0;
  const sink = (piece: string): void => {
    if (length <= longestText) start += piece;
    length += piece.length;
    hash.update(piece);
  };
  writeCanonical(part, sink, files);
  return length <= longestText ? start : `${hashMark}${hash.digest('hex')}`;
}

async function hashFiles(paths: readonly string[]): Promise<Map<string, string>> {
  const digests = new Map<string, string>();
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < paths.length) {
      const path = paths[next++] as string;
      digests.set(path, await digestOf(path));
    }
  };
  await Promise.all(Array.from({ length: Math.min(filesAtOnce, paths.length) }, worker));
  return digests;
}

async function digestOf(path: string): Promise<string> {
  try {
    return await hashFile(path);
  } catch (cause) {
    throw new NotFoundError('the image cannot be read.', {
      source: path,
      mend: 'A run that can be resumed reads every image once, before it starts.',
      cause,
    });
  }
}
