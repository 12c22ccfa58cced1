import { checkOptions } from '@skinr1/core';
import { adamw } from './adamw.ts';
import type { Optimizer } from './optimizer.ts';
import { type ScheduledOptions, scheduled } from './scheduled.ts';

/** Options of {@link scheduledAdamw}. */
export interface ScheduledAdamWOptions extends ScheduledOptions {
  /** @defaultValue 0 */
  readonly weightDecay?: number;
  /** @defaultValue 0.999 */
  readonly beta2?: number;
}

/**
 * The recipe of the method: AdamW behind norm clipping, on a cosine with warm-up.
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
  const { weightDecay = 0, beta2 = 0.999, ...around } = options;
  return scheduled(around, (learningRate) => adamw({ learningRate, beta2, weightDecay }));
}
