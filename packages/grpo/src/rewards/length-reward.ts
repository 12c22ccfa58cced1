import { checkWholeNumber, described, parseChoiceAnswer } from '@skinr1/core';
import { readAnswer } from './answered.ts';
import type { BoundedReward, WeightOptions } from './bounded-reward.ts';
import { checkRewardOptions } from './check-reward-options.ts';

/** Options of {@link lengthReward}. */
export interface LengthRewardOptions extends WeightOptions {
  /** Fewest words of reasoning that are paid in full. */
  readonly least: number;
  /** Most. */
  readonly most: number;
  /** An answer that it cannot read earns 0. @defaultValue `parseChoiceAnswer` */
  readonly parse?: (text: string) => { readonly thinking: string } | null;
  /** Reward for a fitting length. @defaultValue 1 */
  readonly value?: number;
}

/**
 * Pays `value` for reasoning of `least` to `most` words n; less for shorter (`n / least`) and for longer
 * (`2 − n / most`, not below 0). A word is a run of letters and digits. For a bound in tokens see
 * `overlongPenalty`.
 *
 * @throws UsageError unless 1 ≤ `least` ≤ `most`, whole numbers.
 */
export function lengthReward(options: LengthRewardOptions): BoundedReward {
  checkRewardOptions('lengthReward', options, {
    least: true,
    most: true,
    parse: true,
    value: true,
    weight: true,
  });
  const { least, most, parse = parseChoiceAnswer, value = 1, weight = 1 } = options;
  checkWholeNumber('least', least, 1);
  checkWholeNumber('most', most, least);
  return {
    name: 'length',
    weight,
    range: [0, value],
    score: described('length', { least, most, parse, value }, (sample) => {
      const words = wordsOf(readAnswer(sample, parse)?.thinking ?? '').length;
      return value * Math.max(0, Math.min(1, words / least, 2 - words / most));
    }),
  };
}

/** Runs of letters, marks and digits, in lower case. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}
