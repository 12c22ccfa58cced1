import type { OntologyData } from '../ontology.ts';
import type { ValidationIssue } from './validation-issue.ts';

/** Labels of data sets that point nowhere, twice, or to nothing without saying why. */
export function vocabularyIssues(data: OntologyData): ValidationIssue[] {
  const ids = new Set(data.conditions.map((record) => record.id));
  const issues: ValidationIssue[] = [];
  const seenDatasets = new Set<string>();
  for (const { dataset, labels } of data.vocabularies) {
    const report = (place: string, message: string, mend: string): void => {
      issues.push({ severity: 'error', rule: 'vocabulary', place, message, mend });
    };
    if (seenDatasets.has(dataset)) report(dataset, 'Two maps have this name.', 'Merge them.');
    seenDatasets.add(dataset);
    const targets = new Map<string, string | null>();
    for (const { label, id, note } of labels) {
      const place = `${dataset}: ${label}`;
      if (id !== null && !ids.has(id)) {
        report(place, `It points to "${id}", which does not exist.`, 'Correct the id.');
      }
      if (id === null && !note) {
        report(place, 'It points to no condition and no note says why.', 'Add a note.');
      }
      if (targets.has(label)) report(place, 'The label is listed twice.', 'Remove one.');
      targets.set(label, id);
    }
  }
  return issues;
}
