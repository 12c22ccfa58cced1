export type { BoundedReward, WeightOptions } from './bounded-reward.ts';
export * from './format-reward.ts';
export { hierarchyReward } from './hierarchy-reward.ts';
export * from './malignancy-reward.ts';
export * from './native-reward.ts';
export * from './open-diagnosis-reward.ts';
export * from './overlong-penalty.ts';
export * from './reasoning-rewards.ts';
