import { ops, type TokenLoss } from '@skinr1/autograd';
import { checkOptions, described, UsageError } from '@skinr1/core';
import {
  type PolicyLossOptions,
  policyLoss,
  policyLossOptions,
  type Surrogate,
} from './policy-loss.ts';
import { logRatio, meanOfSequence } from './ratio.ts';
import { meanOverSequences } from './reduction.ts';
import { clipMetrics } from './reported.ts';

/** Options of {@link gmpoLoss}. */
export interface GmpoLossOptions extends PolicyLossOptions {
  /** The log-ratio is clipped below at minus this. @defaultValue 0.4 */
  readonly epsilonLow?: number;
  /** The log-ratio is clipped above at this. @defaultValue 0.4 */
  readonly epsilonHigh?: number;
}

/**
 * GMPO (Zhao et al. 2025, arXiv:2507.20673): the geometric mean of clipped token ratios, which outliers move less than
 * the arithmetic: `L = −exp(1/|y| · Σ_t l'_t) · A`, `l' = min(l, ε_high)` for A > 0 and `max(l, −ε_low)` else; mean
 * over sequences. β 0.
 *
 * @throws UsageError for limits below 0
 */
export function gmpoLoss(options: GmpoLossOptions = {}): TokenLoss {
  checkOptions('gmpoLoss', options, { ...policyLossOptions, epsilonLow: true, epsilonHigh: true });
  const { epsilonLow = 0.4, epsilonHigh = 0.4 } = options;
  if (!(epsilonLow >= 0 && epsilonHigh >= 0)) {
    throw new UsageError(`gmpoLoss needs limits from 0, got ${epsilonLow}, ${epsilonHigh}.`);
  }
  const surrogate = described<Surrogate>('gmpo', { epsilonLow, epsilonHigh }, (inputs) => {
    const log = logRatio(inputs);
    const isPositive = ops.greater(inputs.advantage, 0);
    const clipped = ops.where(
      isPositive,
      ops.minimum(log, epsilonHigh),
      ops.maximum(log, -epsilonLow),
    );
    const ratio = ops.exp(meanOfSequence(clipped, inputs));
    const limits = [Math.exp(-epsilonLow), Math.exp(epsilonHigh)] as const;
    return {
      tokenLoss: ops.neg(ops.mul(ratio, inputs.advantage)),
      metrics: clipMetrics(ops.exp(log), limits, inputs),
    };
  });
  return policyLoss(surrogate, meanOverSequences, options);
}
