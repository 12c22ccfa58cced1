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
    ...takenAbbreviations(names, abbreviationOwners(data)),
  ];
}

/** The conditions that each abbreviation stands for, by the abbreviation in capitals. */
export function abbreviationOwners({ conditions }: OntologyData): Map<string, readonly string[]> {
  const owners = new Map<string, readonly string[]>();
  for (const { id, abbreviations = [] } of conditions) {
    for (const short of abbreviations) {
      const key = short.toUpperCase();
      owners.set(key, [...(owners.get(key) ?? []), id]);
    }
  }
  return owners;
}

/** Names that are abbreviations of another condition, which would go unheard. */
function takenAbbreviations(
  entries: readonly Named[],
  owners: ReadonlyMap<string, readonly string[]>,
): ValidationIssue[] {
  return entries.flatMap(({ id, name, synonyms }) =>
    [name, ...synonyms].flatMap((each): ValidationIssue[] => {
      const taken = owners.get(each.toUpperCase());
      if (!taken || taken.includes(id)) return [];
      const message = `The name "${each}" is an abbreviation of "${taken.join('" and "')}".`;
      const mend = 'List it under `abbreviations` if it stands for both, or keep it at one.';
      return [{ severity: 'error', rule: 'duplicate_name', place: id, message, mend }];
    }),
  );
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
