import { ops, type TokenLoss } from '@skinr1/autograd';
import { checkOptions, described, UsageError } from '@skinr1/core';
import {
  type PolicyLossOptions,
  policyLoss,
  policyLossOptions,
  type Surrogate,
} from './policy-loss.ts';
import { type Ratio, tokenRatio } from './ratio.ts';
import { meanOverSequences } from './reduction.ts';

/** Options of {@link sapoLoss}. */
export interface SapoLossOptions extends PolicyLossOptions {
  /** Temperature τ of tokens with A > 0. @defaultValue 1 */
  readonly positiveTemperature?: number;
  /** Temperature τ of the others; higher, because their gradients spread wider. @defaultValue 1.05 */
  readonly negativeTemperature?: number;
  /** What is gated: each token's ratio or the sequence's. @defaultValue tokenRatio */
  readonly ratio?: Ratio;
}

/**
 * SAPO (Gao et al. 2025, arXiv:2511.20347): a soft gate in place of the hard clip,
 * `L = −σ(τ(ρ − 1)) · (4/τ) · A`, mean over sequences. β 0.
 */
export function sapoLoss(options: SapoLossOptions = {}): TokenLoss {
  checkOptions('sapoLoss', options, {
    ...policyLossOptions,
    positiveTemperature: true,
    negativeTemperature: true,
    ratio: true,
  });
  const { ratio = tokenRatio, positiveTemperature = 1, negativeTemperature = 1.05 } = options;
  if (!(positiveTemperature > 0 && negativeTemperature > 0)) {
    throw new UsageError(
      `sapoLoss needs temperatures above 0, got ${positiveTemperature}, ${negativeTemperature}.`,
    );
  }
  const facts = { positiveTemperature, negativeTemperature, ratio };
  const surrogate = described<Surrogate>('sapo', facts, (inputs) => {
    const isPositive = ops.greater(inputs.advantage, 0);
    const { graph, dtype } = inputs.advantage;
    const tau = ops.where(
      isPositive,
      ops.constant(graph, positiveTemperature, dtype),
      negativeTemperature,
    );
    const gate = ops.sigmoid(ops.mul(ops.sub(ratio(inputs), 1), tau));
    return {
      tokenLoss: ops.neg(ops.mul(ops.div(ops.mul(gate, 4), tau), inputs.advantage)),
      metrics: {},
    };
  });
  return policyLoss(surrogate, meanOverSequences, options);
}
