export {
  type CardConflict,
  type CardDifferential,
  type CardEntry,
  type CardField,
  type CardFigure,
  type CardSign,
  cardFields,
  type DiseaseCard,
} from './cards/card.ts';
export {
  type CardExtraction,
  type ExtractCardsOptions,
  extractCards,
  hasRule,
  type UnknownName,
} from './cards/extract-cards.ts';
export { mergeCards } from './cards/merge-cards.ts';
export { diseaseCardJsonSchema, diseaseCardSchema } from './cards/schema.ts';
export { classifySection, type SectionRole } from './cards/section-role.ts';
export { type BuildCorpusOptions, buildCorpus, type CorpusBuild } from './corpus/build-corpus.ts';
export {
  type Contamination,
  decontaminate,
  type EvaluationSet,
  imageHash,
} from './corpus/decontaminate.ts';
export { type DeduplicateOptions, type Duplicate, deduplicate } from './corpus/deduplicate.ts';
export {
  type BranchCoverage,
  type CorpusStatistics,
  corpusStatistics,
} from './corpus/statistics.ts';
export {
  type BuildDdxGraphOptions,
  buildDdxGraph,
  type DdxEdge,
  type DdxGraph,
  type DdxProvenance,
  differentialCandidates,
} from './ddx/build-ddx-graph.ts';
export { embeddedTextbook, embeddedTextbookFolder } from './embedded-textbook.ts';
export {
  type ExportOptions,
  type ExportResult,
  exportTrajectories,
} from './exports/export-trajectories.ts';
export { type ExportFormat, exportFormats } from './exports/formats.ts';
export { type LintProblem, lintExport } from './exports/lint-export.ts';
export { type FoundSign, findSigns } from './language/find-signs.ts';
export type { Assertion } from './language/negation.ts';
export { type AnswerCache, createAnswerCache } from './model-writer/answer-cache.ts';
export type { ChatAnswer, ChatClient, ChatMessage, ChatUsage } from './model-writer/chat.ts';
export { type ChatClientOptions, createChatClient } from './model-writer/chat-client.ts';
export { estimateCost, type Ledger, type TokenPrices } from './model-writer/estimate-cost.ts';
export { type Journal, type JournalEntry, openJournal } from './model-writer/journal.ts';
export {
  type CorpusWriter,
  createModelWriter,
  type Draft,
  type ModelWriterOptions,
  offlineCorpusWriter,
  type WriteOutcome,
  type WriterLedger,
} from './model-writer/model-writer.ts';
export { applyReview, type ReviewEffect } from './review/apply-review.ts';
export type { Passage, PassageMark } from './review/passages.ts';
export {
  openReviewLog,
  type ReviewDecision,
  type ReviewLog,
  type ReviewVerdict,
  reviewLogPath,
  reviewVerdicts,
} from './review/review-log.ts';
export {
  type ReviewServer,
  type ReviewServerOptions,
  startReviewServer,
} from './review/review-server.ts';
export {
  createReviewSession,
  type ReviewInput,
  type ReviewItem,
  type ReviewSession,
  type ReviewSummary,
} from './review/review-session.ts';
export { trajectoryKey } from './review/trajectory-key.ts';
export {
  loadCorpus,
  type RationaleCorpus,
  type RejectedTrajectory,
  saveCorpus,
} from './store/rationale-directory.ts';
export {
  type BuildTrajectoriesOptions,
  buildTrajectories,
  pathNames,
  type TrajectoryBuild,
} from './trajectories/build-trajectories.ts';
export { createOfflineWriter, type TrajectoryWriter } from './trajectories/offline-writer.ts';
export type { TrajectoryPlan } from './trajectories/plan.ts';
export {
  type DroppedRecord,
  type MeasureCase,
  measurePixels,
  recordFromCase,
  recordsFromFigures,
} from './trajectories/records.ts';
export {
  choiceTrajectory,
  openQuestion,
  openTrajectory,
  type TrainingTarget,
} from './trajectories/training-targets.ts';
export type {
  GroundedStep,
  GroundedTrajectory,
  RecordBasis,
  SignClaim,
  TrajectoryRecord,
  TrajectoryStyle,
} from './trajectories/types.ts';
export {
  type AuditVerifierOptions,
  auditVerifier,
  type CodeCounts,
  type FaultAudit,
  type JudgedItem,
  type VerifierAudit,
} from './verify/audit-verifier.ts';
export {
  type PlantedFault,
  type PlantedItem,
  type PlantedSet,
  type PlantFaultsOptions,
  type PlantingShortfall,
  plantedFaults,
  plantFaults,
} from './verify/plant-faults.ts';
export {
  type Rejection,
  type RejectionCode,
  rejectionCodes,
  type Verification,
} from './verify/reasons.ts';
export {
  createVerifier,
  type Verifier,
  type VerifierOptions,
  type VerifyContext,
  verifyTrajectory,
} from './verify/verify-trajectory.ts';
