export type { Arm } from './claims/arms.ts';
export {
  type ArmDifference,
  type ArmFigures,
  type ClaimsSummary,
  summarizeClaims,
} from './claims/claims-summary.ts';
export { type ClaimsInputs, type ClaimsRecipe, readClaimsRecipe } from './claims/recipe.ts';
export { renderClaims } from './claims/render-claims.ts';
export { type ClaimsOptions, type ClaimsOutcome, runClaims } from './claims/run-claims.ts';
export type { ModelFolder } from './model-stage.ts';
export {
  comparisonNotes,
  type RunOutcome,
  type ShownCase,
  shownCase,
  summaryRows,
} from './outcome.ts';
export { demoConfig, filesConfig, type NewRunConfig, type RunConfig } from './run-config.ts';
export {
  createRunDirectory,
  openRunDirectory,
  type RunDirectory,
  runFolders,
} from './run-directory.ts';
export { type MethodStages, methodStages, runPipeline } from './run-pipeline.ts';
export {
  type RolloutKind,
  type RolloutOrder,
  type RolloutQuery,
  rolloutKinds,
  rolloutOrders,
} from './run-reader/find-rollouts.ts';
export type { MetricSeries, StageHistory } from './run-reader/metric-history.ts';
export type { ResultsCell, ResultsRow } from './run-reader/results-file.ts';
export { parseRollout, type RolloutRow } from './run-reader/rollout-row.ts';
export {
  findRunFolders,
  openRunReader,
  type RunFacts,
  type RunReader,
} from './run-reader/run-reader.ts';
export { type RunStagesOptions, runStages } from './run-stages.ts';
export {
  defineStage,
  type Stage,
  type StageContext,
  type StageDefinition,
  type StageNeeds,
  type ValuesOf,
} from './stage.ts';
export { isColoredImage, type StageZeroOptions, stageZero } from './stage-zero.ts';
export { createTensorBoardListener } from './tensorboard/tensorboard-listener.ts';
