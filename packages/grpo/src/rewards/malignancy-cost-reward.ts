import {
  described,
  type MalignancyClass,
  malignancyClasses,
  parseChoiceAnswer,
  UsageError,
} from '@skinr1/core';
import { readAnswer } from './answered.ts';
import type { BoundedReward } from './bounded-reward.ts';
import { checkRewardOptions } from './check-reward-options.ts';
import type { MalignancyLabels, MalignancyRewardOptions } from './malignancy-reward.ts';
import { malignancyOf } from './read-labels.ts';

/** Cost of an answer, 0 to 1: first what the lesion is, then what it was said to be. */
export type MalignancyCosts = Readonly<
  Record<MalignancyClass, Readonly<Record<MalignancyClass, number>>>
>;

/**
 * A cancer called benign costs all, a benign lesion called cancer a fifth of that: a biopsy too many. How much
 * more the one is than the other is a question of values; pass your own.
 */
export const defaultMalignancyCosts: MalignancyCosts = {
  benign: { benign: 0, precancerous_in_situ: 0.1, malignant: 0.2 },
  precancerous_in_situ: { benign: 0.6, precancerous_in_situ: 0, malignant: 0.1 },
  malignant: { benign: 1, precancerous_in_situ: 0.3, malignant: 0 },
};

/** Options of {@link malignancyCostReward}. */
export interface MalignancyCostRewardOptions extends MalignancyRewardOptions {
  /** @defaultValue {@link defaultMalignancyCosts} */
  readonly costs?: MalignancyCosts;
}

/**
 * Pays `value · (1 − costs[truth][answer])`: mistakes about malignancy are not equally bad. An answer that has not
 * the form earns 0, as the worst mistake does. `null` for a prompt whose malignancy is not known.
 *
 * @throws UsageError for a cost outside 0 to 1, or one of a right answer that is not 0.
 */
export function malignancyCostReward(
  options: MalignancyCostRewardOptions = {},
): BoundedReward<MalignancyLabels> {
  checkRewardOptions('malignancyCostReward', options, {
    costs: true,
    parse: true,
    value: true,
    weight: true,
  });
  const { costs = defaultMalignancyCosts, parse = parseChoiceAnswer } = options;
  const { value = 0.25, weight = 1 } = options;
  checkCosts(costs);
  return {
    name: 'malignancy_cost',
    weight,
    range: [0, value],
    score: described('malignancy_cost', { parse, value, costs }, (sample) => {
      const truth = malignancyOf(sample.prompt.labels);
      if (truth === null) return null;
      const answered = readAnswer(sample, parse)?.malignancy;
      return answered === undefined ? 0 : value * (1 - costs[truth][answered]);
    }),
  };
}

function checkCosts(costs: MalignancyCosts): void {
  for (const truth of malignancyClasses) {
    for (const answered of malignancyClasses) {
      const cost = costs[truth]?.[answered];
      const isRight = truth === answered;
      if (cost >= 0 && cost <= 1 && !(isRight && cost > 0)) continue;
      throw new UsageError(`the cost of calling ${truth} ${answered} is ${cost}.`, {
        mend: isRight ? 'A right answer costs 0.' : 'Give costs from 0 to 1.',
      });
    }
  }
}
