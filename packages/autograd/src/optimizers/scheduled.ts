import { checkNumber, checkOptions, checkWholeNumber } from '@skinr1/core';
import { clipByGlobalNorm } from './clip-by-global-norm.ts';
import { chain, type Optimizer } from './optimizer.ts';
import { cosine, type Schedule } from './schedule.ts';

/** Options of {@link scheduled}. */
export interface ScheduledOptions {
  /** Highest learning rate; falls to 0 along half a cosine. */
  readonly peak: number;
  /** Updates of the whole run. */
  readonly steps: number;
  /** Part of the steps over which the learning rate rises. @defaultValue 0.03 */
  readonly warmupRatio?: number;
  /** Gradients are scaled down to this norm. @defaultValue 1 */
  readonly maxGradientNorm?: number;
}

/**
 * What surrounds an optimizer in all stages: norm clipping before it, and a rate on a cosine with warm-up.
 *
 * @param make the optimizer, given that rate
 * @throws UsageError for an option that it does not have, or a value that makes no sense
 */
export function scheduled(
  options: ScheduledOptions,
  make: (learningRate: Schedule) => Optimizer,
): Optimizer {
  checkOptions('scheduled', options, {
    peak: true,
    steps: true,
    warmupRatio: true,
    maxGradientNorm: true,
  });
  const { peak, steps, warmupRatio = 0.03, maxGradientNorm = 1 } = options;
  checkWholeNumber('scheduled: steps', steps, 1);
  checkNumber('scheduled: warmupRatio', warmupRatio, { from: 0, to: 1 });
  const warmupSteps = Math.min(Math.ceil(warmupRatio * steps), steps - 1);
  return chain(
    clipByGlobalNorm(maxGradientNorm),
    make(cosine({ peak, totalSteps: steps, warmupSteps })),
  );
}
