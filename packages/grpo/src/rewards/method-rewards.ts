import type { ChoiceLabels } from '@skinr1/core';
import type { BoundedReward } from './bounded-reward.ts';
import { formatReward } from './format-reward.ts';
import { hierarchyReward } from './hierarchy-reward.ts';
import { malignancyReward } from './malignancy-reward.ts';

/** The rewards of the method (Skin-R1, stage 2): form 1, option score up to 0.75, malignancy 0.25. */
export function methodRewards(): readonly BoundedReward<ChoiceLabels>[] {
  return [formatReward(), hierarchyReward(), malignancyReward()];
}
