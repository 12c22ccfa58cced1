import { ops, type TokenLossInputs, type Value } from '@skinr1/autograd';
import { described } from '@skinr1/core';
import { atTokens, type Ratio, tokenRatio } from './ratio.ts';

/*
 * Estimates of KL(π ‖ π_ref) from sampled tokens (Schulman, "Approximating KL divergence", 2020); each
 * `[R, T]`, 0 at padding.
 */

/** One of {@link k1}, {@link k2}, {@link k3}, {@link unbiasedKl}, or your own. */
export type KlEstimator = (inputs: TokenLossInputs) => Value;

/** `log π − log π_ref`: without bias, may be negative. */
export function k1(inputs: TokenLossInputs): Value {
  return atTokens(ops.sub(inputs.logProb, inputs.refLogProb), inputs);
}
described('k1', {}, k1);

/** `½ (log π − log π_ref)²`: biased, never negative. */
export function k2(inputs: TokenLossInputs): Value {
  const difference = k1(inputs);
  return ops.mul(ops.mul(difference, difference), 0.5);
}
described('k2', {}, k2);

/** `exp(d) − d − 1` with `d = log π_ref − log π`: without bias and never negative. GRPO's. */
export function k3(inputs: TokenLossInputs): Value {
  const difference = atTokens(ops.sub(inputs.refLogProb, inputs.logProb), inputs);
  return ops.sub(ops.sub(ops.exp(difference), difference), 1);
}
described('k3', {}, k3);

/**
 * `ρ · KL`: times the ratio, through which gradients flow too, so that the gradient is that of the reverse KL without
 * bias (DeepSeek-V3.2, arXiv:2512.02556). TRL's `use_bias_correction_kl`.
 */
export function unbiasedKl(estimator: KlEstimator = k3, ratio: Ratio = tokenRatio): KlEstimator {
  return described('unbiasedKl', { estimator, ratio }, (inputs: TokenLossInputs) =>
    ops.mul(estimator(inputs), ratio(inputs)),
  );
}
