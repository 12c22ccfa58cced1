import { checkOptions, described, UsageError } from '@skinr1/core';
import type { Controller } from './controller.ts';

/** Options of {@link adaptiveKl}. */
export interface AdaptiveKlOptions {
  /** β of the first step. */
  readonly start: number;
  /** KL to the reference that is aimed at: nats a token in the loss, nats an answer in the reward. */
  readonly target: number;
  /** Completions in which an error of a fifth changes β by a fifth. @defaultValue 10,000 */
  readonly horizon?: number;
}

/** One step moves β by no more than this share of what it would for the horizon. */
const mostError = 0.2;

/**
 * Keeps KL near a target (Ziegler et al. 2019, arXiv:1909.08593, section 2.2; TRL's and verl's adaptive controller):
 *
 *   e = clip(KL / target − 1, −0.2, 0.2)        β ← β · (1 + e · completions / horizon)
 *
 * @throws UsageError for numbers not above 0; at a step that reports no KL
 */
export function adaptiveKl(options: AdaptiveKlOptions): Controller {
  checkOptions('adaptiveKl', options, { start: true, target: true, horizon: true });
  const { start, target, horizon = 10_000 } = options;
  if (!(start > 0 && target > 0 && horizon > 0)) {
    throw new UsageError(
      `adaptiveKl needs start, target and horizon above 0, got ${start}, ${target}, ${horizon}.`,
    );
  }
  return described<Controller>(
    'adaptiveKl',
    { start, target, horizon },
    {
      start: { value: start },
      next: ({ value }, { kl, sequences }) => {
        if (kl === undefined) {
          throw new UsageError('adaptiveKl steers by KL, and the step reported none.', {
            mend: 'Make the loss with a beta above 0, or put it into `klInReward.beta`.',
          });
        }
        const error = Math.min(mostError, Math.max(-mostError, kl / target - 1));
        return { value: value * (1 + (error * sequences) / horizon) };
      },
    },
  );
}
