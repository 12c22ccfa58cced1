import { ops, type TokenLoss } from '@skinr1/autograd';
import { checkOptions, described, UsageError } from '@skinr1/core';
import {
  type PolicyLossOptions,
  policyLoss,
  policyLossOptions,
  type Surrogate,
} from './policy-loss.ts';
import { tokenRatio } from './ratio.ts';
import { meanOverTokens } from './reduction.ts';
import { clipMetrics } from './reported.ts';

/** Options of {@link cispoLoss}. */
export interface CispoLossOptions extends PolicyLossOptions {
  /** Lowest weight of a token. verl: 1 − ε. @defaultValue 0 */
  readonly minRatio?: number;
  /** Highest weight of a token. TRL: 5; verl: 1 + ε. @defaultValue 5 */
  readonly maxRatio?: number;
}

/**
 * CISPO (MiniMax-M1, arXiv:2506.13585): the ratio is only a weight, so that no token loses its gradient:
 * `L = −stopgrad(clip(ρ, min, max)) · A · log π`, mean over tokens. β 0. Reports the share of tokens whose
 * weight was clipped against what their advantage asks for, above also as TRL's `cispo_clip_ratio`.
 */
export function cispoLoss(options: CispoLossOptions = {}): TokenLoss {
  checkOptions('cispoLoss', options, { ...policyLossOptions, minRatio: true, maxRatio: true });
  const { minRatio = 0, maxRatio = 5 } = options;
  if (!(minRatio >= 0 && maxRatio > minRatio)) {
    throw new UsageError(`cispoLoss needs 0 ≤ minRatio < maxRatio, got ${minRatio}, ${maxRatio}.`);
  }
  const surrogate = described<Surrogate>('cispo', { minRatio, maxRatio }, (inputs) => {
    const rho = tokenRatio(inputs);
    const weight = ops.stopGradient(ops.clip(rho, minRatio, maxRatio));
    const clipped = clipMetrics(rho, [minRatio, maxRatio], inputs);
    return {
      tokenLoss: ops.neg(ops.mul(ops.mul(weight, inputs.advantage), inputs.logProb)),
      metrics: { ...clipped, cispo_clip_ratio: clipped['clip_ratio/high_mean']! },
    };
  });
  return policyLoss(surrogate, meanOverTokens, options);
}
