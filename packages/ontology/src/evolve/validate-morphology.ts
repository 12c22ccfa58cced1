import type { MorphologyRecord } from '../data/format.ts';
import { normalizedKey } from '../text/normalize.ts';
import type { ValidationIssue } from './validation-issue.ts';

/** Kin that does not exist or contradicts itself, and wordings that name another sign. */
export function morphologyIssues(records: readonly MorphologyRecord[]): ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  const byId = new Map(records.map((record) => [record.id, record]));
  const owners = new Map<string, string>();
  for (const { id, name, synonyms = [] } of records) {
    for (const each of [name, ...synonyms]) owners.set(normalizedKey(each), id);
  }
  for (const { id, implies = [], contradicts = [], wordings = [] } of records) {
    const report = (message: string, mend = 'Correct or remove it.'): void => {
      issues.push({ severity: 'error', rule: 'morphology', place: id, message, mend });
    };
    for (const other of [...implies, ...contradicts]) {
      if (!byId.has(other)) report(`Its kin "${other}" does not exist.`);
      else if (other === id) report('It is kin to itself.');
    }
    for (const other of implies) {
      if (contradicts.includes(other)) report(`It implies and contradicts "${other}".`);
      if (byId.get(other)?.implies?.includes(id)) report(`It and "${other}" imply each other.`);
    }
    for (const wording of wordings) {
      const key = normalizedKey(wording);
      const owner = owners.get(key);
      if (key === '') report(`The wording "${wording}" holds no letters or digits.`);
      else if (owner !== undefined && owner !== id) {
        report(`The wording "${wording}" also belongs to "${owner}".`, 'Keep it at one.');
      }
      owners.set(key, owner ?? id);
    }
  }
  return issues;
}
