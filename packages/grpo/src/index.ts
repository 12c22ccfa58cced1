export * from './advantages/index.ts';
export * from './controllers/index.ts';
export * from './evaluate.ts';
export * from './losses/index.ts';
export type { Metrics } from './metrics.ts';
export type { DynamicSampling, GrpoOptions, GrpoStep, SyncReference } from './options.ts';
export * from './prompts/index.ts';
export * from './rewards/index.ts';
export {
  checkRewards,
  type ScoredCompletions,
  type ScoreOptions,
  scoreCompletions,
} from './rewards/score-completions.ts';
export type { Rollout, RolloutClaim, RolloutDetails, RolloutVerdicts } from './rollouts.ts';
export { trainGrpo } from './trainer.ts';
export * from './updates/index.ts';
