export type {
  DatasetAdapter,
  DatasetWarning,
  LoadedDataset,
  LoadOptions,
} from './adapters/adapter.ts';
export { detectDataset } from './adapters/detect.ts';
export * from './adapters/index.ts';
export { summarizeSkips } from './adapters/summarize-skips.ts';
export * from './hierarchy.ts';
export { isMonochrome } from './measure/is-monochrome.ts';
export {
  type LesionColor,
  type LesionMeasurement,
  lesionColors,
  type Measured,
} from './measure/lesion-measurement.ts';
export { describeMeasurement, measurableSigns } from './measure/measurable-signs.ts';
export { measureLesion, type PixelImage } from './measure/measure-lesion.ts';
export { type FloatImage, lightness, toFloatImage } from './measure/segment-lesion.ts';
export {
  type ChoiceQuestionOptions,
  choiceQuestion,
  choiceQuestions,
  questionPool,
  type WrongOptions,
} from './questions/choice.ts';
export {
  differentialQuestion,
  type EvaluationQuestionOptions,
  hierarchyQuestion,
  malignancyQuestion,
} from './questions/evaluation.ts';
export { diagnosisInstruction, malignancyInstruction } from './questions/prompt.ts';
export * from './splits.ts';
export { throughDermatoscope } from './synthetic/dermatoscope.ts';
export * from './synthetic/disease-profiles.ts';
export {
  type LesionOptions,
  type RenderedLesion,
  renderableSigns,
  renderLesion,
} from './synthetic/render-lesion.ts';
export { type SkinTone, skinTones } from './synthetic/skin.ts';
export {
  drawSigns,
  type SyntheticOptions,
  syntheticDataset,
  syntheticLesions,
} from './synthetic/synthetic-lesions.ts';
export { columnsOf } from './tables/columns-of.ts';
export { readColumn } from './tables/read-column.ts';
export { readText } from './tables/read-text.ts';
