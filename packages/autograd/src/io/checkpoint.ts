import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { InvalidInputError, NotFoundError, UsageError } from '@skinr1/core';
import { writeError } from './safetensors.ts';

/** A complete checkpoint whose files are as they were written. */
export interface Checkpoint {
  /** Its folder. */
  readonly path: string;
  readonly step: number;
  /** What the writer passed as `metadata`. */
  readonly metadata: unknown;
}

export interface SaveCheckpointOptions {
  readonly step: number;
  /** Any JSON value. */
  readonly metadata?: unknown;
  /** Writes the checkpoint's files into a folder, which may have folders in it. */
  readonly write: (directory: string) => Promise<void>;
  /** Keep this many of the newest. @defaultValue 3 */
  readonly keepLast?: number;
}

interface Manifest {
  readonly step: number;
  readonly metadata: unknown;
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;
}

const manifestName = 'manifest.json';
const complete = /^checkpoint-\d{8,}$/;
const unfinished = /^\.writing-checkpoint-/;

/**
 * Writes a checkpoint so that it is either there whole or not at all: into a hidden folder, everything
 * flushed, a manifest with the SHA-256 of each file, then one rename. Older ones beyond `keepLast` are
 * deleted only after that. One process writes to a folder at a time.
 *
 * @returns the checkpoint's folder
 * @throws ResourceError if the disk is full or cannot be written; earlier checkpoints stay as they are
 */
export async function saveCheckpoint(
  root: string,
  options: SaveCheckpointOptions,
): Promise<string> {
  const { step, metadata = null, write, keepLast = 3 } = options;
  if (!Number.isSafeInteger(step) || step < 0)
    throw new UsageError(`a step is a whole number, got ${step}.`);
  if (!(keepLast >= 1)) throw new UsageError(`keepLast must be at least 1, got ${keepLast}.`);
  const name = `checkpoint-${String(step).padStart(8, '0')}`;
  const [partial, path] = [join(root, `.writing-${name}`), join(root, name)];
  try {
    await mkdir(root, { recursive: true });
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial);
    await write(partial);
    const manifest: Manifest = { step, metadata, files: await describeFiles(partial) };
    await writeFlushed(join(partial, manifestName), JSON.stringify(manifest, null, 2));
    await flush(partial);
    // Replacing one of the same step: a reader may find none for a moment, never a mixture.
    await rm(path, { recursive: true, force: true });
    await rename(partial, path);
    await flush(root);
  } catch (cause) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    throw writeError(cause, path);
  }
  await deleteOld(root, keepLast);
  return path;
}

/**
 * Opens a checkpoint and checks every byte of it.
 *
 * @throws NotFoundError if the folder does not exist, InvalidInputError if it is incomplete or damaged
 */
export async function loadCheckpoint(path: string): Promise<Checkpoint> {
  const { step, metadata, files } = await readManifest(path);
  for (const [name, { bytes, sha256 }] of Object.entries(files)) {
    const file = join(path, name);
    if (relative(path, file).startsWith('..'))
      throw damaged(path, name, 'lies outside the checkpoint');
    const size = await stat(file).then(
      (found) => found.size,
      () => -1,
    );
    if (size !== bytes) {
      throw damaged(path, name, size < 0 ? 'is missing' : `has ${size} bytes instead of ${bytes}`);
    }
    if ((await hashFile(file)) !== sha256) throw damaged(path, name, 'is not what was written');
  }
  return { path, step, metadata };
}

/**
 * The newest checkpoint that is whole, null if there is none. Damaged ones are passed over.
 *
 * @param onSkip told of each damaged checkpoint
 */
export async function latestCheckpoint(
  root: string,
  onSkip: (path: string, error: Error) => void = () => undefined,
): Promise<Checkpoint | null> {
  for (const path of (await listCheckpoints(root)).reverse()) {
    try {
      return await loadCheckpoint(path);
    } catch (error) {
      onSkip(path, error as Error);
    }
  }
  return null;
}

/** Folders of finished checkpoints, oldest first; damaged ones are among them. */
export async function listCheckpoints(root: string): Promise<string[]> {
  const names = await readdir(root).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const stepOf = (name: string): number => Number(name.split('-')[1]);
  return names
    .filter((name) => complete.test(name))
    .sort((a, b) => stepOf(a) - stepOf(b))
    .map((name) => join(root, name));
}

async function deleteOld(root: string, keepLast: number): Promise<void> {
  const old = (await listCheckpoints(root)).slice(0, -keepLast);
  const names = await readdir(root);
  const leftovers = names.filter((name) => unfinished.test(name)).map((name) => join(root, name));
  for (const path of [...old, ...leftovers]) await rm(path, { recursive: true, force: true });
}

async function readManifest(path: string): Promise<Manifest> {
  const file = join(path, manifestName);
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw cause;
    throw new NotFoundError('there is no checkpoint here.', { source: path, cause });
  });
  let manifest: Partial<Manifest>;
  try {
    manifest = JSON.parse(text) as Partial<Manifest>;
  } catch {
    throw damaged(path, manifestName, 'is not JSON');
  }
  const { step, files } = manifest ?? {};
  if (typeof step !== 'number' || typeof files !== 'object' || files === null) {
    throw damaged(path, manifestName, 'is not a manifest');
  }
  return { step, metadata: manifest.metadata, files };
}

async function describeFiles(directory: string): Promise<Manifest['files']> {
  const files: Record<string, { bytes: number; sha256: string }> = {};
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    await flush(path);
    if (!entry.isFile()) continue;
    const name = relative(directory, path).split(sep).join('/');
    files[name] = { bytes: (await stat(path)).size, sha256: await hashFile(path) };
  }
  return files;
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }))
    hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function writeFlushed(path: string, text: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the system write a file or a folder's list of names to the disk. */
async function flush(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

function damaged(source: string, place: string, message: string): InvalidInputError {
  return new InvalidInputError(`${message}: the checkpoint is damaged.`, {
    source,
    place,
    mend: 'Use an earlier one.',
  });
}
