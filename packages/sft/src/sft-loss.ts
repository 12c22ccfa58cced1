import { checkTokenLossInputs, ops, type TokenLoss } from '@skinr1/autograd';
import { described } from '@skinr1/core';

/**
 * Cross-entropy of the answer's tokens; those of the question and its images are not learnt:
 *
 *   L = −Σ log π(token) · m / Σ m      over all answer tokens of the step
 *
 * Reports `mean_token_probability`, the mean of π(token).
 */
export function sftLoss(): TokenLoss {
  return described<TokenLoss>('sftLoss', {}, (inputs) => {
    checkTokenLossInputs('sftLoss', inputs);
    const { logProb, mask, totalTokens } = inputs;
    const perToken = (values: typeof logProb) =>
      ops.div(ops.reduceSum(ops.mul(values, mask)), totalTokens);
    return {
      loss: ops.neg(perToken(logProb)),
      metrics: { mean_token_probability: perToken(ops.exp(logProb)) },
    };
  });
}
