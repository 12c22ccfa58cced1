import type { TokenLoss } from '@skinr1/autograd';
import { checkOptions } from '@skinr1/core';
import { type ClipOptions, clippedSurrogate } from './clipped-surrogate.ts';
import { type PolicyLossOptions, policyLoss, policyLossOptions } from './policy-loss.ts';
import { sequenceRatio } from './ratio.ts';
import {
  meanOverBudget,
  meanOverSequences,
  meanOverTokens,
  sumOverSequences,
} from './reduction.ts';

/** Options of the losses with PPO's clipping. */
export interface ClippedLossOptions extends ClipOptions, PolicyLossOptions {}

/** Throws UsageError for an option that nobody reads. */
function check(what: string, options: ClippedLossOptions): void {
  checkOptions(what, options, {
    ...policyLossOptions,
    epsilonLow: true,
    epsilonHigh: true,
    delta: true,
  });
}

/**
 * GRPO (Shao et al. 2024, arXiv:2402.03300), the method's loss: clipped token ratios, mean over the
 * tokens of each completion, then over completions. β 0.04, as in Skin-R1.
 */
export function grpoLoss(options: ClippedLossOptions = {}): TokenLoss {
  check('grpoLoss', options);
  return policyLoss(clippedSurrogate(options), meanOverSequences, { beta: 0.04, ...options });
}

/** BNPO: like {@link grpoLoss}, but every token of the step counts the same. β 0. */
export function bnpoLoss(options: ClippedLossOptions = {}): TokenLoss {
  check('bnpoLoss', options);
  return policyLoss(clippedSurrogate(options), meanOverTokens, options);
}

/**
 * DAPO (Yu et al. 2025, arXiv:2503.14476): token mean over the whole step and a wider upper limit, 0.28,
 * which leaves room for unlikely tokens to grow. β 0.
 */
export function dapoLoss(options: ClippedLossOptions = {}): TokenLoss {
  check('dapoLoss', options);
  const surrogate = clippedSurrogate({ epsilonHigh: 0.28, ...options });
  return policyLoss(surrogate, meanOverTokens, options);
}

/**
 * Dr. GRPO (Liu et al. 2025, arXiv:2503.20783): the sum is divided by a constant, so that long wrong
 * answers are not favored. β 0. Goes with `centerByGroup()`, and with the learner's
 * `maxCompletionLength` set to the sampling limit.
 */
export function drGrpoLoss(options: ClippedLossOptions = {}): TokenLoss {
  check('drGrpoLoss', options);
  return policyLoss(clippedSurrogate(options), meanOverBudget, options);
}

/** The ratio of a whole sequence, a geometric mean, stays far closer to 1 than a token's. */
const sequenceLimits = { epsilonLow: 3e-4, epsilonHigh: 4e-4 };

/**
 * GSPO (Zheng et al. 2025, arXiv:2507.18071): one ratio per sequence, clipped in a far narrower region
 * (3e-4 below, 4e-4 above). β 0.
 */
export function gspoLoss(options: ClippedLossOptions = {}): TokenLoss {
  check('gspoLoss', options);
  const limits = { ...sequenceLimits, ...options };
  return policyLoss(clippedSurrogate(limits, sequenceRatio), meanOverSequences, options);
}

/**
 * LUSPO (arXiv:2602.05261): {@link gspoLoss} with each sequence counted by its length, so that long answers do not
 * lose weight per token. β 0.
 */
export function luspoLoss(options: ClippedLossOptions = {}): TokenLoss {
  check('luspoLoss', options);
  const limits = { ...sequenceLimits, ...options };
  return policyLoss(clippedSurrogate(limits, sequenceRatio), sumOverSequences, options);
}
