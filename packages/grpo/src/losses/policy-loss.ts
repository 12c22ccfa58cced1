import { add, mul, type TokenLoss, type TokenLossInputs, type Value } from '@skinr1/autograd';
import { described } from '@skinr1/core';
import { type KlEstimator, k3 } from './kl.ts';
import { type Reduction, reportedMean } from './reduction.ts';

/** What pushes the policy towards its advantages, token by token. */
export type Surrogate = (inputs: TokenLossInputs) => {
  /** `[R, T]`, or `[R, 1]` for one per sequence. */
  readonly tokenLoss: Value;
  readonly metrics: Readonly<Record<string, Value>>;
};

/** Options of the pull towards the reference model. */
export interface KlOptions {
  /** Weight β; 0 leaves the reference model out altogether. */
  readonly beta?: number;
  /** @defaultValue k3 */
  readonly kl?: KlEstimator;
}

/**
 * Composes a loss: `reduction(surrogate + β · KL)`. Reports `kl` when β is not 0. All losses of this
 * package are made by it, and so can yours be.
 */
export function policyLoss(
  surrogate: Surrogate,
  reduction: Reduction,
  { beta = 0, kl = k3 }: KlOptions = {},
): TokenLoss {
  return described<TokenLoss>('policyLoss', { surrogate, reduction, beta, kl }, (inputs) => {
    const { tokenLoss, metrics } = surrogate(inputs);
    if (beta === 0) return { loss: reduction(tokenLoss, inputs), metrics };
    const divergence = kl(inputs);
    return {
      loss: reduction(add(tokenLoss, mul(divergence, beta)), inputs),
      metrics: { ...metrics, kl: reportedMean(divergence, inputs) },
    };
  });
}
