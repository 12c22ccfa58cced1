import type { OntologyData } from '../ontology.ts';
import { normalizedKey } from '../text/normalize.ts';
import type { ValidationIssue } from './validation-issue.ts';

/** Names that two conditions, or two signs, share; such a name resolves to neither. */
export function nameIssues(data: OntologyData): ValidationIssue[] {
  const names = data.conditions.map(({ id, name, synonyms = [], abbreviations = [] }) => ({
    id,
    name,
    synonyms,
    abbreviations,
  }));
  const signs = data.morphology.map(({ id, name, synonyms = [] }) => ({ id, name, synonyms }));
  return [
    ...sharedNames(names, 'duplicate_name'),
    ...sharedNames(signs, 'morphology'),
    ...names.flatMap(repeatedNames),
    ...sharedAbbreviations(names),
  ];
}

interface Named {
  readonly id: string;
  readonly name: string;
  readonly synonyms: readonly string[];
}

function sharedNames(entries: readonly Named[], rule: ValidationIssue['rule']): ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  const owners = new Map<string, string>();
  for (const { id, name, synonyms } of entries) {
    for (const each of [name, ...synonyms]) {
      const key = normalizedKey(each);
      const owner = owners.get(key);
      if (key === '') {
        const message = `The name "${each}" holds no letters or digits.`;
        issues.push({ severity: 'error', rule, place: id, message, mend: 'Correct it.' });
      } else if (owner !== undefined && owner !== id) {
        const message = `The name "${each}" also belongs to "${owner}".`;
        issues.push({ severity: 'error', rule, place: id, message, mend: 'Keep it at one.' });
      }
      owners.set(key, owner ?? id);
    }
  }
  return issues;
}

function repeatedNames({ id, name, synonyms }: Named): ValidationIssue[] {
  const seen = new Set([normalizedKey(name)]);
  const issues: ValidationIssue[] = [];
  for (const synonym of synonyms) {
    const key = normalizedKey(synonym);
    if (seen.has(key)) {
      issues.push({
        severity: 'warning',
        rule: 'duplicate_name',
        place: id,
        message: `The synonym "${synonym}" differs from another of its names in spelling only.`,
        mend: 'Remove it: resolution derives it.',
      });
    }
    seen.add(key);
  }
  return issues;
}

function sharedAbbreviations(
  entries: readonly { readonly id: string; readonly abbreviations: readonly string[] }[],
): ValidationIssue[] {
  const owners = new Map<string, string[]>();
  for (const { id, abbreviations } of entries) {
    for (const short of abbreviations) {
      const ids = owners.get(short);
      if (ids) ids.push(id);
      else owners.set(short, [id]);
    }
  }
  return [...owners]
    .filter(([, ids]) => ids.length > 1)
    .map(([short, ids]) => ({
      severity: 'warning' as const,
      rule: 'duplicate_name' as const,
      place: ids[0] as string,
      message: `The abbreviation "${short}" stands for ${ids.join(' and ')}; it resolves to none.`,
      mend: 'Keep it, if both are in use.',
    }));
}
