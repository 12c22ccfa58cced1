import { described, parseChoiceAnswer } from '@skinr1/core';
import { readAnswer } from './answered.ts';
import type { BoundedReward, WeightOptions } from './bounded-reward.ts';
import { checkRewardOptions } from './check-reward-options.ts';

/** How an answer's text is read; `null` when it does not have the form. */
export type AnswerParser = (text: string) => unknown;

/** Options of {@link formatReward}. */
export interface FormatRewardOptions extends WeightOptions {
  /** @defaultValue `parseChoiceAnswer`; use `parseOpenAnswer` for open questions. */
  readonly parse?: AnswerParser;
  /** Reward for an answer of the right form. @defaultValue 1 */
  readonly value?: number;
}

/**
 * Pays for an answer whose whole text has exactly the asked form, whatever it says (Skin-R1, stage 2):
 * `value` if `parse` can read it, else 0. A letter that the question does not offer is no answer.
 */
export function formatReward(options: FormatRewardOptions = {}): BoundedReward {
  checkRewardOptions('formatReward', options, { parse: true, value: true, weight: true });
  const { parse = parseChoiceAnswer, value = 1, weight = 1 } = options;
  return {
    name: 'format',
    weight,
    range: [0, value],
    score: described('format', { parse, value }, (sample) =>
      readAnswer(sample, parse) === null ? 0 : value,
    ),
  };
}
