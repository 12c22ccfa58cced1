import { checkNumber, checkOptions, described } from '@skinr1/core';
import {
  type AdvantageEstimator,
  mapGroups,
  type RewardTable,
  weightedSum,
} from './reward-table.ts';
import { nanMean, nanStd, normalize } from './statistics.ts';

/** Options of advantages that divide by a standard deviation. */
export interface NormalizeOptions {
  /** Added to the standard deviation. TRL 1e-4, verl 1e-6, OpenRLHF 1e-9. @defaultValue 1e-4 */
  readonly epsilon?: number;
}

/** Throws UsageError for an option that there is not, and for an epsilon that is negative or not finite. */
export function checkedEpsilon(what: string, options: NormalizeOptions): number {
  checkOptions(what, options, { epsilon: true });
  const { epsilon = 1e-4 } = options;
  checkNumber(`${what}: epsilon`, epsilon, { from: 0 });
  return epsilon;
}

/**
 * The advantage of GRPO (Shao et al. 2024, arXiv:2402.03300) and of Skin-R1:
 *
 *   R = Σ_k w_k r_k        A = (R − mean_group) / (std_group + ε)
 *
 * Nulls are left out of sum, mean and standard deviation (ddof 1); a completion without any reward has
 * advantage 0.
 */
export function normalizeByGroup(options: NormalizeOptions = {}): AdvantageEstimator {
  const epsilon = checkedEpsilon('normalizeByGroup', options);
  return described('normalizeByGroup', { epsilon }, (rewards: RewardTable) =>
    mapGroups(weightedSum(rewards), rewards.groupSize, (group) =>
      normalize(group, nanMean(group), nanStd(group), epsilon),
    ),
  );
}

/**
 * Like {@link normalizeByGroup}, but divided by the standard deviation of the whole batch, so that easy
 * and hard prompts keep their proportion: `A = (R − mean_group) / (std_batch + ε)`.
 */
export function normalizeByBatch(options: NormalizeOptions = {}): AdvantageEstimator {
  const epsilon = checkedEpsilon('normalizeByBatch', options);
  return described('normalizeByBatch', { epsilon }, (rewards: RewardTable) => {
    const totals = weightedSum(rewards);
    const std = nanStd(totals);
    return mapGroups(totals, rewards.groupSize, (group) =>
      normalize(group, nanMean(group), std, epsilon),
    );
  });
}

/** Dr. GRPO (Liu et al. 2025, arXiv:2503.20783): `A = R − mean_group`, no division. */
export function centerByGroup(): AdvantageEstimator {
  return described('centerByGroup', {}, (rewards: RewardTable) =>
    mapGroups(weightedSum(rewards), rewards.groupSize, (group) =>
      normalize(group, nanMean(group), 1, 0),
    ),
  );
}
