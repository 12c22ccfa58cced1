import type { LanguageNames } from '../data/format.ts';
import type { OntologyData } from '../ontology.ts';
import { nameKeys } from '../resolve/foreign-words.ts';
import type { ValidationIssue } from './validation-issue.ts';

/** Names in other languages that point nowhere, or that two conditions share in one language. */
export function languageIssues({ conditions, languages = [] }: OntologyData): ValidationIssue[] {
  const ids = new Set(conditions.map((record) => record.id));
  return languages.flatMap((language) => issuesOf(language, ids));
}

function issuesOf({ language, names }: LanguageNames, ids: ReadonlySet<string>): ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  const report = (place: string, message: string, mend: string): void => {
    issues.push({ severity: 'error', rule: 'language', place, message, mend });
  };
  const owners = new Map<string, string>();
  for (const [id, list] of Object.entries(names)) {
    const place = `${language}: ${id}`;
    if (!ids.has(id)) report(place, 'There is no such condition.', 'Correct the id.');
    for (const key of list.flatMap(nameKeys)) {
      const owner = owners.get(key);
      if (key === '') report(place, 'A name holds no letters or digits.', 'Correct it.');
      else if (owner !== undefined && owner !== id) {
        report(place, `The name "${key}" also belongs to "${owner}".`, 'Keep it at one.');
      }
      owners.set(key, owner ?? id);
    }
  }
  return issues;
}
