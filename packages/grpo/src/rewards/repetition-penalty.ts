import { checkWholeNumber, described } from '@skinr1/core';
import type { BoundedReward, WeightOptions } from './bounded-reward.ts';
import { checkRewardOptions } from './check-reward-options.ts';
import { wordsOf } from './length-reward.ts';

/** Options of {@link repetitionPenalty}. */
export interface RepetitionPenaltyOptions extends WeightOptions {
  /** Words of a sequence. @defaultValue 3 */
  readonly words?: number;
  /** Largest punishment. @defaultValue 1 */
  readonly value?: number;
}

/**
 * Punishes an answer that says the same again and again: `−value · (1 − different / all)`, counting the sequences
 * of `words` words in its whole text; 0 for a text shorter than one (as the repetition penalty of Yeo et al.,
 * arXiv:2502.03373, in the form that open-r1 uses).
 *
 * @throws UsageError unless `words` is a whole number of at least 1.
 */
export function repetitionPenalty(options: RepetitionPenaltyOptions = {}): BoundedReward {
  checkRewardOptions('repetitionPenalty', options, { words: true, value: true, weight: true });
  const { words = 3, value = 1, weight = 1 } = options;
  checkWholeNumber('words', words, 1);
  return {
    name: 'repetition',
    weight,
    range: [-value, 0],
    score: described('repetition', { words, value }, ({ completion }) => {
      const said = wordsOf(completion.text);
      const all = said.length - words + 1;
      if (all < 2) return 0;
      const different = new Set<string>();
      for (let at = 0; at < all; at++) different.add(said.slice(at, at + words).join(' '));
      return value * (different.size / all - 1);
    }),
  };
}
