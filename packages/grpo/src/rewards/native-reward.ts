import { type ChoiceLabels, described, maximumOptionScore } from '@skinr1/core';
import { chosenOption } from './answered.ts';
import type { BoundedReward, WeightOptions } from './bounded-reward.ts';
import { checkRewardOptions } from './check-reward-options.ts';
import { rightLetterOf } from './read-labels.ts';

/** Options of {@link nativeReward}. */
export interface NativeRewardOptions extends WeightOptions {
  /** Reward for the finest right option. @defaultValue {@link maximumOptionScore} */
  readonly value?: number;
}

/**
 * The paper's ablation of the hierarchy: only the finest right option pays, a coarser right one earns
 * nothing.
 */
export function nativeReward(options: NativeRewardOptions = {}): BoundedReward<ChoiceLabels> {
  checkRewardOptions('nativeReward', options, { value: true, weight: true });
  const { value = maximumOptionScore, weight = 1 } = options;
  return {
    name: 'native',
    weight,
    range: [0, value],
    score: described('native', { value }, ({ prompt, completion }) =>
      chosenOption(completion.text, prompt.labels)?.letter === rightLetterOf(prompt.labels)
        ? value
        : 0,
    ),
  };
}
