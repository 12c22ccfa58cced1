export { toPng } from './png.ts';
export type { Progress, StartProgress } from './progress.ts';
export { comparisonNotes, shownItem, summaryRows, writeReport } from './report.ts';
export { demoConfig, filesConfig, type RunConfig } from './run-config.ts';
export {
  createRunDirectory,
  openRunDirectory,
  type RunDirectory,
  runFolders,
} from './run-directory.ts';
export { type RunOutcome, runPipeline } from './run-pipeline.ts';
