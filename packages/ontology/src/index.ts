export type * from './data/format.ts';
export { historicalNames, ordinaryWords } from './data/index.ts';
export {
  diffConditions,
  type FieldChange,
  type OntologyDiff,
} from './evolve/diff.ts';
export {
  applyOverlay,
  type ConditionExtension,
  type OntologyOverlay,
} from './evolve/overlay.ts';
export { validate } from './evolve/validate.ts';
export type { ValidationIssue, ValidationRule } from './evolve/validation-issue.ts';
export {
  type DiagramOptions,
  toGraphviz,
  toMermaid,
  toTreeText,
} from './formats/diagrams.ts';
export {
  datasetToFhirConceptMap,
  type FhirOptions,
  type FhirResource,
  toFhirCodeSystem,
  toFhirConceptMap,
} from './formats/fhir.ts';
export { type ImportedConditions, type ImportOptions, idFromName } from './formats/import.ts';
export { parseOntologyData, parseOverlay, toJson } from './formats/json.ts';
export { fromObo, toObo } from './formats/obo.ts';
export { fromSkos, toSkos } from './formats/skos.ts';
export { type Cut, cutAtDepth, cutAtNodes } from './maths/cut.ts';
export {
  ancestorScore,
  exactScore,
  mistakeSeverity,
  optionScore,
  wuPalmerScore,
} from './maths/scores.ts';
export { type HierarchicalMetrics, hierarchicalMetrics } from './maths/set-metrics.ts';
export {
  corpusInformationContent,
  informationContent,
  linSimilarity,
  pathDistance,
  pathSimilarity,
  wuPalmer,
} from './maths/similarity.ts';
export {
  createOntology,
  embeddedData,
  loadOntology,
  type OntologyData,
  toMalignancyClass,
} from './ontology.ts';
export { maximumLabelLength } from './resolve/resolver.ts';
export { PhraseIndex, type PhraseMatch } from './text/phrase-index.ts';
export { splitWords, type TextWord } from './text/text-words.ts';
export type * from './types.ts';
