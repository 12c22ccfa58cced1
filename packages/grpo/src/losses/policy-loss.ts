import {
  checkTokenLossInputs,
  ops,
  type TokenLoss,
  type TokenLossInputs,
  type Value,
} from '@skinr1/autograd';
import { described, ShapeError, UsageError } from '@skinr1/core';
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
 * package are made by it.
 *
 * @throws UsageError for a β that is negative or not finite; the loss throws ShapeError for inputs, a
 *   surrogate or an estimate of KL that do not fit together
 */
export function policyLoss(
  surrogate: Surrogate,
  reduction: Reduction,
  { beta = 0, kl = k3 }: KlOptions = {},
): TokenLoss {
  if (!(beta >= 0 && Number.isFinite(beta))) {
    throw new UsageError(`beta must be a finite number from 0, got ${beta}.`);
  }
  return described<TokenLoss>('policyLoss', { surrogate, reduction, beta, kl }, (inputs) => {
    checkTokenLossInputs('policyLoss', inputs);
    const { tokenLoss, metrics } = surrogate(inputs);
    requirePerToken('the surrogate', tokenLoss, inputs);
    if (beta === 0) return { loss: reduction(tokenLoss, inputs), metrics };
    const divergence = kl(inputs);
    requirePerToken('the estimate of KL', divergence, inputs);
    return {
      loss: reduction(ops.add(tokenLoss, ops.mul(divergence, beta)), inputs),
      metrics: { ...metrics, kl: reportedMean(divergence, inputs) },
    };
  });
}

/** A value per token, or one per sequence. */
function requirePerToken(name: string, { shape }: Value, { logProb }: TokenLossInputs): void {
  const [rows, columns] = logProb.shape;
  const fits = shape.length === 2 && shape[0] === rows && (shape[1] === columns || shape[1] === 1);
  if (fits) return;
  throw new ShapeError(
    `policyLoss: ${name} must be [${rows}, ${columns}] or [${rows}, 1], got [${shape.join(', ')}].`,
  );
}
