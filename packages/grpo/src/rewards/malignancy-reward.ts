import { described, type MalignancyClass, parseChoiceAnswer } from '@skinr1/core';
import { readAnswer } from './answered.ts';
import type { BoundedReward, WeightOptions } from './bounded-reward.ts';
import { checkRewardOptions } from './check-reward-options.ts';
import { malignancyOf } from './read-labels.ts';

/** Labels that {@link malignancyReward} needs; `null` where the malignancy is not known. */
export interface MalignancyLabels {
  readonly malignancy: MalignancyClass | null;
}

/** Options of {@link malignancyReward}. */
export interface MalignancyRewardOptions extends WeightOptions {
  /** @defaultValue `parseChoiceAnswer`; use `parseOpenAnswer` for open questions. */
  readonly parse?: (text: string) => { readonly malignancy: MalignancyClass } | null;
  /** Reward for the right class. @defaultValue 0.25 */
  readonly value?: number;
}

/**
 * Pays `value` when the answer's malignancy class (benign, precancerous in situ, malignant) is right
 * (Skin-R1, stage 2). `null`, "does not apply", for a prompt whose malignancy is not known.
 */
export function malignancyReward(
  options: MalignancyRewardOptions = {},
): BoundedReward<MalignancyLabels> {
  checkRewardOptions('malignancyReward', options, { parse: true, value: true, weight: true });
  const { parse = parseChoiceAnswer, value = 0.25, weight = 1 } = options;
  return {
    name: 'malignancy',
    weight,
    range: [0, value],
    score: described('malignancy', { parse, value }, (sample) => {
      const expected = malignancyOf(sample.prompt.labels);
      if (expected === null) return null;
      return readAnswer(sample, parse)?.malignancy === expected ? value : 0;
    }),
  };
}
