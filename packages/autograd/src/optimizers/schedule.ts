import { described, UsageError } from '@skinr1/core';
import type { Value } from '../graph/graph.ts';
import { add, clip, cos, div, minimum, mul, sub } from '../ops/index.ts';

/** A rate as a function of the number of the update (float64 scalar, from 1), written into the graph. */
export type Schedule = (step: Value) => Value;

/** The same rate at every step. */
export function constantRate(rate: number): Schedule {
  return described<Schedule>('constantRate', { rate }, (step) =>
    step.graph.constant('float64', rate),
  );
}

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
 * @throws UsageError unless 0 ≤ warmupSteps < totalSteps
 */
export function cosine(options: CosineOptions): Schedule {
  const { peak, totalSteps, warmupSteps = 0, final = 0 } = options;
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

/** A number as a constant schedule. */
export function toSchedule(rate: number | Schedule): Schedule {
  return typeof rate === 'number' ? constantRate(rate) : rate;
}
