import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { ResourceError, UsageError } from '@skinr1/core';

const name = 'run.lock';

/** Who works in a folder. */
interface Holder {
  readonly process: number;
  readonly machine: string;
}

/** The locks that this process holds: one of its own number that is not among them was left by another. */
const held = new Set<string>();

/**
 * Takes a folder for this process, by a file `run.lock` in it, so that no two runs write to it; gives what returns
 * it. The folder is made where it is missing. What a process left that ended without returning it is taken over.
 *
 * @throws UsageError if another run is at work there, ResourceError if nothing can be written there
 */
export async function lockFolder(directory: string): Promise<() => Promise<void>> {
  const path = join(directory, name);
  await mkdir(directory, { recursive: true }).catch((cause: Error) => {
    throw notWritable(directory, cause);
  });
  if (!(await take(path))) {
    const holder = await readHolder(path);
    if (holder !== null && isAtWork(holder, path)) throw inUse(path, holder);
    await rm(path, { force: true });
    if (!(await take(path))) throw inUse(path, await readHolder(path));
  }
  held.add(path);
  return async () => {
    held.delete(path);
    await rm(path, { force: true });
  };
}

/** Whether a run is at work in a folder, as far as its file `run.lock` tells. */
export async function isFolderInUse(directory: string): Promise<boolean> {
  const path = join(directory, name);
  const holder = await readHolder(path);
  return holder !== null && isAtWork(holder, path);
}

/** Makes the lock; false where there is one. */
async function take(path: string): Promise<boolean> {
  const holder: Holder = { process: process.pid, machine: hostname() };
  try {
    await writeFile(path, `${JSON.stringify(holder)}\n`, { flag: 'wx' });
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw notWritable(path, cause as Error);
  }
}

function notWritable(source: string, cause: Error): ResourceError {
  return new ResourceError(`cannot be written (${cause.message}).`, {
    source,
    mend: 'Free some space, mend the permissions or choose another folder, then go on.',
    cause,
  });
}

/** `null` for a lock that is gone or was cut off while it was written. */
async function readHolder(path: string): Promise<Holder | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch {
    return null;
  }
}

function isAtWork(holder: Holder, path: string): boolean {
  // Of another machine nothing can be known.
  if (holder.machine !== hostname()) return true;
  if (holder.process === process.pid) return held.has(path);
  try {
    process.kill(holder.process, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function inUse(path: string, holder: Holder | null): UsageError {
  const isOurs = holder?.process === process.pid && holder.machine === hostname();
  const other = holder ? `process ${holder.process} of ${holder.machine}` : 'another process';
  return new UsageError(`${isOurs ? 'another run of this process' : other} is at work here.`, {
    source: path,
    mend: 'Wait until it ends, or choose another folder. If it is no run of Skin-R1 any more, delete this file.',
  });
}
