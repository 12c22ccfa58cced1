import type { OntologyData } from '../ontology.ts';
import { conditionIssues } from './validate-conditions.ts';
import { graphIssues } from './validate-graph.ts';
import { languageIssues } from './validate-languages.ts';
import { morphologyIssues } from './validate-morphology.ts';
import { nameIssues } from './validate-names.ts';
import { vocabularyIssues } from './validate-vocabularies.ts';
import type { ValidationIssue } from './validation-issue.ts';

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
