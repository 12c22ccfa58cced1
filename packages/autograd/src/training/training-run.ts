import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checkWholeNumber, InvalidInputError, UsageError } from '@skinr1/core';
import {
  type Checkpoint,
  latestCheckpoint,
  listCheckpoints,
  saveCheckpoint,
} from '../io/checkpoint.ts';
import { lockFolder } from '../io/lock-folder.ts';
import { type Fingerprint, fingerprint, fingerprintDifferences } from './fingerprint.ts';
import { versionOf } from './version-of.ts';

/** Where and how often a run writes checkpoints. */
export interface CheckpointOptions {
  readonly directory: string;
  /** Steps from one to the next; the last step always writes one. @defaultValue 10 */
  readonly every?: number;
  /** The newest so many are kept: with 1 there is none to fall back on. @defaultValue 2 */
  readonly keep?: number;
}

/** What a training run does and how it is kept; the loop itself is {@link runTraining}'s. */
export interface TrainingRunOptions<State, Report = void> {
  /** Steps in all, those of a resumed run included. */
  readonly steps: number;
  /**
   * One step, number `step` counting from 1. It calls `moved` when weights have changed: one that is aborted
   * after that is given up, and the run goes back to its last checkpoint.
   */
  readonly step: (step: number, moved: () => void) => Promise<Report>;
  /** Called with what a step returned, once it counts as done: write logs and call callbacks here. */
  readonly onStep?: (report: Report) => Promise<void>;
  /** Writes weights and optimizer state to a new folder. */
  readonly save: (directory: string) => Promise<void>;
  /** Reads what {@link save} wrote. */
  readonly restore: (directory: string) => Promise<void>;
  /** Everything else that a later step depends on, as plain data: cursors, counters. */
  readonly state: { readonly get: () => State; readonly set: (state: State) => void };
  /**
   * Everything that fixes the run's result, by a name that a person understands: settings, texts, images,
   * labels, token ids, functions. A resumed run must share it: see `fingerprint`. Asked for only when there are
   * checkpoints.
   */
  readonly identity: () => Promise<Readonly<Record<string, unknown>>>;
  readonly checkpoint?: CheckpointOptions | undefined;
  /** Go on from the newest checkpoint if there is one. @defaultValue false */
  readonly resume?: boolean | undefined;
  /** Aborting ends the run after the step at hand, or inside it if it listens; a checkpoint is left. */
  readonly signal?: AbortSignal | undefined;
  /** Called once before the first step with the steps already done (0 for a new run): rewind logs here. */
  readonly onStart?: (stepsDone: number) => Promise<void>;
}

/** How a run ended. */
export interface TrainingRunResult {
  /** Steps done, those before a resume included. */
  readonly steps: number;
  /** Steps done before this call. */
  readonly resumedFrom: number;
  readonly stopReason: 'completed' | 'aborted';
}

/** What a run remembers in a checkpoint beside its model. */
interface RunState<State> {
  readonly fingerprint: Fingerprint;
  readonly state: State;
}

/** Folder of the model in a checkpoint. */
const modelFolder = 'model';

/**
 * The loop that every trainer shares: steps, checkpoints, resume and abort.
 *
 * A checkpoint appears under its name only when it is complete, so a run killed at any moment can be
 * resumed from the last one. One that was damaged since is passed over with a warning that names the
 * file (`process.emitWarning`). A step that fails ends the run and leaves the checkpoints as they were.
 *
 * @throws UsageError when the folder holds checkpoints of another run or of more steps than are asked for, another run
 *   is at work in it, or `resume` is not given for them.
 * @throws InvalidInputError when all of them are damaged.
 * @throws ResourceError when a checkpoint cannot be written; those before it stay.
 */
export async function runTraining<State, Report = void>(
  options: TrainingRunOptions<State, Report>,
): Promise<TrainingRunResult> {
  const { checkpoint, steps } = options;
  checkWholeNumber('steps', steps, 1);
  checkWholeNumber('checkpoint.every', checkpoint?.every ?? 1, 1);
  checkWholeNumber('checkpoint.keep', checkpoint?.keep ?? 1, 1);
  if (!checkpoint) return runSteps(options);
  const unlock = await lockFolder(checkpoint.directory);
  try {
    return await runSteps(options);
  } finally {
    await unlock();
  }
}

