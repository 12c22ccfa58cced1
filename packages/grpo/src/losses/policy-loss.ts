import {
  checkTokenLossInputs,
  ops,
  type TokenLoss,
  type TokenLossInputs,
  type Value,
} from '@skinr1/autograd';
import { described, type OptionNames, ShapeError, UsageError } from '@skinr1/core';
import { type KlEstimator, k3 } from './kl.ts';
import type { LossMask } from './masks.ts';
import type { Reduction } from './reduction.ts';
import { ratioMetrics, reportedMean } from './reported.ts';

/** What a {@link Surrogate} gives. */
export interface SurrogateLoss {
  /** `[R, T]`, or `[R, 1]` for one per sequence. */
  readonly tokenLoss: Value;
  readonly metrics: Readonly<Record<string, Value>>;
  /** True if `importance` is in it already. @defaultValue false: tokens are weighted by it */
  readonly isCorrected?: boolean;
}

/** What pushes the policy towards its advantages, token by token. */
export type Surrogate = (inputs: TokenLossInputs) => SurrogateLoss;

/** What every loss may add to its surrogate: a pull to the reference model, one to undecided choices, masks. */
export interface PolicyLossOptions {
  /**
   * Weight β of the pull to the reference; 0 leaves the reference model out altogether. Another than 0 is the
   * coefficient `beta` of the loss, which a trainer may adapt.
   */
  readonly beta?: number;
  /** @defaultValue k3 */
  readonly kl?: KlEstimator;
  /**
   * Pay for a nat of entropy, c in `− c · mean H over tokens`; keeps a policy from settling too early. Another than 0
   * is the coefficient `entropyBonus` of the loss. @defaultValue 0
   */
  readonly entropyBonus?: number;
  /** Tokens that teach, and whose entropy is paid for, `[R, T]`. @defaultValue all */
  readonly tokenMask?: LossMask;
  /** Completions that teach, `[R, 1]`. @defaultValue all */
  readonly sequenceMask?: LossMask;
}

/** For losses that check their options. */
export const policyLossOptions: OptionNames<PolicyLossOptions> = {
  beta: true,
  kl: true,
  entropyBonus: true,
  tokenMask: true,
  sequenceMask: true,
};

/**
 * Composes a loss: `reduction(masks · importance · surrogate + β · KL) − c · mean H`. Reports `kl` when β is not 0, and
 * how far the ratio went. All losses of this package are made by it.
 *
 * @throws UsageError for a β that is negative or not finite, or a c that is not finite; the loss throws ShapeError
 *   for inputs, a surrogate, a mask or an estimate of KL that do not fit together
 */
export function policyLoss(
  surrogate: Surrogate,
  reduction: Reduction,
  options: PolicyLossOptions = {},
): TokenLoss {
  const { beta = 0, kl = k3, entropyBonus = 0, tokenMask, sequenceMask } = options;
  if (!(beta >= 0 && Number.isFinite(beta))) {
    throw new UsageError(`beta must be a finite number from 0, got ${beta}.`);
  }
  if (!Number.isFinite(entropyBonus)) {
    throw new UsageError(`entropyBonus must be a finite number, got ${entropyBonus}.`);
  }
  const facts = { surrogate, reduction, beta, kl, entropyBonus, tokenMask, sequenceMask };
  return described<TokenLoss>('policyLoss', facts, (inputs) => {
    checkTokenLossInputs('policyLoss', inputs);
    const { tokenLoss, metrics, isCorrected = false } = surrogate(inputs);
    requirePerToken('the surrogate', tokenLoss, inputs);
    const tokens = tokenMask && checkedMask('tokenMask', tokenMask, inputs);
    const sequences = sequenceMask && checkedMask('sequenceMask', sequenceMask, inputs);
    const factors = [isCorrected ? undefined : inputs.importance, tokens, sequences];
    const weighted = factors.reduce(
      (product: Value, factor) => (factor ? ops.mul(product, factor) : product),
      tokenLoss,
    );
    const pull = beta === 0 ? undefined : divergence(kl, inputs);
    const total = pull
      ? ops.add(weighted, ops.mul(pull, inputs.coefficient('beta', beta)))
      : weighted;
    const loss = reduction(total, inputs);
    return {
      loss:
        entropyBonus === 0
          ? loss
          : ops.sub(
              loss,
              ops.mul(
                meanEntropy(tokens, inputs),
                inputs.coefficient('entropyBonus', entropyBonus),
              ),
            ),
      metrics: {
        ...metrics,
        ...ratioMetrics(inputs),
        ...(pull ? { kl: reportedMean(pull, inputs) } : {}),
      },
    };
  });
}

function divergence(kl: KlEstimator, inputs: TokenLossInputs): Value {
  const value = kl(inputs);
  requirePerToken('the estimate of KL', value, inputs);
  return value;
}

function checkedMask(name: string, mask: LossMask, inputs: TokenLossInputs): Value {
  const value = ops.stopGradient(mask(inputs));
  requirePerToken(name, value, inputs);
  return value;
}

/**
 * Mean entropy of the tokens that teach, whatever the reduction. Over which tokens of the whole step a mask goes a
 * micro-batch does not know: each counts by its share of the step's tokens.
 */
function meanEntropy(tokens: Value | undefined, inputs: TokenLossInputs): Value {
  const { entropy, mask, totalTokens } = inputs;
  if (!tokens) return ops.div(ops.reduceSum(ops.mul(entropy, mask)), totalTokens);
  const taught = ops.mul(mask, tokens);
  const count = ops.maximum(ops.reduceSum(taught), 1);
  const mean = ops.div(ops.reduceSum(ops.mul(entropy, taught)), count);
  return ops.mul(mean, ops.div(ops.reduceSum(mask), totalTokens));
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
