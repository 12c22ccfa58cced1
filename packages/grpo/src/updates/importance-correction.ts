import { checkOptions, described, UsageError } from '@skinr1/core';

/*
 * Importance correction for samplers that are not the learner: another program, another precision. What they draw is
 * weighted by `π_learner / π_sampler`, which is kept from exploding (Yao et al. 2025, "Your efficient RL framework
 * secretly brings you off-policy RL training"; TRL's `vllm_importance_sampling_mode`).
 */

/**
 * From `log π_learner − log π_sampler` of each token of an answer to the factors on its part of the policy gradient:
 * one for each token, or one for all.
 */
export type ImportanceCorrection = (logRatios: Float64Array) => Float64Array | number;

/** Between what ratios are kept. */
export interface ImportanceLimits {
  /** @defaultValue 3 */
  readonly max?: number;
  /** @defaultValue 0 */
  readonly min?: number;
}

/** Each token's ratio, cut to the limits. */
export function truncateTokens(limits: ImportanceLimits = {}): ImportanceCorrection {
  return ofTokens('truncateTokens', limits, truncated);
}

/** Each token's ratio; 0 for tokens whose ratio leaves the limits. */
export function maskTokens(limits: ImportanceLimits = {}): ImportanceCorrection {
  return ofTokens('maskTokens', limits, masked);
}

/** The ratio of the whole answer, the product of its tokens', cut to the limits. */
export function truncateSequences(limits: ImportanceLimits = {}): ImportanceCorrection {
  return ofSequences('truncateSequences', limits, truncated);
}

/** The ratio of the whole answer; 0 for answers whose ratio leaves the limits. TRL's default. */
export function maskSequences(limits: ImportanceLimits = {}): ImportanceCorrection {
  return ofSequences('maskSequences', limits, masked);
}

type Limit = (ratio: number, limits: Required<ImportanceLimits>) => number;

function truncated(ratio: number, { min, max }: Required<ImportanceLimits>): number {
  return Math.min(Math.max(ratio, min), max);
}

function masked(ratio: number, { min, max }: Required<ImportanceLimits>): number {
  return ratio < min || ratio > max ? 0 : ratio;
}

function ofTokens(name: string, given: ImportanceLimits, limit: Limit): ImportanceCorrection {
  const limits = checkedLimits(name, given);
  return described<ImportanceCorrection>(name, limits, (logRatios) =>
    logRatios.map((logRatio) => limit(Math.exp(logRatio), limits)),
  );
}

function ofSequences(name: string, given: ImportanceLimits, limit: Limit): ImportanceCorrection {
  const limits = checkedLimits(name, given);
  return described<ImportanceCorrection>(name, limits, (logRatios) =>
    limit(Math.exp(logRatios.reduce((sum, logRatio) => sum + logRatio, 0)), limits),
  );
}

function checkedLimits(
  name: string,
  limits: ImportanceLimits,
): Required<ImportanceLimits> & Record<string, number> {
  checkOptions(name, limits, { min: true, max: true });
  const { min = 0, max = 3 } = limits;
  if (min >= 0 && max > min) return { min, max };
  throw new UsageError(`${name} needs 0 ≤ min < max, got ${min}, ${max}.`);
}
