import type { Answer } from '@skinr1/core';
import { nanMean, nanStd } from './advantages/statistics.ts';
import { isSampled } from './is-sampled.ts';
import type { ScoredCompletions } from './rewards/score-completions.ts';

/*
 * What a step reports, under the names that TRL logs, so that people's dashboards work.
 *
 * Differences from TRL
 * - `num_tokens` counts generated tokens; the length of a prompt is the policy's own affair.
 * - `frac_reward_zero_std` is always per group, whatever the advantage divides by, and comes split into
 *   `…/all_best`, `…/all_worst` and `…/tied`.
 * - `frac_reward_null` is the share of groups of whose answers no reward says anything.
 * - `rewards/{name}/null_rate` and `…/error_rate` are added.
 * - A figure that has no value (the mean of nothing) is left out rather than NaN.
 */

/** Figures of a step by name. */
export type Metrics = Readonly<Record<string, number>>;

/**
 * Lengths of the answers of a step, in tokens, where they come with tokens; `clipped` are those cut at the
 * token budget.
 */
export function completionMetrics(answers: readonly Answer[]): Metrics {
  const terminated = answers.filter(({ finishReason }) => finishReason === 'stop');
  const clipped = { 'completions/clipped_ratio': 1 - terminated.length / answers.length };
  if (!answers.every(isSampled)) return clipped;
  const lengths = answers.map(({ tokenIds }) => tokenIds.length);
  const whole = terminated.filter(isSampled).map(({ tokenIds }) => tokenIds.length);
  return {
    ...lengthMetrics('length', lengths),
    // As TRL: zero when nothing terminated.
    ...lengthMetrics('terminated_length', whole.length > 0 ? whole : [0]),
    ...clipped,
  };
}

function lengthMetrics(name: string, lengths: readonly number[]): Metrics {
  const sum = lengths.reduce((total, length) => total + length, 0);
  return {
    [`completions/mean_${name}`]: sum / lengths.length,
    [`completions/min_${name}`]: minimum(lengths),
    [`completions/max_${name}`]: maximum(lengths),
  };
}

/**
 * Mean, standard deviation and null rate of each reward and of their sum, and how many groups teach
 * nothing because all their completions earned the same.
 *
 * @param range Lowest and highest sum possible, to tell all-best from all-worst from tied; without it the
 * lowest and highest sum of this step stand in.
 */
export function rewardMetrics(
  scored: ScoredCompletions,
  range: readonly [worst: number, best: number] | null = null,
): Metrics {
  const perFunction = scored.columns.flatMap(({ name, values }, k): [string, number][] => [
    [`rewards/${name}/mean`, nanMean(values)],
    [`rewards/${name}/std`, nanStd(values)],
    [`rewards/${name}/null_rate`, rate(scored, k, (score) => score.value === null)],
    [`rewards/${name}/error_rate`, rate(scored, k, (score) => score.reason !== undefined)],
  ]);
  return withoutNaN({
    ...Object.fromEntries(perFunction),
    reward: nanMean(scored.totals),
    reward_std: nanStd(scored.totals),
    ...zeroStdMetrics(scored, range),
  });
}

function rate(
  { scores }: ScoredCompletions,
  column: number,
  test: (score: ScoredCompletions['scores'][number][number]) => boolean,
): number {
  const hits = scores.filter((row) => row[column] !== undefined && test(row[column]));
  return hits.length / scores.length;
}

/** Tolerance of "the same": that of `torch.isclose` against zero. */
const tolerance = 1e-8;

function zeroStdMetrics(
  { totals, groupSize }: ScoredCompletions,
  range: readonly [worst: number, best: number] | null,
): Metrics {
  const applicable = totals.filter((total) => !Number.isNaN(total));
  const [worst, best] = range ?? [minimum(applicable), maximum(applicable)];
  const count = { all_best: 0, all_worst: 0, tied: 0, unjudged: 0 };
  for (let start = 0; start < totals.length; start += groupSize) {
    const group = totals.subarray(start, start + groupSize).filter((value) => !Number.isNaN(value));
    if (group.length === 0) count.unjudged += 1;
    if (group.length === 0 || maximum(group) - minimum(group) > tolerance) continue;
    const value = group[0] as number;
    // Without a spread in the step, best and worst cannot be told apart.
    if (best - worst <= tolerance) count.tied += 1;
    else if (value >= best - tolerance) count.all_best += 1;
    else if (value <= worst + tolerance) count.all_worst += 1;
    else count.tied += 1;
  }
  const groups = totals.length / groupSize;
  return {
    frac_reward_null: count.unjudged / groups,
    frac_reward_zero_std: (count.all_best + count.all_worst + count.tied) / groups,
    'frac_reward_zero_std/all_best': count.all_best / groups,
    'frac_reward_zero_std/all_worst': count.all_worst / groups,
    'frac_reward_zero_std/tied': count.tied / groups,
  };
}

function minimum(values: Iterable<number>): number {
  let low = Number.POSITIVE_INFINITY;
  for (const value of values) low = Math.min(low, value);
  return low;
}

function maximum(values: Iterable<number>): number {
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) high = Math.max(high, value);
  return high;
}

function withoutNaN(metrics: Metrics): Metrics {
  return Object.fromEntries(Object.entries(metrics).filter(([, value]) => !Number.isNaN(value)));
}
