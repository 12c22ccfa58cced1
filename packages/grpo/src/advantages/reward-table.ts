import { checkWholeNumber, UsageError } from '@skinr1/core';

/**
 * The rewards of one step: `n = groups × groupSize` completions, the groups one after the other, judged
 * by K reward functions.
 */
export interface RewardTable {
  /** Completions per prompt. */
  readonly groupSize: number;
  /** K columns. */
  readonly columns: readonly RewardColumn[];
}

/** What one reward function gave. */
export interface RewardColumn {
  readonly name: string;
  /** Weight in the sum; 0 for a metric, which never counts. */
  readonly weight: number;
  /** `[n]`; NaN where the reward does not apply (null). */
  readonly values: Float64Array;
}

/** Turns the rewards of a step into advantages, `[n]`, each finite. Any such function will do. */
export type AdvantageEstimator = (rewards: RewardTable) => Float64Array;

/**
 * Checks that all columns have the same length, that it is a whole number of groups, and that values are
 * finite or null. Returns the number of completions.
 *
 * @throws UsageError naming the reward function at fault.
 */
export function checkRewardTable(rewards: RewardTable): number {
  if (!rewards?.columns) {
    throw new UsageError('an advantage estimator needs a table of rewards.', {
      mend: 'Give { groupSize, columns }, as `scoreCompletions` makes it.',
    });
  }
  const { groupSize, columns } = rewards;
  const rows = columns[0]?.values.length ?? 0;
  if (rows === 0) throw new UsageError('the reward table is empty.');
  checkWholeNumber('groupSize', groupSize, 1);
  if (rows % groupSize !== 0) {
    throw new UsageError(`${rows} rewards do not make whole groups of ${groupSize}.`);
  }
  for (const { name, weight, values } of columns) {
    if (values.length !== rows) {
      throw new UsageError(
        `reward function '${name}' has ${values.length} values where '${columns[0]?.name}' has ${rows}.`,
      );
    }
    if (!Number.isFinite(weight)) {
      throw new UsageError(`reward function '${name}' has weight ${weight}.`);
    }
    const infinite = values.find((value) => Math.abs(value) === Number.POSITIVE_INFINITY);
    if (infinite !== undefined) {
      throw new UsageError(`reward function '${name}' gave ${infinite}.`);
    }
  }
  return rows;
}

/**
 * `R = Σ_k w_k r_k` per completion, nulls left out; NaN where every weighted reward is null. Metrics
 * (weight 0) count neither in the sum nor in the question whether a row is null.
 */
export function weightedSum(rewards: RewardTable): Float64Array {
  const totals = new Float64Array(checkRewardTable(rewards)).fill(Number.NaN);
  for (const { weight, values } of rewards.columns) {
    if (weight === 0) continue;
    values.forEach((value, row) => {
      if (Number.isNaN(value)) return;
      const before = totals[row] as number;
      totals[row] = (Number.isNaN(before) ? 0 : before) + weight * value;
    });
  }
  return totals;
}

/** Applies a function to each group of values and joins the results. */
export function mapGroups(
  values: Float64Array,
  groupSize: number,
  transform: (group: Float64Array) => Float64Array,
): Float64Array {
  const result = new Float64Array(values.length);
  for (let start = 0; start < values.length; start += groupSize) {
    result.set(transform(values.subarray(start, start + groupSize)), start);
  }
  return result;
}
