import { described } from '@skinr1/core';
import {
  type AdvantageEstimator,
  checkRewardTable,
  mapGroups,
  type RewardTable,
  weightedSum,
} from './reward-table.ts';
import { nanMean, nanStd, normalize } from './statistics.ts';
import { checkedEpsilon, type NormalizeOptions } from './sum-then-normalize.ts';

/**
 * GDPO: every reward is normalized in its group first, so that none drowns another, then the weighted
 * sum is normalized over the batch:
 *
 *   z_k = (r_k − mean_group) / (std_group + ε)      R = Σ_k w_k z_k
 *   A   = (R − mean_batch) / (std_batch + ε)
 *
 * Nulls as in {@link normalizeByGroup}.
 */
export function normalizeThenSum(options: NormalizeOptions = {}): AdvantageEstimator {
  const epsilon = checkedEpsilon('normalizeThenSum', options);
  return described('normalizeThenSum', { epsilon }, (rewards: RewardTable) => {
    checkRewardTable(rewards);
    const columns = rewards.columns.map((column) => ({
      ...column,
      values: keepNulls(
        column.values,
        mapGroups(column.values, rewards.groupSize, (group) =>
          normalize(group, nanMean(group), nanStd(group), epsilon),
        ),
      ),
    }));
    const totals = weightedSum({ groupSize: rewards.groupSize, columns });
    return normalize(totals, nanMean(totals), nanStd(totals), epsilon);
  });
}

/** `normalize` turns nulls into 0; here they must stay out of the second sum and its statistics. */
function keepNulls(original: Float64Array, normalized: Float64Array): Float64Array {
  return normalized.map((value, row) => (Number.isNaN(original[row]) ? Number.NaN : value));
}