async function runSteps<State, Report>(
  options: TrainingRunOptions<State, Report>,
): Promise<TrainingRunResult> {
  const { checkpoint, signal, steps } = options;
  const { every = 10, keep = 2 } = checkpoint ?? {};
  const print = checkpoint ? await fingerprint(withVersions(await options.identity())) : {};
  const resumedFrom = await start(options, print);
  await options.onStart?.(resumedFrom);

  let done = resumedFrom;
  let saved = resumedFrom;
  // The state at the last step boundary: a step that aborts half-way may have moved the live one.
  let boundary = structuredClone(options.state.get());
  const save = async (): Promise<void> => {
    if (!checkpoint || saved === done) return;
    await saveCheckpoint(checkpoint.directory, {
      step: done,
      metadata: { fingerprint: print, state: boundary } satisfies RunState<State>,
      write: async (directory) => {
        await mkdir(join(directory, modelFolder));
        await options.save(join(directory, modelFolder));
      },
      keep,
    });
    saved = done;
  };

  while (done < steps) {
    let hasMoved = false;
    try {
      signal?.throwIfAborted();
      const report = await options.step(done + 1, () => {
        hasMoved = true;
      });
      hasMoved = false;
      done += 1;
      boundary = structuredClone(options.state.get());
      await options.onStep?.(report);
    } catch (error) {
      if (!signal?.aborted || !isAbort(error, signal)) throw error;
      // Weights between two steps fit no state.
      if (hasMoved && checkpoint) return { steps: saved, resumedFrom, stopReason: 'aborted' };
      await save();
      return { steps: done, resumedFrom, stopReason: 'aborted' };
    }
    if (done % every === 0 || done === steps) await save();
  }
  return { steps: done, resumedFrom, stopReason: 'completed' };
}

function isAbort(error: unknown, signal: AbortSignal): boolean {
  return error === signal.reason || (error instanceof Error && error.name === 'AbortError');
}

/** Restores the newest checkpoint when asked to; returns the steps it holds. */
async function start<State, Report>(
  options: TrainingRunOptions<State, Report>,
  print: Fingerprint,
): Promise<number> {
  const { checkpoint, steps, resume = false } = options;
  if (!checkpoint) {
    if (resume) throw new UsageError('resume needs `checkpoint.directory`.');
    return 0;
  }
  const { directory } = checkpoint;
  const all = await listCheckpoints(directory);
  if (all.length === 0) return 0;
  if (!resume) {
    throw new UsageError('the folder holds checkpoints of an earlier run.', {
      source: directory,
      mend: 'Pass `resume: true` to go on, or choose another folder.',
    });
  }
  const newest = await newestWhole(directory);
  const run = newest.metadata as RunState<State> | null;
  if (typeof run?.fingerprint !== 'object') {
    throw new InvalidInputError('is not the checkpoint of a training run.', {
      source: newest.path,
    });
  }
  refuseOtherRun(newest.path, run.fingerprint, print);
  if (newest.step > steps) {
    throw new UsageError(
      `the run has done ${newest.step} steps already, and ${steps} were asked for.`,
      {
        source: newest.path,
        mend: 'Ask for as many or more, or begin another run in another folder.',
      },
    );
  }
  await options.restore(join(newest.path, modelFolder));
  options.state.set(run.state);
  return newest.step;
}

/** The newest checkpoint that is whole, with a warning for each that is newer. */
async function newestWhole(directory: string): Promise<Checkpoint> {
  const newest = await latestCheckpoint(directory, ({ message }) => {
    process.emitWarning(`a checkpoint was passed over. ${message}`, 'CheckpointWarning');
  });
  if (newest) return newest;
  throw new InvalidInputError('every checkpoint is damaged.', {
    source: directory,
    mend: 'Delete the folder to start from the first step, or choose another.',
  });
}

/** What computes the steps is part of what fixes them. */
function withVersions(identity: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return {
    ...identity,
    'version of @skinr1/autograd': versionOf('@skinr1/autograd', import.meta.url),
    'version of onnxruntime-node': versionOf('onnxruntime-node', import.meta.url),
  };
}

function refuseOtherRun(source: string, saved: Fingerprint, current: Fingerprint): void {
  const different = fingerprintDifferences(saved, current);
  if (different.length === 0) return;
  throw new UsageError(`the checkpoint belongs to another run: ${different.join('; ')}.`, {
    source,
    mend: 'Resume with what the run began with, or start in another folder.',
  });
}
