import type { ConditionRecord } from '../data/format.ts';

/** One field of a condition that changed. */
export interface FieldChange {
  readonly id: string;
  readonly field:
    | 'name'
    | 'parents'
    | 'malignancy'
    | 'synonyms'
    | 'abbreviations'
    | 'codes'
    | 'differentials';
  readonly before: string;
  readonly after: string;
}

/** What changed from one version to another, each list in the order of ids. */
export interface OntologyDiff {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly FieldChange[];
}

const fields = {
  name: (record) => [record.name],
  // The first parent is the primary one, so order counts.
  parents: (record) => [record.parents.join(', ')],
  malignancy: (record) => [record.malignancy ?? 'inherited'],
  synonyms: (record) => record.synonyms ?? [],
  abbreviations: (record) => record.abbreviations ?? [],
  codes: (record) => (record.codes ?? []).map((c) => `${c.system} ${c.code} (${c.match})`),
  differentials: (record) => (record.differentials ?? []).map((d) => `${d.id}: ${d.sign}`),
} as const satisfies Record<FieldChange['field'], (record: ConditionRecord) => readonly string[]>;

/** Compares two versions of the conditions. Lists other than parents are compared without order. */
export function diffConditions(
  before: readonly ConditionRecord[],
  after: readonly ConditionRecord[],
): OntologyDiff {
  const old = new Map(before.map((record) => [record.id, record]));
  const current = new Map(after.map((record) => [record.id, record]));
  const byId = (a: string, b: string): number => (a < b ? -1 : 1);
  const changed: FieldChange[] = [];
  for (const id of [...current.keys()].sort(byId)) {
    const was = old.get(id);
    const is = current.get(id);
    if (!was || !is) continue;
    for (const field of Object.keys(fields) as FieldChange['field'][]) {
      const textOf = (record: ConditionRecord): string =>
        [...fields[field](record)].sort().join('; ');
      if (textOf(was) !== textOf(is)) {
        changed.push({ id, field, before: textOf(was), after: textOf(is) });
      }
    }
  }
  return {
    added: [...current.keys()].filter((id) => !old.has(id)).sort(byId),
    removed: [...old.keys()].filter((id) => !current.has(id)).sort(byId),
    changed,
  };
}
