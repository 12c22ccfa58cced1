import { ops, type TokenLoss, type TokenLossInputs, type Value } from '@skinr1/autograd';
import { checkOptions, described, UsageError } from '@skinr1/core';
import {
  type PolicyLossOptions,
  policyLoss,
  policyLossOptions,
  type Surrogate,
} from './policy-loss.ts';
import { atTokens, logRatio } from './ratio.ts';
import { meanOverTokens } from './reduction.ts';
import { reportedMean } from './reported.ts';

/** Options of {@link vespoLoss}. */
export interface VespoLossOptions extends PolicyLossOptions {
  /** Power k for A ≥ 0: how fast unlikely sequences lose weight. @defaultValue 2 */
  readonly positivePower?: number;
  /** Decay λ for A ≥ 0: how fast sequences that grew likely lose weight. @defaultValue 3 */
  readonly positiveDecay?: number;
  /** Power k for A < 0. @defaultValue 3 */
  readonly negativePower?: number;
  /** Decay λ for A < 0. @defaultValue 2 */
  readonly negativeDecay?: number;
}

/** Log-ratios are kept between these, as in the authors' code. */
const [least, most] = [Math.log(1e-8), 20];

/**
 * VESPO (arXiv:2602.10693): a smooth weight of the whole sequence's ratio in place of the clip, 1 on-policy:
 * `L = −stopgrad(φ(w)) · A · log π`, `φ(w) = e^{λ(1 − w)} · w^k`, `w = Π_t π/π_sampler`; mean over tokens. β 0. Where
 * samplers are corrected for, that is part of w. Reports `vespo/phi_seq_mean`.
 *
 * @throws UsageError for a power that is negative or a decay not above 0
 */
export function vespoLoss(options: VespoLossOptions = {}): TokenLoss {
  checkOptions('vespoLoss', options, {
    ...policyLossOptions,
    positivePower: true,
    positiveDecay: true,
    negativePower: true,
    negativeDecay: true,
  });
  const { positivePower = 2, positiveDecay = 3, negativePower = 3, negativeDecay = 2 } = options;
  if (!(positivePower >= 0 && negativePower >= 0 && positiveDecay > 0 && negativeDecay > 0)) {
    throw new UsageError(
      `vespoLoss needs powers from 0 and decays above 0, got ${positivePower}, ${negativePower} and ${positiveDecay}, ${negativeDecay}.`,
    );
  }
  const facts = { positivePower, positiveDecay, negativePower, negativeDecay };
  const surrogate = described<Surrogate>('vespo', facts, (inputs) => {
    const log = logSequenceRatio(inputs);
    const bySign = (positive: number, negative: number) =>
      ops.where(
        ops.less(inputs.advantage, 0),
        ops.constant(log.graph, negative, log.dtype),
        positive,
      );
    const decay = bySign(positiveDecay, negativeDecay);
    const exponent = ops.add(
      ops.mul(bySign(positivePower, negativePower), log),
      ops.mul(decay, ops.sub(1, ops.exp(log))),
    );
    const weight = ops.stopGradient(ops.exp(exponent));
    return {
      tokenLoss: ops.neg(ops.mul(ops.mul(weight, inputs.advantage), inputs.logProb)),
      metrics: { 'vespo/phi_seq_mean': reportedMean(weight, inputs) },
      isCorrected: true,
    };
  });
  return policyLoss(surrogate, meanOverTokens, options);
}

/** `log w`, `[R, 1]`: of the policy to that of the step's start, and of that to the sampler. */
function logSequenceRatio(inputs: TokenLossInputs): Value {
  const sum = (value: Value) => ops.reduceSum(value, { axes: 1, keepDims: true });
  const policy = sum(ops.clip(logRatio(inputs), -most, most));
  const importance = ops.clip(inputs.importance, Math.exp(least), Math.exp(most));
  const sampler = sum(atTokens(ops.log(importance), inputs));
  return ops.clip(ops.add(policy, sampler), least, most);
}
