import {
  type Answer,
  mapConcurrent,
  ResourceError,
  type Reward,
  type RewardSample,
  type RunRewardOptions,
  runReward,
  type Score,
  UsageError,
} from '@skinr1/core';
import type { RewardTable } from '../advantages/reward-table.ts';
import { weightedSum } from '../advantages/reward-table.ts';
import type { BoundedReward } from './bounded-reward.ts';
import { checkReward } from './define-reward.ts';
import { weightsAt } from './reward-weight.ts';

/** Options of {@link scoreCompletions}. */
export interface ScoreOptions extends RunRewardOptions {
  /** Completions judged at a time. @defaultValue 8 */
  readonly concurrency?: number;
  /**
   * Part of the completions on which one function may fail before the call does: a reward that fails
   * everywhere is a fault, not noise.
   * @defaultValue 0.5
   */
  readonly maxErrorRate?: number;
}

/** The rewards of a step, as statistics need them and as people read them. */
export interface ScoredCompletions extends RewardTable {
  /** `[n]` weighted sums; NaN where nothing applies. */
  readonly totals: Float64Array;
  /** One list per completion, one entry per column: the rewards in order, then the parts that they tell of. */
  readonly scores: readonly (readonly Score[])[];
}

/**
 * Judges completions with every reward, several at a time, and checks what comes back.
 *
 * @param samples Whole groups, one after the other.
 * @param groupSize Completions per prompt.
 * @throws UsageError for two rewards of one name, one whose options make no sense or that leaves its range, a weight that is no number or samples that do not make whole groups.
 * @throws InvalidInputError naming the function, when it failed and `onError` is `'fail'`.
 * @throws ResourceError when a function failed on more than `maxErrorRate` of the completions.
 */
export async function scoreCompletions<Labels, A extends Answer>(
  rewards: readonly Reward<Labels, A>[],
  samples: readonly RewardSample<Labels, A>[],
  groupSize: number,
  options: ScoreOptions = {},
): Promise<ScoredCompletions> {
  checkRewards(rewards);
  checkScoreOptions(options);
  const scores = await mapConcurrent(samples, options.concurrency ?? 8, async (sample) => {
    options.signal?.throwIfAborted();
    // What one reward writes into an answer, the next would judge.
    Object.freeze(sample.completion);
    return Promise.all(rewards.map((reward) => runReward(reward, sample, options)));
  });
  checkErrorRates(rewards, scores, options.maxErrorRate ?? 0.5);
  checkRanges(rewards, scores);
  return tabulate(rewards, scores, groupSize, options.step);
}

/**
 * Puts what rewards said into columns, with the sums that they have at a step.
 *
 * @param scores One list per completion, one entry per reward; entries behind those are not looked at.
 */
export function tabulate(
  rewards: readonly Reward<never, never>[],
  scores: readonly (readonly Score[])[],
  groupSize: number,
  step = 0,
): ScoredCompletions {
  const whole = withParts(rewards, scores);
  const weights = weightsAt(rewards, step);
  const columns = whole.names.map((name, k) => ({
    name,
    weight: weights[k] ?? 0,
    values: Float64Array.from(whole.scores, (row) => row[k]?.value ?? Number.NaN),
  }));
  const table = { groupSize, columns };
  return { ...table, totals: weightedSum(table), scores: whole.scores };
}

/** Puts the parts of which rewards tell after the rewards, as metrics named `reward/part`. */
function withParts(
  rewards: readonly Reward<never, never>[],
  scores: readonly (readonly Score[])[],
): { names: readonly string[]; scores: readonly (readonly Score[])[] } {
  const names = rewards.map(({ name }) => name);
  const found = rewards.flatMap(({ name }, k) => {
    const parts = new Set(scores.flatMap((row) => Object.keys(row[k]?.parts ?? {})));
    return [...parts].sort().map((part) => ({ k, part, name: `${name}/${part}` }));
  });
  if (found.length === 0 && scores[0]?.length === rewards.length) return { names, scores };
  const rows = scores.map((row) => [
    ...row.slice(0, rewards.length),
    ...found.map(({ k, part }): Score => {
      const value = row[k]?.parts?.[part] ?? null;
      return { value, status: value === null ? 'unscorable' : 'ok' };
    }),
  ]);
  const all = [...names, ...found.map(({ name }) => name)];
  checkDistinct(all);
  return { names: all, scores: rows };
}

function checkScoreOptions({
  timeoutMs = 1,
  concurrency = 1,
  maxErrorRate = 0,
}: ScoreOptions): void {
  if (!(timeoutMs > 0)) throw new UsageError(`timeoutMs must be above 0, got ${timeoutMs}.`);
  if (!(concurrency >= 1))
    throw new UsageError(`concurrency must be at least 1, got ${concurrency}.`);
  if (!(maxErrorRate >= 0)) {
    throw new UsageError(`maxErrorRate must be at least 0, got ${maxErrorRate}.`);
  }
}

/**
 * Looks at rewards before anything is judged.
 *
 * @throws UsageError without any, for two of one name, and for one whose options make no sense.
 */
export function checkRewards(rewards: readonly Reward<never, never>[]): void {
  if (rewards.length === 0) throw new UsageError('there is no reward function.');
  for (const reward of rewards) checkReward(reward);
  checkDistinct(rewards.map(({ name }) => name));
}

function checkDistinct(names: readonly string[]): void {
  const repeated = names.find((name, index) => names.indexOf(name) < index);
  if (repeated === undefined) return;
  throw new UsageError(`two reward functions are named '${repeated}'.`, {
    mend: 'Give each a name of its own: `{ ...reward, name: "…" }`.',
  });
}

function checkErrorRates(
  rewards: readonly Reward<never, never>[],
  scores: readonly (readonly Score[])[],
  maxErrorRate: number,
): void {
  rewards.forEach(({ name }, k) => {
    const failed = scores.map((row) => row[k]).filter((score) => score?.reason !== undefined);
    if (failed.length <= maxErrorRate * scores.length) return;
    throw new ResourceError(
      `reward function '${name}' failed on ${failed.length} of ${scores.length} completions; the first: ${failed[0]?.reason}.`,
      { mend: 'Mend the function, or raise `maxErrorRate`.' },
    );
  });
}

/** A reward that leaves its range would have groups counted as all best that are not. */
function checkRanges(
  rewards: readonly (Reward<never, never> & { readonly range?: BoundedReward['range'] })[],
  scores: readonly (readonly Score[])[],
): void {
  rewards.forEach(({ name, range }, k) => {
    if (!range) return;
    const [worst, best] = [range[0] - 1e-9, range[1] + 1e-9];
    for (const row of scores) {
      const { value, status } = row[k]!;
      if (status !== 'ok' || value === null || (value >= worst && value <= best)) continue;
      throw new UsageError(
        `reward function '${name}' gave ${value}, outside its range [${range.join(', ')}].`,
        { mend: 'Mend the function, or its `range`.' },
      );
    }
  });
}
