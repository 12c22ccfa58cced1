export type { DiseaseCard } from './cards/card.ts';
export {
  type CardExtraction,
  type ExtractCardsOptions,
  extractCards,
} from './cards/extract-cards.ts';
export { diseaseCardJsonSchema, diseaseCardSchema } from './cards/schema.ts';
export type { Claim } from './claims/claim.ts';
export { readClaims } from './claims/read-claims.ts';
export {
  type BuildCorpusOptions,
  buildCorpus,
  type CorpusBuild,
  requireTrajectories,
} from './corpus/build-corpus.ts';
export { decontaminate } from './corpus/decontaminate.ts';
export { deduplicate } from './corpus/deduplicate.ts';
export { corpusStatistics } from './corpus/statistics.ts';
export { buildDdxGraph, type DdxGraph, differentialCandidates } from './ddx/build-ddx-graph.ts';
export { isSameLine } from './ddx/same-line.ts';
export { embeddedTextbook, embeddedTextbookFolder } from './embedded-textbook.ts';
export { jsonLines, openExportFolder } from './exports/export-folder.ts';
export { exportTrajectories } from './exports/export-trajectories.ts';
export { type ExportFormat, exportFormats } from './exports/formats.ts';
export { type LintProblem, lintExport } from './exports/lint-export.ts';
export {
  decodeParquet,
  encodeParquet,
  type ParquetColumn,
  parquetColumn,
} from './exports/parquet.ts';
export { imageBytes, storeImage } from './exports/store-image.ts';
export {
  createReasoningJudge,
  type ReasoningJudgeOptions,
} from './judge/create-reasoning-judge.ts';
export { judgeReasoning } from './judge/judge-reasoning.ts';
export { createAnswerCache } from './model-writer/answer-cache.ts';
export { estimateCost } from './model-writer/estimate-cost.ts';
export { openJournal } from './model-writer/journal.ts';
export {
  type CorpusWriter,
  createModelWriter,
  type Draft,
  type ModelWriterOptions,
  type WriteOutcome,
  type WriterLedger,
} from './model-writer/model-writer.ts';
export { applyReview } from './review/apply-review.ts';
export { createFigureReview } from './review/figure-review.ts';
export { openReviewLog, type ReviewLog, reviewLogPath } from './review/review-log.ts';
export { startReviewServer } from './review/review-server.ts';
export { createReviewSession, type ReviewSession } from './review/review-session.ts';
export {
  type FigureCaptions,
  figureCaptionsPath,
  openFigureCaptions,
} from './store/figure-captions.ts';
export { loadCorpus, type RationaleCorpus, saveCorpus } from './store/rationale-directory.ts';
export {
  type BuildTrajectoriesOptions,
  buildTrajectories,
  type TrajectoryBuild,
} from './trajectories/build-trajectories.ts';
export { type DroppedRecord, summarizeDropped } from './trajectories/dropped.ts';
export { type FigureCaption, picturesToJudge } from './trajectories/figure-records.ts';
export { casesWithCards } from './trajectories/planned-diseases.ts';
export {
  choiceTrajectory,
  noteOf,
  openQuestion,
  openTrajectory,
} from './trajectories/training-targets.ts';
export type { TrajectoryType } from './trajectories/trajectory-types/index.ts';
export type { GroundedTrajectory, TrajectoryRecord } from './trajectories/types.ts';
export type { TrajectoryStyle } from './trajectories/wording.ts';
export { auditVerifier, type VerifierAudit } from './verify/audit-verifier.ts';
export { plantFaults } from './verify/plant-faults.ts';
export type { Verification } from './verify/reasons.ts';
export {
  createVerifier,
  type Verifier,
  type VerifierOptions,
  type VerifyContext,
  verifyTrajectory,
} from './verify/verify-trajectory.ts';
