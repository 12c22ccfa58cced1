export type { Engine, ExportedImage, ExportFile, ExportPart, ExportRow } from './exports/engine.ts';
export * from './exports/engines.ts';
export {
  defaultRewardUrl,
  type EngineExport,
  type ExportForEngineOptions,
  exportForEngine,
} from './exports/export-for-engine.ts';
export { detectEngine, lintEngineExport } from './exports/lint-engine-export.ts';
