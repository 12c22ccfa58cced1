import { ops, type TokenLossInputs, type Value } from '@skinr1/autograd';
import { described } from '@skinr1/core';
import { sequenceLength } from './ratio.ts';

/**
 * From token losses (`[R, T]`, or `[R, 1]` for one per sequence) to the micro-batch's part of the step's
 * loss, a scalar. The parts of a step add up to its loss.
 */
export type Reduction = (tokenLoss: Value, inputs: TokenLossInputs) => Value;

/** GRPO: every completion counts the same, `1/B · Σ_r (Σ_t L m / |y_r|)`. */
export function meanOverSequences(tokenLoss: Value, inputs: TokenLossInputs): Value {
  const total = ops.reduceSum(ops.mul(tokenLoss, inputs.mask), { axes: 1, keepDims: true });
  return ops.div(ops.reduceSum(ops.div(total, sequenceLength(inputs))), inputs.totalSequences);
}
described('meanOverSequences', {}, meanOverSequences);

/** DAPO: every token of the step counts the same, `Σ L m / Σ m`. */
export function meanOverTokens(tokenLoss: Value, inputs: TokenLossInputs): Value {
  return ops.div(ops.reduceSum(ops.mul(tokenLoss, inputs.mask)), inputs.totalTokens);
}
described('meanOverTokens', {}, meanOverTokens);

/** Dr. GRPO: `Σ L m / (B · longest completion allowed)`, so that length earns and costs nothing. */
export function meanOverBudget(tokenLoss: Value, inputs: TokenLossInputs): Value {
  const budget = ops.mul(inputs.totalSequences, inputs.maxCompletionLength);
  return ops.div(ops.reduceSum(ops.mul(tokenLoss, inputs.mask)), budget);
}
described('meanOverBudget', {}, meanOverBudget);

/** LUSPO: each completion counts by its length, `1/B · Σ_r Σ_t L m`. */
export function sumOverSequences(tokenLoss: Value, inputs: TokenLossInputs): Value {
  return ops.div(ops.reduceSum(ops.mul(tokenLoss, inputs.mask)), inputs.totalSequences);
}
described('sumOverSequences', {}, sumOverSequences);
