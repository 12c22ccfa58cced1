import { type Answer, type Reward, UsageError } from '@skinr1/core';
import type { BoundedReward } from './bounded-reward.ts';

/**
 * A reward of your own, with its options checked at once. `score` gets the row with its labels, typed, and may
 * answer a number, `null` for "does not apply", or a score with its parts; now or later.
 *
 *     const brief = defineReward({
 *       name: 'brief',
 *       applies: ({ prompt }) => prompt.images.length > 0,
 *       score: ({ completion }) => (completion.text.length < 400 ? 1 : 0),
 *     });
 *
 * @throws UsageError for a name, weight, range, time limit or number of tries that cannot be used.
 */
export function defineReward<Labels = unknown, A extends Answer = Answer>(
  reward: Reward<Labels, A> & { readonly range: BoundedReward['range'] },
): BoundedReward<Labels, A>;
export function defineReward<Labels = unknown, A extends Answer = Answer>(
  reward: Reward<Labels, A>,
): Reward<Labels, A>;
export function defineReward<Labels, A extends Answer>(
  reward: Reward<Labels, A> & { readonly range?: BoundedReward['range'] },
): Reward<Labels, A> {
  checkReward(reward);
  return Object.freeze({ ...reward });
}

/** Throws UsageError, naming the reward, for what {@link defineReward} refuses. */
export function checkReward(
  reward: Reward<never, never> & { readonly range?: BoundedReward['range'] },
): void {
  const { name, weight = 1, timeoutMs = 1, retries = 0, onError = 'null', range = [0, 0] } = reward;
  const shown = `reward function '${name}'`;
  if (name.trim() === '' || /[\p{Cc}]/u.test(name)) {
    throw new UsageError('a reward function needs a name that can be printed.');
  }
  if (typeof weight === 'number' && !Number.isFinite(weight)) {
    throw new UsageError(`${shown} has weight ${weight}.`);
  }
  if (!(timeoutMs > 0)) {
    throw new UsageError(`${shown} has timeoutMs ${timeoutMs}.`, {
      mend: 'Give a time above 0, `Infinity` for no limit.',
    });
  }
  if (!Number.isInteger(retries) || retries < 0) {
    throw new UsageError(`${shown} has retries ${retries}.`, { mend: 'Give 0, 1, 2, …' });
  }
  if (typeof onError === 'number' && !Number.isFinite(onError)) {
    throw new UsageError(`${shown} has onError ${onError}.`);
  }
  if (!range.every(Number.isFinite) || range[0] > range[1]) {
    throw new UsageError(`${shown} has range [${range.join(', ')}].`, {
      mend: 'Give the worst and the best value.',
    });
  }
}
