import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chooseDevice, createStepLog, type StepLog } from '@skinr1/autograd';
import { InvalidInputError, NotFoundError, ResourceError, UsageError } from '@skinr1/core';
import { type NewRunConfig, parseRunConfig, type RunConfig } from './run-config.ts';

/*
 * One folder per run:
 *
 *   config.json        everything that fixes the result
 *   data/              cards, trajectories, images of rollouts, what was skipped or rejected and why
 *   models/NAME/       weights after a stage, as a Hugging Face folder
 *   checkpoints/NAME/  of the stage at hand
 *   results/NAME.json  what a model answered; summary.json: the results table
 *   run.json           which stages are done, of what inputs, on which device
 *   metrics.jsonl, rollouts.jsonl
 *   tensorboard/       the metrics for TensorBoard, where a listener writes them
 *   run.lock           who is at work in the folder, while somebody is
 *   report.html, case.png
 */

/** A run's folder, open. */
export interface RunDirectory {
  readonly path: string;
  readonly config: RunConfig;
  /** Path of something inside the folder. */
  file(...names: string[]): string;
  /** Reads a JSON file that a stage wrote. Throws NotFoundError or InvalidInputError. */
  readJson<T>(name: string): Promise<T>;
  /** Writes a file whole or not at all, making folders as needed. Throws ResourceError. */
  write(name: string, content: string | Uint8Array): Promise<void>;
  /** A log that all stages share; rewinding it touches the stage's own rows only. */
  stageLog<Row extends { readonly step: number }>(name: string, stage: string): StepLog<Row>;
}

/** The newest of `runs/NAME-1`, `runs/NAME-2`, …, and the one after it. */
export async function runFolders(name: string): Promise<{ newest: string; next: string }> {
  const entries = await readdir('runs').catch(() => []);
  const numbers = entries.flatMap((entry) => {
    const match = new RegExp(`^${name}-(\\d{1,9})$`).exec(entry);
    return match ? [Number(match[1])] : [];
  });
  const newest = numbers.reduce((most, number) => Math.max(most, number), 0);
  const folder = (number: number): string => join('runs', `${name}-${number}`);
  return { newest: folder(Math.max(1, newest)), next: folder(newest + 1) };
}

/**
 * Starts a run in a folder that holds none yet. Its device is found now, before there is a folder, and is that of
 * the run whenever it goes on.
 *
 * @throws UsageError where it holds one; ResourceError, with the reason, if the device is not to be had
 */
export async function createRunDirectory(path: string, asked: NewRunConfig): Promise<RunDirectory> {
  const known = await readFile(join(path, 'config.json'), 'utf8').catch(() => null);
  if (known !== null) {
    throw new UsageError('holds a run already.', {
      source: path,
      mend: 'Go on with --resume, or choose another folder with --out.',
    });
  }
  const config = { ...asked, device: await chooseDevice(asked.device) };
  const directory = open(path, config);
  await directory.write('config.json', `${JSON.stringify(config, null, 2)}\n`);
  return directory;
}

/** Opens the folder of an earlier run. Throws NotFoundError or InvalidInputError. */
export async function openRunDirectory(path: string): Promise<RunDirectory> {
  const file = join(path, 'config.json');
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new NotFoundError('no run to go on with.', {
      source: file,
      mend: 'Start one without --resume.',
      cause,
    });
  });
  const mend = 'Mend the file, or start a new run.';
  return open(path, parseRunConfig(parseJson(text, file, mend), file));
}

function parseJson(text: string, source: string, mend: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidInputError('is not JSON.', { source, mend, cause });
  }
}

function open(path: string, config: RunConfig): RunDirectory {
  const file = (...names: string[]): string => join(path, ...names);
  const write = async (name: string, content: string | Uint8Array): Promise<void> => {
    const target = file(name);
    const partial = `${target}.partial`;
    try {
      await mkdir(join(target, '..'), { recursive: true });
      await writeFile(partial, content, { flush: true });
      await rename(partial, target);
    } catch (cause) {
      await rm(partial, { force: true }).catch(() => {});
      throw new ResourceError(`cannot be written (${(cause as Error).message}).`, {
        source: target,
        mend: 'Free some space or mend the permissions, then go on with --resume.',
        cause,
      });
    }
  };
  return {
    path,
    config,
    file,
    write,
    async readJson<T>(name: string) {
      const source = file(name);
      const mend = 'Delete it and go on with --resume: what made it is then done again.';
      const text = await readFile(source, 'utf8').catch((cause: unknown) => {
        throw new NotFoundError('cannot be read.', { source, mend, cause });
      });
      return parseJson(text, source, mend) as T;
    },
    stageLog: (name, stage) => createStepLog(file(name), { stage }),
  };
}
