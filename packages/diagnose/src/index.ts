export { type CalibrateOptions, type CalibrateOutcome, calibrate } from './calibrate.ts';
export {
  assessCalibration,
  type Calibration,
  type CalibrationFigures,
  type CalibrationItem,
  type CalibrationSummary,
  calibrationFigures,
  type FitOptions,
  fitCalibration,
} from './calibration.ts';
export { readCalibration, writeCalibration } from './calibration-file.ts';
export { type DiagnoseOptions, diagnose } from './diagnose.ts';
export type {
  Abstention,
  AbstentionReason,
  Diagnosis,
  DiagnosisProvenance,
  MalignancyEstimate,
  PathStep,
  RankedDiagnosis,
  ReasoningStep,
  SelfConsistency,
  StatedAnswer,
} from './diagnosis.ts';
export type { DiagnosisModel, DiagnosisQuestion } from './diagnosis-model.ts';
export { type OpenedModel, type OpenOptions, openDiagnosisModel } from './open-model.ts';
export { type DiagnosedImage, renderDiagnoses } from './page/render-diagnoses.ts';
export {
  assessQuality,
  type ImageQuality,
  type QualityCheck,
  type QualityCheckName,
} from './quality/assess-quality.ts';
