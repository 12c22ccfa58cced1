import { ops, type TokenLossInputs, type Value } from '@skinr1/autograd';

/** How much likelier the trained model makes what was sampled: `[R, T]` or, per sequence, `[R, 1]`. */
export type Ratio = (inputs: TokenLossInputs) => Value;

/** `log π − log π_old` per token, `[R, T]`; 0 at padding, so that nothing overflows there. */
export function logRatio({ logProb, oldLogProb, mask }: TokenLossInputs): Value {
  return ops.mul(ops.sub(logProb, oldLogProb), mask);
}

/** `ρ = exp(log π − log π_old)` per token, `[R, T]`. */
export function tokenRatio(inputs: TokenLossInputs): Value {
  return ops.exp(logRatio(inputs));
}

/** GSPO's ratio: the geometric mean over the sequence, `exp(Σ_t l_t / Σ_t m_t)`, `[R, 1]`. */
export function sequenceRatio(inputs: TokenLossInputs): Value {
  const total = ops.reduceSum(logRatio(inputs), { axes: 1, keepDims: true });
  return ops.exp(ops.div(total, sequenceLength(inputs)));
}

/** Tokens of each completion, at least 1, `[R, 1]`. */
export function sequenceLength({ mask }: TokenLossInputs): Value {
  return ops.maximum(ops.reduceSum(mask, { axes: 1, keepDims: true }), 1);
}
