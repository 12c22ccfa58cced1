import { checkNumber, checkOptions, described, UsageError } from '@skinr1/core';
import type { Value } from '../graph/graph.ts';
import { add, clip, cos, div, minimum, mul, sub } from '../ops/index.ts';

/** A rate as a function of the number of the update (float64 scalar, from 1), written into the graph. */
export type Schedule = (step: Value) => Value;

export interface CosineOptions {
  /** Highest rate, reached at the end of the warm-up. */
  readonly peak: number;
  /** Updates of the whole run; later ones keep the last rate. */
  readonly totalSteps: number;
  /** Updates over which the rate rises linearly: peak·t/warmupSteps. @defaultValue 0 */
  readonly warmupSteps?: number;
  /** Rate at the end. @defaultValue 0 */
  readonly final?: number;
}

/**
 * Linear warm-up, then half a cosine (Loshchilov & Hutter, 2017):
 * final + (peak − final)·½·(1 + cos(π·p)), p = (t − warmup)/(total − warmup).
 *
 * @throws UsageError for an option that it does not have, a rate that is negative or not finite, or unless
 *   0 ≤ warmupSteps < totalSteps
 */
export function cosine(options: CosineOptions): Schedule {
  checkOptions('cosine', options, {
    peak: true,
    totalSteps: true,
    warmupSteps: true,
    final: true,
  });
  const { peak, totalSteps, warmupSteps = 0, final = 0 } = options;
  checkNumber('cosine: peak', peak, { from: 0 });
  checkNumber('cosine: totalSteps', totalSteps, { above: 0 });
  checkNumber('cosine: final', final, { from: 0 });
  if (!(warmupSteps >= 0 && warmupSteps < totalSteps)) {
    throw new UsageError(
      `cosine: needs 0 ≤ warmupSteps < totalSteps, got ${warmupSteps} and ${totalSteps}.`,
    );
  }
  return described<Schedule>('cosine', { peak, totalSteps, warmupSteps, final }, (step) => {
    const progress = clip(div(sub(step, warmupSteps), totalSteps - warmupSteps), 0, 1);
    const fall = mul(add(cos(mul(progress, Math.PI)), 1), 0.5 * (peak - final));
    const rate = add(fall, final);
    if (warmupSteps === 0) return rate;
    // During the warm-up the cosine part is at its peak, so the product is peak·t/warmup.
    return mul(rate, minimum(div(step, warmupSteps), 1));
  });
}

/**
 * A number as a constant schedule.
 *
 * @param name of the option, for the error
 * @throws UsageError for what is neither a schedule nor a finite number from 0
 */
export function toSchedule(name: string, rate: number | Schedule): Schedule {
  if (typeof rate === 'function') return rate;
  checkNumber(name, rate, { from: 0 }, 'Or give a schedule, such as `cosine` makes.');
  return described<Schedule>('constantRate', { rate }, (step) =>
    step.graph.constant('float64', rate),
  );
}
