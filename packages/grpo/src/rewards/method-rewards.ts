import type { ChoiceLabels } from '@skinr1/core';
import type { BoundedReward } from './bounded-reward.ts';
import { formatReward } from './format-reward.ts';
import { hierarchyReward } from './hierarchy-reward.ts';
import { malignancyReward } from './malignancy-reward.ts';

/**
 * The rewards of the method (Skin-R1, stage 2): form 1, option score up to 0.75, malignancy 0.25.
 *
 * @param option what the option earns; `nativeReward()` makes the paper's ablation of the hierarchy
 */
export function methodRewards(
  option: BoundedReward<ChoiceLabels> = hierarchyReward(),
): readonly BoundedReward<ChoiceLabels>[] {
  return [formatReward(), option, malignancyReward()];
}
