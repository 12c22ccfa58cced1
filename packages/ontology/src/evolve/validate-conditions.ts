import type { ConditionRecord, NodeMalignancy } from '../data/format.ts';
import { speaksOfMalignancy } from '../resolve/safety.ts';
import { words } from '../text/normalize.ts';
import type { ValidationIssue } from './validation-issue.ts';

/** Malignancy, codes and differentials of each condition. */
export function conditionIssues(records: readonly ConditionRecord[]): ValidationIssue[] {
  const byId = new Map(records.map((record) => [record.id, record]));
  const classOf = createClassLookup(byId);
  return [
    ...records.flatMap((record) => malignancyIssues(record, classOf)),
    ...codeIssues(records),
    ...records.flatMap((record) => differentialIssues(record, byId)),
  ];
}

/** The class of a condition; `null` for an unknown id, or where none is stated. */
type ClassOf = (id: string) => NodeMalignancy | null;

/** Looks classes up: a condition's own, or that of the nearest primary ancestor that states one. */
function createClassLookup(byId: ReadonlyMap<string, ConditionRecord>): ClassOf {
  const known = new Map<string, NodeMalignancy | null>();
  return (id) => {
    const trail: string[] = [];
    let found: NodeMalignancy | null = null;
    for (let at = byId.get(id); at; at = byId.get(at.parents[0] ?? '')) {
      const remembered = known.get(at.id);
      if (remembered !== undefined || at.malignancy) {
        found = at.malignancy ?? remembered ?? null;
        break;
      }
      // Remembered as none until the walk ends, which also ends it on a cycle.
      known.set(at.id, null);
      trail.push(at.id);
    }
    for (const each of trail) known.set(each, found);
    return found;
  };
}

const isHarmless = (malignancy: NodeMalignancy | null): boolean =>
  malignancy === 'benign' || malignancy === 'not_neoplastic';

function malignancyIssues(record: ConditionRecord, classOf: ClassOf): ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  const report = (message: string, mend: string): void => {
    issues.push({ severity: 'error', rule: 'malignancy', place: record.id, message, mend });
  };
  const malignancy = classOf(record.id);
  const reasoned = record.malignancyReason !== undefined;
  if (malignancy === null) report('No malignancy is stated on its path.', 'State one.');
  if (malignancy === 'variable' && !record.malignancy) {
    report('It inherits "variable" from its parent.', 'State its own malignancy.');
  }
  if (record.malignancy === 'variable' && !reasoned) {
    report('Its malignancy varies and no reason is given.', 'Add `malignancyReason`.');
  }
  for (const parent of record.parents) {
    const above = classOf(parent);
    const conflict =
      (isHarmless(above) && malignancy !== above && !isHarmless(malignancy)) ||
      (above === 'malignant' && malignancy !== 'malignant');
    if (conflict && malignancy !== null && !reasoned) {
      report(
        `It is ${malignancy} below "${parent}", which is ${above}.`,
        'Correct one, move it, or give `malignancyReason`.',
      );
    }
  }
  const alarming = words(record.name).find(speaksOfMalignancy);
  if (alarming && isHarmless(malignancy) && !reasoned) {
    report(`Its name says "${alarming}" but it is ${malignancy}.`, 'Correct it or give a reason.');
  }
  return issues;
}

const codeShapes: Readonly<Record<string, RegExp>> = {
  'ICD-10': /^[A-Z]\d{2}(?:\.\d{1,2})?$/,
  'ICD-11': /^[0-9A-Z]{4}(?:\.[0-9A-Z]{1,2})?$/,
  DOID: /^DOID:\d+$/,
};

function codeIssues(records: readonly ConditionRecord[]): ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  const owners = new Map<string, string>();
  for (const { id, codes = [] } of records) {
    for (const { system, code, match } of codes) {
      if (!codeShapes[system]?.test(code)) {
        const message = `"${code}" is not a code of ${system}.`;
        issues.push({ severity: 'error', rule: 'code', place: id, message, mend: 'Correct it.' });
      }
      const owner = owners.get(`${system} ${code}`);
      if (match === 'exact' && owner !== undefined && owner !== id) {
        issues.push({
          severity: 'error',
          rule: 'code',
          place: id,
          message: `${system} ${code} is an exact match of "${owner}" too.`,
          mend: 'Make one of them broad or narrow.',
        });
      }
      if (match === 'exact') owners.set(`${system} ${code}`, id);
    }
  }
  return issues;
}

function differentialIssues(
  record: ConditionRecord,
  byId: ReadonlyMap<string, ConditionRecord>,
): ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  const seen = new Set<string>();
  for (const { id, sign } of record.differentials ?? []) {
    const faults = [
      !byId.has(id) && `Its differential "${id}" does not exist.`,
      id === record.id && 'It is its own differential.',
      seen.has(id) && `Its differential "${id}" is listed twice.`,
      sign.trim() === '' && `Its differential "${id}" names no sign.`,
    ];
    for (const message of faults) {
      if (typeof message !== 'string') continue;
      const mend = 'Correct or remove it.';
      issues.push({ severity: 'error', rule: 'differential', place: record.id, message, mend });
    }
    seen.add(id);
  }
  return issues;
}
