import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type RunListener, UsageError } from '@skinr1/core';
import { exists } from '../exists.ts';
import type { RunConfig } from '../run-config.ts';
import { createRunDirectory, openRunDirectory, type RunDirectory } from '../run-directory.ts';
import { runStages } from '../run-stages.ts';
import type { ModelResult } from '../stages/evaluations.ts';
import { type Arm, armsStage } from './arms.ts';
import type { ClaimsRecipe } from './recipe.ts';

/** What the arms of a study answered. */
export interface ClaimsOutcome extends Pick<ClaimsRecipe, 'title' | 'comparisons'> {
  readonly arms: readonly Arm[];
  readonly seeds: readonly {
    readonly seed: number;
    /** One per arm, in order. */
    readonly results: readonly ModelResult[];
  }[];
}

/** How a study is run. */
export interface ClaimsOptions {
  /** Each seed's run is kept in it, in `seed-N`. One that was interrupted goes on. */
  readonly folder: string;
  /** Stops after the step at hand, leaving a checkpoint. */
  readonly signal?: AbortSignal;
  /** Told what happens; a stage's name begins with its seed. */
  readonly listen?: RunListener;
}

/**
 * Runs the arms of a study with each of its seeds. Arms share what they have in common: cases, the base, SFT.
 *
 * @throws UsageError if the folder holds runs of another recipe; the signal's reason when aborted
 */
export async function runClaims(
  { title, comparisons, arms, seeds, config }: ClaimsRecipe,
  { folder, signal, listen }: ClaimsOptions,
): Promise<ClaimsOutcome> {
  const stage = armsStage(arms);
  const done: ClaimsOutcome['seeds'][number][] = [];
  for (const seed of seeds) {
    const { results } = await runStages(
      { results: stage },
      {
        directory: await openOrCreate(join(folder, `seed-${seed}`), config(seed)),
        ...(signal ? { signal } : {}),
        ...(listen
          ? { listen: (event) => listen({ ...event, stage: `seed ${seed}: ${event.stage}` }) }
          : {}),
      },
    );
    done.push({ seed, results });
  }
  return { title, comparisons, arms, seeds: done };
}

async function openOrCreate(path: string, config: RunConfig): Promise<RunDirectory> {
  if (!(await exists(join(path, 'config.json')))) return createRunDirectory(path, config);
  const directory = await openRunDirectory(path);
  const names = Object.keys({ ...config, ...directory.config }) as (keyof RunConfig)[];
  const changed = names.filter((name) => !isDeepStrictEqual(directory.config[name], config[name]));
  if (changed.length === 0) return directory;
  throw new UsageError(`was run with another ${changed.join(', ')} than the recipe's.`, {
    source: path,
    mend: 'Give the recipe as it was, or choose another folder with --out.',
  });
}
