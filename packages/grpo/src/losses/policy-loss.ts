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

/** What every loss may add to its surrogate: a pull towards the reference model, and one towards undecided choices. */
export interface PolicyLossOptions {
  /** Weight β; 0 leaves the reference model out altogether. */
  readonly beta?: number;
  /** @defaultValue k3 */
  readonly kl?: KlEstimator;
  /** Pay for a nat of entropy per token, c in `− c · H`; keeps a policy from settling too early. @defaultValue 0 */
  readonly entropyBonus?: number;
}

/**
 * Composes a loss: `reduction(surrogate + β · KL − c · H)`. Reports `kl` when β is not 0. All losses of this
 * package are made by it.
 *
 * @throws UsageError for a β that is negative or not finite, or a c that is not finite; the loss throws ShapeError for inputs, a
 *   surrogate or an estimate of KL that do not fit together
 */
export function policyLoss(
  surrogate: Surrogate,
  reduction: Reduction,
  { beta = 0, kl = k3, entropyBonus = 0 }: PolicyLossOptions = {},
): TokenLoss {
  if (!(beta >= 0 && Number.isFinite(beta))) {
    throw new UsageError(`beta must be a finite number from 0, got ${beta}.`);
  }
  if (!Number.isFinite(entropyBonus)) {
    throw new UsageError(`entropyBonus must be a finite number, got ${entropyBonus}.`);
  }
  const facts = { surrogate, reduction, beta, kl, entropyBonus };
  return described<TokenLoss>('policyLoss', facts, (inputs) => {
    checkTokenLossInputs('policyLoss', inputs);
    const { tokenLoss, metrics } = surrogate(inputs);
    requirePerToken('the surrogate', tokenLoss, inputs);
    const bonus = ops.mul(inputs.entropy, entropyBonus);
    const undecided = entropyBonus === 0 ? tokenLoss : ops.sub(tokenLoss, bonus);
    if (beta === 0) return { loss: reduction(undecided, inputs), metrics };
    const divergence = kl(inputs);
    requirePerToken('the estimate of KL', divergence, inputs);
    return {
      loss: reduction(ops.add(undecided, ops.mul(divergence, beta)), inputs),
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
