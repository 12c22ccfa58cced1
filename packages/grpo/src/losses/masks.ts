import { ops, type TokenLossInputs, type Value } from '@skinr1/autograd';
import { described, UsageError } from '@skinr1/core';
import { atTokens, meanOfSequence } from './ratio.ts';

/** What of a step teaches: 1 or 0 per token, `[R, T]`, or per completion, `[R, 1]`. No gradient flows through it. */
export type LossMask = (inputs: TokenLossInputs) => Value;

/**
 * Leaves out completions that are worse than their siblings and that the policy has moved away from: those with
 * A < 0 whose mean `log π_sampler − log π` is above the threshold (DeepSeek-V3.2, arXiv:2512.02556, equation 9). A
 * `sequenceMask`; TRL's `off_policy_mask_threshold`.
 *
 * @param threshold in nats a token, above 0, such as 0.5
 * @throws UsageError for one that is not
 */
export function dropOffPolicy(threshold: number): LossMask {
  if (!(threshold > 0)) throw new UsageError(`the threshold must be above 0, got ${threshold}.`);
  return described('dropOffPolicy', { threshold }, (inputs: TokenLossInputs) => {
    const { samplerLogProb, logProb, advantage, mask } = inputs;
    const drift = meanOfSequence(ops.sub(samplerLogProb, ops.stopGradient(logProb)), inputs);
    const isDropped = ops.logicalAnd(ops.less(advantage, 0), ops.greater(drift, threshold));
    return ops.sub(1, ops.cast(isDropped, mask.dtype));
  });
}

/**
 * Keeps the tokens at which the model was least decided: those of the highest entropy ("Beyond the 80/20 rule",
 * arXiv:2506.01939). A `tokenMask`; TRL's `top_entropy_quantile`. Which tokens these are is settled in each
 * micro-batch by itself, as there.
 *
 * @param share of the tokens, from 0 (only the highest) to 1; the paper uses 0.2
 * @throws UsageError for one outside
 */
export function keepHighEntropy(share: number): LossMask {
  if (!(share >= 0 && share <= 1)) {
    throw new UsageError(`the share of tokens must be from 0 to 1, got ${share}.`);
  }
  return described('keepHighEntropy', { share }, (inputs: TokenLossInputs) => {
    const { entropy, mask } = inputs;
    const tokens = ops.reduceSum(ops.cast(ops.greater(mask, 0), mask.dtype));
    // The quantile 1 − share lies between two tokens in order; from the upper one on they are kept.
    const kept = ops.sub(tokens, ops.mul(ops.sub(tokens, 1), 1 - share));
    const order = ops.largest(ops.reshape(atTokens(entropy, inputs), [-1]), ops.maximum(kept, 1));
    const least = ops.neg(ops.reduceMax(ops.neg(order)));
    const isKept = ops.logicalOr(ops.greater(entropy, least), ops.equal(entropy, least));
    return atTokens(ops.cast(isKept, mask.dtype), inputs);
  });
}
