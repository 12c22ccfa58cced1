import { ops, type TokenLossInputs, type Value } from '@skinr1/autograd';
import { described } from '@skinr1/core';

/*
 * Estimates of KL(π ‖ π_ref) from sampled tokens (Schulman, "Approximating KL divergence", 2020); each
 * `[R, T]`, 0 at padding.
 */

/** One of {@link k1}, {@link k2}, {@link k3}, or your own. */
export type KlEstimator = (inputs: TokenLossInputs) => Value;

/** `log π − log π_ref`: without bias, may be negative. */
export function k1({ logProb, refLogProb, mask }: TokenLossInputs): Value {
  return ops.mul(ops.sub(logProb, refLogProb), mask);
}
described('k1', {}, k1);

/** `½ (log π − log π_ref)²`: biased, never negative. */
export function k2(inputs: TokenLossInputs): Value {
  const difference = k1(inputs);
  return ops.mul(ops.mul(difference, difference), 0.5);
}
described('k2', {}, k2);

/** `exp(d) − d − 1` with `d = log π_ref − log π`: without bias and never negative. GRPO's. */
export function k3({ logProb, refLogProb, mask }: TokenLossInputs): Value {
  const difference = ops.mul(ops.sub(refLogProb, logProb), mask);
  return ops.sub(ops.sub(ops.exp(difference), difference), 1);
}
described('k3', {}, k3);
