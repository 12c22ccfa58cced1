import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import {
  checkWholeNumber,
  describeReadFailure,
  InvalidInputError,
  NotFoundError,
  UsageError,
} from '@skinr1/core';
import { cannotWrite } from './cannot-write.ts';
import { hashFile } from './hash-file.ts';

/*
 * One folder per checkpoint:
 *
 *   step-00000010/manifest.json   the step, what the writer wants to remember, SHA-256 of every file
 *   step-00000010/…               the writer's own files
 *
 * It is written under a name that ends in `.partial`, flushed, and renamed when complete.
 */

/** A complete checkpoint whose files are as they were written. */
export interface Checkpoint {
  /** Its folder. */
  readonly path: string;
  readonly step: number;
  /** What the writer passed as `metadata`. */
  readonly metadata: unknown;
}

/** Options of {@link saveCheckpoint}. */
export interface SaveCheckpointOptions {
  readonly step: number;
  /** Any JSON value that is small: it is kept in the manifest. */
  readonly metadata?: unknown;
  /** Writes the checkpoint's files into a folder, which may have folders in it. */
  readonly write: (directory: string) => Promise<void>;
  /** The newest so many are kept, this one included. @defaultValue 2 */
  readonly keep?: number;
}

interface Manifest {
  readonly step: number;
  readonly metadata: unknown;
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;
}

const manifestName = 'manifest.json';
const complete = /^step-\d{8,}$/;
const unfinished = /^step-\d{8,}\.partial$/;
/** A list of some files and the state of a loop stay far below. */
const maximumManifestBytes = 16 * 2 ** 20;

/**
 * Writes a checkpoint so that it is either there whole or not at all, then deletes older ones beyond
 * `keep`, what interrupted writes left, and those of later steps: a run that writes step 10 has gone
 * back behind step 20. One process writes to a folder at a time.
 *
 * @returns the checkpoint's folder
 * @throws ResourceError if it cannot be written; earlier checkpoints stay as they are
 */
export async function saveCheckpoint(
  root: string,
  options: SaveCheckpointOptions,
): Promise<string> {
  const { step, metadata = null, write, keep = 2 } = options;
  checkWholeNumber('step', step, 0);
  checkWholeNumber('keep', keep, 1);
  const path = join(root, `step-${String(step).padStart(8, '0')}`);
  const partial = `${path}.partial`;
  try {
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { recursive: true });
    await write(partial);
    const text = formatManifest({ step, metadata, files: await describeFiles(partial) });
    await writeFile(join(partial, manifestName), text, { flush: true });
    await flushFolder(partial);
    // Replacing one of the same step: a reader may find none for a moment, never a mixture.
    await rm(path, { recursive: true, force: true });
    await rename(partial, path);
    await flushFolder(root);
  } catch (cause) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    throw cannotWrite('the checkpoint', path, cause);
  }
  await deleteOthers(root, path, keep);
  return path;
}

/**
 * Opens a checkpoint and checks every byte of it.
 *
 * @throws NotFoundError if the folder holds none, InvalidInputError that names the file if it is damaged
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
 * @param onSkip told what is wrong with each that is passed over
 */
export async function latestCheckpoint(
  root: string,
  onSkip: (error: Error) => void = () => undefined,
): Promise<Checkpoint | null> {
  for (const path of (await listCheckpoints(root)).reverse()) {
    try {
      return await loadCheckpoint(path);
    } catch (error) {
      onSkip(error as Error);
    }
  }
  return null;
}

/** Folders of finished checkpoints, oldest first; damaged ones are among them. */
export async function listCheckpoints(root: string): Promise<string[]> {
  const names = await readdir(root).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    const { reason, mend } = describeReadFailure(error);
    throw new InvalidInputError(reason, { source: root, mend, cause: error });
  });
  const stepOf = (name: string): number => Number(name.slice('step-'.length));
  return names
    .filter((name) => complete.test(name))
    .sort((a, b) => stepOf(a) - stepOf(b))
    .map((name) => join(root, name));
}

/** Leaves the checkpoint just written and those before it, `keep` in all. */
async function deleteOthers(root: string, written: string, keep: number): Promise<void> {
  const paths = await listCheckpoints(root);
  const end = paths.indexOf(written) + 1;
  const kept = new Set(paths.slice(Math.max(0, end - keep), end));
  const leftovers = (await readdir(root)).filter((name) => unfinished.test(name));
  const others = [
    ...paths.filter((path) => !kept.has(path)),
    ...leftovers.map((name) => join(root, name)),
  ];
  for (const path of others) await rm(path, { recursive: true, force: true });
}

/** The manifest vouches for the files, and the hash at its end for the manifest. */
function formatManifest(manifest: Manifest): string {
  const content = JSON.stringify(manifest);
  if (content.length > maximumManifestBytes) {
    throw new UsageError(`the metadata are too large (${content.length} characters).`, {
      mend: 'Write them as a file of the checkpoint.',
    });
  }
  return `${JSON.stringify({ ...manifest, sha256: hashText(content) }, null, 2)}\n`;
}

async function readManifest(path: string): Promise<Manifest> {
  const file = join(path, manifestName);
  const { size } = await stat(file).catch((cause: NodeJS.ErrnoException) => {
    throw new NotFoundError('there is no checkpoint here.', { source: path, cause });
  });
  // Twice the limit: the file is indented.
  if (size > 2 * maximumManifestBytes) throw damaged(path, manifestName, `has ${size} bytes`);
  let stored: Manifest & { readonly sha256?: unknown };
  try {
    stored = JSON.parse(await readFile(file, 'utf8'));
  } catch {
    throw damaged(path, manifestName, 'is not JSON');
  }
  const { sha256, ...manifest } = stored ?? {};
  const isWhole = sha256 === hashText(JSON.stringify(manifest));
  if (!isWhole || typeof manifest.files !== 'object') {
    throw damaged(path, manifestName, 'is not what was written');
  }
  return manifest;
}

/** Flushes every file and folder below a folder; names, sizes and hashes of the files. */
async function describeFiles(directory: string): Promise<Manifest['files']> {
  const files: Record<string, { bytes: number; sha256: string }> = {};
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await flushFolder(path);
    if (!entry.isFile()) continue;
    await flush(path, 'r+');
    const name = relative(directory, path).split(sep).join('/');
    files[name] = { bytes: (await stat(path)).size, sha256: await hashFile(path) };
  }
  return files;
}

function hashText(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Makes the system write a folder's list of names to the disk; Windows does so by itself. */
async function flushFolder(path: string): Promise<void> {
  if (process.platform !== 'win32') await flush(path, 'r');
}

async function flush(path: string, flags: 'r' | 'r+'): Promise<void> {
  const file = await open(path, flags);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

function damaged(source: string, place: string, message: string): InvalidInputError {
  return new InvalidInputError(`${message}.`, {
    source,
    place,
    mend: 'The checkpoint is damaged; use an earlier one.',
  });
}
