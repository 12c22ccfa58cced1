import type { TokenLoss } from '@skinr1/autograd';
import { type ClipOptions, clippedSurrogate } from './clipped-surrogate.ts';
import { type PolicyLossOptions, policyLoss } from './policy-loss.ts';
import { sequenceRatio } from './ratio.ts';
import { meanOverBudget, meanOverSequences, meanOverTokens } from './reduction.ts';

/** Options of the losses with PPO's clipping. */
export interface ClippedLossOptions extends ClipOptions, PolicyLossOptions {}

/**
 * GRPO (Shao et al. 2024, arXiv:2402.03300), the method's loss: clipped token ratios, mean over the
 * tokens of each completion, then over completions. β 0.04, as in Skin-R1.
 */
export function grpoLoss(options: ClippedLossOptions = {}): TokenLoss {
  return policyLoss(clippedSurrogate(options), meanOverSequences, { beta: 0.04, ...options });
}

/** BNPO: like {@link grpoLoss}, but every token of the step counts the same. β 0. */
export function bnpoLoss(options: ClippedLossOptions = {}): TokenLoss {
  return policyLoss(clippedSurrogate(options), meanOverTokens, options);
}

/**
 * DAPO (Yu et al. 2025, arXiv:2503.14476): token mean over the whole step and a wider upper limit, 0.28,
 * which leaves room for unlikely tokens to grow. β 0.
 */
export function dapoLoss(options: ClippedLossOptions = {}): TokenLoss {
  const surrogate = clippedSurrogate({ epsilonHigh: 0.28, ...options });
  return policyLoss(surrogate, meanOverTokens, options);
}

/**
 * Dr. GRPO (Liu et al. 2025, arXiv:2503.20783): the sum is divided by a constant, so that long wrong
 * answers are not favored. β 0. Goes with `centerByGroup()`, and with the learner's
 * `maxCompletionLength` set to the sampling limit.
 */
export function drGrpoLoss(options: ClippedLossOptions = {}): TokenLoss {
  return policyLoss(clippedSurrogate(options), meanOverBudget, options);
}

/**
 * GSPO (Zheng et al. 2025, arXiv:2507.18071): one ratio per sequence, clipped in a far narrower region
 * (3e-4 below, 4e-4 above). β 0.
 */
export function gspoLoss(options: ClippedLossOptions = {}): TokenLoss {
  const limits = { epsilonLow: 3e-4, epsilonHigh: 4e-4, ...options };
  return policyLoss(clippedSurrogate(limits, sequenceRatio), meanOverSequences, options);
}
