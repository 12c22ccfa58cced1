export type { Engine, ExportedImage, ExportFile, ExportPart, ExportRow } from './exports/engine.ts';
export * from './exports/engines.ts';
export {
  defaultRewardUrl,
  type EngineExport,
  type ExportForEngineOptions,
  exportForEngine,
} from './exports/export-for-engine.ts';
export { detectEngine, lintEngineExport } from './exports/lint-engine-export.ts';
export { readPrompts } from './exports/read-prompts.ts';
export type { GroundTruth } from './ground-truth.ts';
export { readGroundTruth, writeGroundTruth } from './ground-truth.ts';
export { createRemotePolicy, type RemotePolicyOptions } from './rollouts/create-remote-policy.ts';
export {
  type ReloadRequest,
  type ServerDialect,
  sglang,
  vllm,
} from './rollouts/server-dialects.ts';
export { createScorer, type Scorer, type ScorerOptions } from './scoring/create-scorer.ts';
export { loadRewards } from './scoring/load-rewards.ts';
export type { ScoredItem, ScoreItem } from './scoring/score-item.ts';
export { type RewardServiceOptions, startRewardService } from './service/start-reward-service.ts';
