export { normalizeThenSum } from './normalize-then-sum.ts';
export type { AdvantageEstimator, RewardColumn, RewardTable } from './reward-table.ts';
export {
  centerByGroup,
  type NormalizeOptions,
  normalizeByBatch,
  normalizeByGroup,
} from './sum-then-normalize.ts';
