import type { ConditionRecord } from '../data/format.ts';
import type { ValidationIssue } from './validation-issue.ts';

/** Ids, parents, roots and cycles. */
export function graphIssues(records: readonly ConditionRecord[]): ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  const byId = new Map<string, ConditionRecord>();
  const error = (
    rule: ValidationIssue['rule'],
    place: string,
    message: string,
    mend: string,
  ): void => {
    issues.push({ severity: 'error', rule, place, message, mend });
  };
  for (const record of records) {
    if (byId.has(record.id)) error('id', record.id, 'Two conditions have this id.', 'Merge them.');
    byId.set(record.id, record);
    if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(record.id)) {
      error('id', record.id, 'The id is not in kebab case.', 'Use a-z, 0-9 and single hyphens.');
    }
  }
  const roots = records.filter((record) => record.parents.length === 0);
  if (roots.length === 0) error('root', '', 'No condition is without parents.', 'Add a root.');
  for (const extra of roots.slice(1)) {
    error('root', extra.id, 'A second condition without parents.', 'Give it a parent.');
  }
  for (const { id, parents } of records) {
    for (const parent of new Set(parents)) {
      if (!byId.has(parent)) {
        error('parent', id, `Its parent "${parent}" does not exist.`, 'Add or correct it.');
      }
    }
    if (new Set(parents).size !== parents.length) {
      error('parent', id, 'It names a parent twice.', 'Remove one.');
    }
  }
  for (const cycle of findCycles(byId)) {
    const names = [...cycle, cycle[0]].join(' → ');
    error('cycle', cycle[0] as string, `It is above itself: ${names}.`, 'Remove one parent.');
  }
  return [...issues, ...redundantParents(byId)];
}

/** A further parent that already lies above the primary one says nothing new. */
function redundantParents(byId: ReadonlyMap<string, ConditionRecord>): ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  for (const { id, parents } of byId.values()) {
    for (const parent of parents) {
      const through = parents.find((other) => other !== parent && isAbove(byId, parent, other));
      if (through === undefined) continue;
      issues.push({
        severity: 'warning',
        rule: 'parent',
        place: id,
        message: `Its parent "${parent}" is already above its parent "${through}".`,
        mend: `Remove "${parent}".`,
      });
    }
  }
  return issues;
}

function isAbove(byId: ReadonlyMap<string, ConditionRecord>, above: string, id: string): boolean {
  const seen = new Set<string>();
  const pending = [...(byId.get(id)?.parents ?? [])];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next === above) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    for (const parent of byId.get(next)?.parents ?? []) pending.push(parent);
  }
  return false;
}

/** One cycle per condition that closes one, found depth first without recursion. */
function findCycles(byId: ReadonlyMap<string, ConditionRecord>): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  for (const start of byId.keys()) {
    const trail: { id: string; next: number }[] = done.has(start) ? [] : [{ id: start, next: 0 }];
    const open = new Set<string>(trail.map((each) => each.id));
    while (trail.length > 0) {
      const top = trail[trail.length - 1] as { id: string; next: number };
      const parent = byId.get(top.id)?.parents[top.next++];
      if (parent === undefined) {
        done.add(top.id);
        open.delete(top.id);
        trail.pop();
      } else if (open.has(parent)) {
        cycles.push(trail.slice(trail.findIndex((each) => each.id === parent)).map((e) => e.id));
      } else if (!done.has(parent) && byId.has(parent)) {
        open.add(parent);
        trail.push({ id: parent, next: 0 });
      }
    }
  }
  return cycles;
}
