import { type ChoiceLabels, described, maximumOptionScore } from '@skinr1/core';
import { chosenOption } from './answered.ts';
import type { BoundedReward, WeightOptions } from './bounded-reward.ts';
import { checkRewardOptions } from './check-reward-options.ts';

/**
 * Pays the hierarchy score of the chosen option (Skin-R1, stage 2): for a node on the path to the
 * diagnosis `0.75 · (depth index + 1) / (largest drawn depth index + 1)`, for any other option 0. The
 * score comes with the question ({@link ChoiceOption.score}), so that data set and reward agree.
 *
 * Difference from the reference implementation: the letter is read from the exact answer form only; an
 * answer that does not have it scores 0.
 */
export function hierarchyReward(options: WeightOptions = {}): BoundedReward<ChoiceLabels> {
  checkRewardOptions('hierarchyReward', options, { weight: true });
  return {
    name: 'hierarchy',
    weight: options.weight ?? 1,
    range: [0, maximumOptionScore],
    score: described(
      'hierarchy',
      {},
      ({ prompt, completion }) => chosenOption(completion.text, prompt.labels)?.score ?? 0,
    ),
  };
}
