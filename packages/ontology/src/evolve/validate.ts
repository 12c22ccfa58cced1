import type { OntologyData } from '../ontology.ts';
import { conditionIssues } from './validate-conditions.ts';
import { graphIssues } from './validate-graph.ts';
import { languageIssues } from './validate-languages.ts';
import { morphologyIssues } from './validate-morphology.ts';
import { nameIssues } from './validate-names.ts';
import { vocabularyIssues } from './validate-vocabularies.ts';

/** Which rule the data breaks. */
export type ValidationRule =
  | 'id'
  | 'root'
  | 'parent'
  | 'cycle'
  | 'duplicate_name'
  | 'malignancy'
  | 'code'
  | 'differential'
  | 'vocabulary'
  | 'language'
  | 'morphology';

/** A fault in the data. With an `error` the ontology is wrong or cannot be built; a `warning` is doubtful. */
export interface ValidationIssue {
  readonly severity: 'error' | 'warning';
  readonly rule: ValidationRule;
  /** The id, data set or label it is about. */
  readonly place: string;
  readonly message: string;
  /** What to do about it. */
  readonly mend: string;
}

/** Checks data without building an ontology from it; never throws for what the data says. */
export function validate(data: OntologyData): readonly ValidationIssue[] {
  const graph = graphIssues(data.conditions);
  return [
    ...graph,
    ...conditionIssues(data.conditions),
    ...nameIssues(data),
    ...morphologyIssues(data.morphology),
    ...vocabularyIssues(data),
    ...languageIssues(data),
  ];
}
