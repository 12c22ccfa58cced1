import {
  type ChoiceLabels,
  type ChoiceOption,
  described,
  maximumOptionScore,
  parseChoiceAnswer,
} from '@skinr1/core';
import type { BoundedReward, WeightOptions } from './bounded-reward.ts';

/** The option that a text chooses, by its one strict letter; `null` when there is none. */
export function chosenOption(text: string, labels: ChoiceLabels): ChoiceOption | null {
  const answer = parseChoiceAnswer(text);
  return labels.options.find((option) => option.letter === answer?.letter) ?? null;
}

/**
 * Pays the hierarchy score of the chosen option (Skin-R1, stage 2): for a node on the path to the
 * diagnosis `0.75 · (depth index + 1) / (largest drawn depth index + 1)`, for any other option 0. The
 * score comes with the question ({@link ChoiceOption.score}), so that data set and reward agree.
 *
 * Difference from the reference implementation: the letter is read from the exact answer form only; an
 * answer that does not have it scores 0.
 */
export function hierarchyReward(options: WeightOptions = {}): BoundedReward<ChoiceLabels> {
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
