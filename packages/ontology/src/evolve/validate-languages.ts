import type { LanguageNames } from '../data/format.ts';
import type { OntologyData } from '../ontology.ts';
import { nameKeys } from '../resolve/foreign-words.ts';
import { normalizedKey } from '../text/normalize.ts';
import { abbreviationOwners } from './validate-names.ts';
import type { ValidationIssue } from './validation-issue.ts';

/** Names in other languages that point nowhere, or that two conditions share in one language. */
export function languageIssues(data: OntologyData): ValidationIssue[] {
  const { conditions, languages = [] } = data;
  const ids = new Set(conditions.map((record) => record.id));
  const english = englishOwners(data);
  return languages.flatMap((language) => [
    ...issuesOf(language, ids),
    ...clashesWithEnglish(language, english),
  ]);
}

/** The conditions that English names and abbreviations belong to. */
function englishOwners(data: OntologyData): ReadonlyMap<string, readonly string[]> {
  const owners = abbreviationOwners(data);
  for (const { id, name, synonyms = [] } of data.conditions) {
    for (const each of [name, ...synonyms]) {
      const key = normalizedKey(each);
      owners.set(key, [...(owners.get(key) ?? []), id]);
    }
  }
  return owners;
}

/**
 * Names that are another condition's in English, which goes before the other languages. Two languages may
 * name two conditions by one word ("rubeola"), so this is a warning in the data; an overlay may add none.
 */
function clashesWithEnglish(
  { language, names }: LanguageNames,
  owners: ReadonlyMap<string, readonly string[]>,
): ValidationIssue[] {
  return Object.entries(names).flatMap(([id, list]) =>
    list.flatMap((name): ValidationIssue[] => {
      const taken = owners.get(normalizedKey(name)) ?? owners.get(name.toUpperCase());
      if (!taken || taken.includes(id)) return [];
      const place = `${language}: ${id}`;
      const message = `The name "${name}" also belongs to "${taken.join('" and "')}" in English.`;
      return [{ severity: 'warning', rule: 'language', place, message, mend: 'Keep it at one.' }];
    }),
  );
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
