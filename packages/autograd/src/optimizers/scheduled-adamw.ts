import { checkNumber, checkOptions, checkWholeNumber } from '@skinr1/core';
import { adamw } from './adamw.ts';
import { clipByGlobalNorm } from './clip-by-global-norm.ts';
import { chain, type Optimizer } from './optimizer.ts';
import { cosine } from './schedule.ts';

/** Options of {@link scheduledAdamw}. */
export interface ScheduledAdamWOptions {
  /** Highest learning rate; falls to 0 along half a cosine. */
  readonly peak: number;
  /** Updates of the whole run. */
  readonly steps: number;
  /** Part of the steps over which the learning rate rises. @defaultValue 0.03 */
  readonly warmupRatio?: number;
  /** @defaultValue 0 */
  readonly weightDecay?: number;
  /** @defaultValue 0.999 */
  readonly beta2?: number;
  /** Gradients are scaled down to this norm. @defaultValue 1 */
  readonly maxGradientNorm?: number;
}

/**
 * The recipe of all stages: AdamW behind norm clipping, on a cosine with warm-up.
 *
 * @throws UsageError for an option that it does not have, or a value that makes no sense
 */
export function scheduledAdamw(options: ScheduledAdamWOptions): Optimizer {
  checkOptions('scheduledAdamw', options, {
    peak: true,
    steps: true,
    warmupRatio: true,
    weightDecay: true,
    beta2: true,
    maxGradientNorm: true,
  });
  const { peak, steps, warmupRatio = 0.03, weightDecay = 0, beta2 = 0.999 } = options;
  checkWholeNumber('scheduledAdamw: steps', steps, 1);
  checkNumber('scheduledAdamw: warmupRatio', warmupRatio, { from: 0, to: 1 });
  const warmupSteps = Math.min(Math.ceil(warmupRatio * steps), steps - 1);
  const learningRate = cosine({ peak, totalSteps: steps, warmupSteps });
  return chain(
    clipByGlobalNorm(options.maxGradientNorm ?? 1),
    adamw({ learningRate, beta2, weightDecay }),
  );
}
