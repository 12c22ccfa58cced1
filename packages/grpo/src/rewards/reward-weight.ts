import {
  checkNumber,
  checkWholeNumber,
  described,
  type Reward,
  type RewardWeight,
  UsageError,
} from '@skinr1/core';

/**
 * What each reward weighs at a step.
 *
 * @throws UsageError naming the reward whose schedule gives no finite number.
 */
export function weightsAt(rewards: readonly Reward<never, never>[], step: number): number[] {
  return rewards.map(({ name, weight = 1 }) => {
    const value = typeof weight === 'function' ? weight(step) : weight;
    if (Number.isFinite(value)) return value;
    throw new UsageError(`reward function '${name}' has weight ${value} at step ${step}.`);
  });
}

/**
 * A weight that moves on a straight line: `from` up to step 1, `to` from step `steps` on.
 *
 * @throws UsageError unless both weights are finite and `steps` is a whole number of at least 2.
 */
export function linearWeight(from: number, to: number, steps: number): RewardWeight {
  checkNumber('linearWeight: from', from);
  checkNumber('linearWeight: to', to);
  checkWholeNumber('steps', steps, 2);
  return described('linearWeight', { from, to, steps }, (step: number) => {
    const way = Math.min(1, Math.max(0, (step - 1) / (steps - 1)));
    return from + (to - from) * way;
  });
}
