import { UsageError } from '@skinr1/core';
import {
  type CheckpointOptions,
  findCheckpoints,
  type RunState,
  readCheckpoint,
  writeCheckpoint,
} from './run-checkpoint.ts';

/** What a training run does and how it is kept; the loop itself is {@link runTraining}'s. */
export interface TrainingRunOptions<State, Report = void> {
  /** Steps in all, those of a resumed run included. */
  readonly steps: number;
  /**
   * One step, number `step` counting from 1. To be exact on abort it must not change weights before the
   * last place where it may end by the signal.
   */
  readonly step: (step: number) => Promise<Report>;
  /** Called with what a step returned, once it counts as done: write logs and call callbacks here. */
  readonly onStep?: (report: Report) => Promise<void>;
  /** Writes weights and optimiser state to a new folder. */
  readonly save: (directory: string) => Promise<void>;
  /** Reads what {@link save} wrote. */
  readonly restore: (directory: string) => Promise<void>;
  /** Everything else that a later step depends on, as plain data: cursors, counters. */
  readonly state: { readonly get: () => State; readonly set: (state: State) => void };
  /** Settings that a resumed run must share, by name, as plain data. */
  readonly config: Readonly<Record<string, unknown>>;
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

/**
 * The loop that every trainer shares: steps, checkpoints, resume and abort.
 *
 * A checkpoint appears under its name only when it is complete, so a run killed at any moment can be
 * resumed from the last one. A step that fails ends the run and leaves the checkpoints as they were.
 *
 * @throws UsageError when the folder holds checkpoints of another run or `resume` is not given for them.
 * @throws ResourceError when a checkpoint cannot be written; those before it stay.
 */
export async function runTraining<State, Report = void>(
  options: TrainingRunOptions<State, Report>,
): Promise<TrainingRunResult> {
  const { checkpoint, signal, steps } = options;
  const resumedFrom = await start(options);
  await options.onStart?.(resumedFrom);

  const every = checkpoint?.every ?? 10;
  let done = resumedFrom;
  let saved = resumedFrom;
  // The state at the last step boundary: a step that aborts half-way may have moved the live one.
  let boundary = structuredClone(options.state.get());
  const save = async (): Promise<void> => {
    if (!checkpoint || saved === done) return;
    const run: RunState<State> = { steps: done, config: options.config, state: boundary };
    await writeCheckpoint(checkpoint, run, options.save);
    saved = done;
  };

  while (done < steps) {
    try {
      signal?.throwIfAborted();
      const report = await options.step(done + 1);
      done += 1;
      boundary = structuredClone(options.state.get());
      await options.onStep?.(report);
    } catch (error) {
      if (!signal?.aborted || !isAbort(error, signal)) throw error;
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
async function start<State, Report>(options: TrainingRunOptions<State, Report>): Promise<number> {
  const { checkpoint, resume = false, config, steps } = options;
  if (!Number.isInteger(steps) || steps < 1) {
    throw new UsageError(`a training run needs a whole number of steps from 1, got ${steps}.`);
  }
  if (!checkpoint) {
    if (resume) throw new UsageError('resume needs `checkpoint.directory`.');
    return 0;
  }
  const newest = (await findCheckpoints(checkpoint.directory)).at(-1);
  if (newest === undefined) return 0;
  if (!resume) {
    throw new UsageError('the folder holds checkpoints of an earlier run.', {
      source: checkpoint.directory,
      mend: 'Pass `resume: true` to go on, or choose another folder.',
    });
  }
  const run = await readCheckpoint<State>(newest, options.restore);
  refuseOtherConfig(newest, run.config, config);
  options.state.set(run.state);
  return run.steps;
}

function refuseOtherConfig(
  source: string,
  saved: Readonly<Record<string, unknown>>,
  current: Readonly<Record<string, unknown>>,
): void {
  const names = [...new Set([...Object.keys(saved), ...Object.keys(current)])];
  const different = names
    .map((name) => ({ name, was: JSON.stringify(saved[name]), is: JSON.stringify(current[name]) }))
    .filter(({ was, is }) => was !== is)
    .map(({ name, was, is }) => `${name} was ${was} and is ${is}`);
  if (different.length === 0) return;
  throw new UsageError(
    `the checkpoint belongs to a run with other settings: ${different.join('; ')}.`,
    {
      source,
      mend: 'Resume with the same settings, or start in another folder.',
    },
  );
}
