import { ops, type TokenLossInputs, type Value } from '@skinr1/autograd';
import { atTokens, logRatio, meanOfSequence } from './ratio.ts';
import { meanOverTokens } from './reduction.ts';

/*
 * Figures that losses report, scalars. Those of micro-batches add up, but for names that end in `min` or `max`.
 */

/** Mean over the tokens of the step, or over its sequences for a value per sequence. */
export function reportedMean(value: Value, inputs: TokenLossInputs): Value {
  if (value.shape[1] === 1) return ops.div(ops.reduceSum(value), inputs.totalSequences);
  return meanOverTokens(value, inputs);
}

/**
 * Shares of tokens that clipping holds back, under TRL's names: below with A < 0, above with A > 0, either; and of
 * the completions the lowest share below and the highest above.
 *
 * @param ratio `[R, T]`, or `[R, 1]` per sequence
 */
export function clipMetrics(
  ratio: Value,
  [low, high]: readonly [number, number],
  inputs: TokenLossInputs,
): Record<string, Value> {
  const { advantage, mask } = inputs;
  const isLow = ops.logicalAnd(ops.less(ratio, low), ops.less(advantage, 0));
  const isHigh = ops.logicalAnd(ops.greater(ratio, high), ops.greater(advantage, 0));
  const share = (condition: Value) => ops.cast(condition, mask.dtype);
  const ofSequence = (condition: Value) =>
    condition.shape[1] === 1 ? share(condition) : meanOfSequence(share(condition), inputs);
  // A completion without tokens has no share: it must not be the lowest.
  const hasTokens = ops.greater(ops.reduceMax(mask, { axes: 1, keepDims: true }), 0);
  return {
    'clip_ratio/low_mean': reportedMean(share(isLow), inputs),
    'clip_ratio/low_min': least(ops.where(hasTokens, ofSequence(isLow), 1)),
    'clip_ratio/high_mean': reportedMean(share(isHigh), inputs),
    'clip_ratio/high_max': ops.reduceMax(ops.where(hasTokens, ofSequence(isHigh), 0)),
    'clip_ratio/region_mean': reportedMean(share(ops.logicalOr(isLow, isHigh)), inputs),
  };
}

/**
 * How far the policy has left the one that sampled: the extremes of the token ratio (1 where nothing moved), and
 * `KL(π_old ‖ π)` per token, estimated by `ρ − 1 − log ρ`.
 */
export function ratioMetrics(inputs: TokenLossInputs): Record<string, Value> {
  const log = ops.stopGradient(logRatio(inputs));
  const ratio = ops.exp(log);
  return {
    'ratio/min': least(ratio),
    'ratio/max': ops.reduceMax(ratio),
    'ratio/kl': reportedMean(atTokens(ops.sub(ops.sub(ratio, 1), log), inputs), inputs),
  };
}

function least(value: Value): Value {
  return ops.neg(ops.reduceMax(ops.neg(value)));
}
