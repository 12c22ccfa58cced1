import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidInputError, ResourceError } from '@skinr1/core';

/*
 * One folder per checkpoint:
 *
 *   step-00000010/run.json    steps done, settings, state of the loop
 *   step-00000010/model/      whatever the model writes
 *
 * It is written under another name, flushed, and renamed when complete: a name that ends in `.partial`
 * is what is left of an interrupted write.
 */

/** Where and how often a run writes checkpoints. */
export interface CheckpointOptions {
  readonly directory: string;
  /** Steps from one to the next; the last step always writes one. @defaultValue 10 */
  readonly every?: number;
  /** The newest so many are kept. @defaultValue 2 */
  readonly keep?: number;
}

/** What `run.json` holds. */
export interface RunState<State> {
  readonly steps: number;
  readonly config: Readonly<Record<string, unknown>>;
  readonly state: State;
}

const complete = /^step-\d{8,}$/;

/** Complete checkpoints of a run, oldest first, as paths; none if the folder does not exist. */
export async function findCheckpoints(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new InvalidInputError(`cannot be read: ${error.message}.`, { source: directory });
  });
  return names
    .filter((name) => complete.test(name))
    .sort((a, b) => stepOf(a) - stepOf(b))
    .map((name) => join(directory, name));
}

function stepOf(name: string): number {
  return Number(name.slice('step-'.length));
}

/**
 * Writes a checkpoint, then deletes those that are no longer kept and what interrupted writes left.
 *
 * @throws ResourceError when it cannot be written; earlier checkpoints are untouched.
 */
export async function writeCheckpoint<State>(
  { directory, keep = 2 }: CheckpointOptions,
  run: RunState<State>,
  save: (directory: string) => Promise<void>,
): Promise<string> {
  const path = join(directory, `step-${String(run.steps).padStart(8, '0')}`);
  const partial = `${path}.partial`;
  try {
    await rm(partial, { recursive: true, force: true });
    await mkdir(join(partial, 'model'), { recursive: true });
    await save(join(partial, 'model'));
    await writeFile(join(partial, 'run.json'), `${JSON.stringify(run, null, 2)}\n`);
    await flush(partial);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    const reason = error instanceof Error ? error.message : String(error);
    throw new ResourceError(`the checkpoint could not be written: ${reason}.`, {
      source: path,
      mend: 'Make room or mend the cause, then resume from the checkpoint before it.',
      cause: error,
    });
  }
  await removeOld(directory, keep);
  return path;
}

/** Asks the system to put every file below a folder on disk. */
async function flush(directory: string): Promise<void> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((found) => found.isFile())) {
    const file = await open(join(entry.parentPath, entry.name), 'r+');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  }
}

async function removeOld(directory: string, keep: number): Promise<void> {
  const old = (await findCheckpoints(directory)).slice(0, -Math.max(1, keep));
  const partial = (await readdir(directory))
    .filter((name) => name.endsWith('.partial'))
    .map((name) => join(directory, name));
  for (const path of [...old, ...partial]) await rm(path, { recursive: true, force: true });
}

/**
 * Reads a checkpoint: the state of the loop, and the model through `restore`.
 *
 * @throws InvalidInputError when `run.json` is missing or damaged.
 */
export async function readCheckpoint<State>(
  path: string,
  restore: (directory: string) => Promise<void>,
): Promise<RunState<State>> {
  const source = join(path, 'run.json');
  let run: RunState<State>;
  try {
    run = JSON.parse(await readFile(source, 'utf8')) as RunState<State>;
  } catch (cause) {
    throw new InvalidInputError('is not the state of a run.', {
      source,
      mend: `Delete ${path}, so that the checkpoint before it is used.`,
      cause,
    });
  }
  if (!Number.isInteger(run.steps) || typeof run.config !== 'object' || run.config === null) {
    throw new InvalidInputError('lacks `steps` or `config`.', { source });
  }
  await restore(join(path, 'model'));
  return run;
}
