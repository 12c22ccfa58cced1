import { ops, type TokenLossInputs, type Value } from '@skinr1/autograd';
import { described } from '@skinr1/core';

/** How much likelier the trained model makes what was sampled: `[R, T]` or, per sequence, `[R, 1]`. */
export type Ratio = (inputs: TokenLossInputs) => Value;

/** A value `[R, T]` at tokens, 0 at padding whatever stands there. */
export function atTokens(value: Value, { mask }: TokenLossInputs): Value {
  return ops.where(ops.greater(mask, 0), value, 0);
}

/** `log π − log π_old` per token, `[R, T]`. */
export function logRatio(inputs: TokenLossInputs): Value {
  return atTokens(ops.sub(inputs.logProb, inputs.oldLogProb), inputs);
}

/** `ρ = exp(log π − log π_old)` per token, `[R, T]`. */
export function tokenRatio(inputs: TokenLossInputs): Value {
  return ops.exp(logRatio(inputs));
}
described('tokenRatio', {}, tokenRatio);

/** GSPO's ratio: the geometric mean over the sequence, `exp(Σ_t l_t / |y|)`, `[R, 1]`. */
export function sequenceRatio(inputs: TokenLossInputs): Value {
  return ops.exp(meanOfSequence(logRatio(inputs), inputs));
}
described('sequenceRatio', {}, sequenceRatio);

/** Mean of a value over the tokens of each completion, 0 for one without any, `[R, 1]`. */
export function meanOfSequence(value: Value, inputs: TokenLossInputs): Value {
  const total = ops.reduceSum(atTokens(value, inputs), { axes: 1, keepDims: true });
  return ops.div(total, sequenceLength(inputs));
}

/** Tokens of each completion, at least 1, `[R, 1]`. */
export function sequenceLength({ mask }: TokenLossInputs): Value {
  const isToken = ops.cast(ops.greater(mask, 0), mask.dtype);
  return ops.maximum(ops.reduceSum(isToken, { axes: 1, keepDims: true }), 1);
}
