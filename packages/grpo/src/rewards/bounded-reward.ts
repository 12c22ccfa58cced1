import type { Answer, Reward, RewardWeight } from '@skinr1/core';
import { weightsAt } from './reward-weight.ts';

/** A reward that says between which values it moves, so that groups can be called all-best or all-worst. */
export interface BoundedReward<Labels = unknown, A extends Answer = Answer>
  extends Reward<Labels, A> {
  /** Lowest and highest value, before the weight. */
  readonly range: readonly [worst: number, best: number];
}

/** Options of rewards that only have a weight. */
export interface WeightOptions {
  /** Weight in the sum; 0 makes the reward a metric. @defaultValue 1 */
  readonly weight?: RewardWeight;
}

/**
 * Lowest and highest weighted sum that rewards can give at a step; `null` when a reward that counts has no stated
 * range.
 */
export function rewardRange(
  rewards: readonly (Reward<never, never> & { readonly range?: BoundedReward['range'] })[],
  step = 0,
): readonly [worst: number, best: number] | null {
  let [worst, best] = [0, 0];
  const weights = weightsAt(rewards, step);
  for (const [k, { range }] of rewards.entries()) {
    const weight = weights[k]!;
    if (weight === 0) continue;
    if (!range) return null;
    worst += Math.min(weight * range[0], weight * range[1]);
    best += Math.max(weight * range[0], weight * range[1]);
  }
  return [worst, best];
}
