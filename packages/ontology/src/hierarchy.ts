import { InvalidInputError, NotFoundError } from '@skinr1/core';
import type { ConditionRecord } from './data/format.ts';
import type { DiseaseNode } from './types.ts';

/** The graph of conditions: nodes, and sets above and below each, filled when first asked for. */
export interface Hierarchy {
  readonly rootId: string;
  /** Parents before children. */
  readonly nodes: ReadonlyMap<string, DiseaseNode>;
  get(id: string): DiseaseNode;
  path(id: string): readonly string[];
  children(id: string): readonly string[];
  ancestors(id: string): ReadonlySet<string>;
  descendants(id: string): ReadonlySet<string>;
  lowestCommonAncestor(a: string, b: string): string;
}

/** No classification of diseases is nearly as deep; a longer path is a fault in the data. */
const maximumDepth = 64;

/**
 * Builds the graph. Throws InvalidInputError, naming the condition, for a duplicate id, an unknown
 * parent, a cycle, no root or more than one, or a malignancy that nothing on the path states.
 */
export function buildHierarchy(records: readonly ConditionRecord[]): Hierarchy {
  const byId = indexRecords(records);
  const nodes = new Map<string, DiseaseNode>();
  const levels = new Map<string, number>();
  const place = (record: ConditionRecord): void => {
    const primary = record.parents[0];
    const level = primary === undefined ? 1 : (levels.get(primary) as number) + 1;
    if (level > maximumDepth) {
      throw invalid(record.id, `it lies more than ${maximumDepth} levels deep.`, 'Flatten it.');
    }
    levels.set(record.id, level);
    nodes.set(record.id, toNode(record, nodes.get(primary ?? '')));
  };
  for (const record of byId.values()) placeBelowParents(record, byId, nodes, place);
  return new LinkedHierarchy(nodes.keys().next().value as string, nodes);
}

function indexRecords(records: readonly ConditionRecord[]): Map<string, ConditionRecord> {
  const byId = new Map<string, ConditionRecord>();
  for (const record of records) {
    if (byId.has(record.id)) {
      throw invalid(record.id, 'the id is used by two conditions.', 'Rename or merge one of them.');
    }
    byId.set(record.id, record);
  }
  const roots = records.filter((record) => record.parents.length === 0);
  if (roots.length !== 1) {
    const found = roots.map((root) => root.id).join(', ') || 'none';
    throw new InvalidInputError(`a hierarchy needs exactly one root, found ${found}.`, {
      mend: 'Give every condition but one a parent.',
    });
  }
  return byId;
}

/**
 * Places a condition once all above it are; `place` adds it to `placed`. Depth-first without recursion, so that
 * a hostile chain of parents cannot exhaust the stack.
 */
function placeBelowParents(
  start: ConditionRecord,
  byId: ReadonlyMap<string, ConditionRecord>,
  placed: ReadonlyMap<string, unknown>,
  place: (record: ConditionRecord) => void,
): void {
  if (placed.has(start.id)) return;
  if (start.parents.every((parent) => placed.has(parent))) {
    place(start);
    return;
  }
  const open = new Set([start.id]);
  const stack = [start];
  for (let record = start; stack.length > 0; record = stack.at(-1) as ConditionRecord) {
    const parentId = record.parents.find((id) => !placed.has(id));
    if (parentId === undefined) {
      place(record);
      stack.pop();
      continue;
    }
    const parent = byId.get(parentId);
    if (!parent) {
      throw invalid(record.id, `its parent "${parentId}" does not exist.`, 'Add or correct it.');
    }
    if (open.has(parentId)) {
      throw invalid(record.id, `it is above itself through "${parentId}".`, 'Remove that parent.');
    }
    open.add(parentId);
    stack.push(parent);
  }
}

function toNode(record: ConditionRecord, primary: DiseaseNode | undefined): DiseaseNode {
  const malignancy = record.malignancy ?? primary?.malignancy;
  if (malignancy === undefined) {
    throw invalid(record.id, 'no malignancy is stated.', 'State one at the root.');
  }
  return {
    id: record.id,
    name: record.name,
    synonyms: record.synonyms ?? [],
    abbreviations: record.abbreviations ?? [],
    parents: record.parents,
    malignancy,
    malignancyFrom: record.malignancy ? record.id : (primary as DiseaseNode).malignancyFrom,
    malignancyReason:
      record.malignancyReason ?? (record.malignancy ? null : (primary?.malignancyReason ?? null)),
    codes: record.codes ?? [],
  };
}

/** The children of every condition that has some, in the order of the nodes. */
function listChildren(nodes: Iterable<DiseaseNode>): ReadonlyMap<string, readonly string[]> {
  const children = new Map<string, string[]>();
  for (const { id, parents } of nodes) {
    for (const parent of parents) {
      const siblings = children.get(parent);
      if (siblings) siblings.push(id);
      else children.set(parent, [id]);
    }
  }
  return children;
}

class LinkedHierarchy implements Hierarchy {
  readonly rootId: string;
  readonly nodes: ReadonlyMap<string, DiseaseNode>;
  private readonly paths = new Map<string, readonly string[]>();
  private childLists: ReadonlyMap<string, readonly string[]> | undefined;
  private readonly above = new Map<string, ReadonlySet<string>>();
  private readonly below = new Map<string, ReadonlySet<string>>();

  constructor(rootId: string, nodes: ReadonlyMap<string, DiseaseNode>) {
    this.rootId = rootId;
    this.nodes = nodes;
  }

  get(id: string): DiseaseNode {
    const node = this.nodes.get(id);
    if (!node) {
      throw new NotFoundError(`no condition has the id "${id.slice(0, 80)}".`, {
        mend: 'Use `resolve(label)` to find the id of a name.',
      });
    }
    return node;
  }

  path(id: string): readonly string[] {
    const known = this.paths.get(id);
    if (known) return known;
    const primary = this.get(id).parents[0];
    const path = [...(primary === undefined ? [] : this.path(primary)), id];
    this.paths.set(id, path);
    return path;
  }

  children(id: string): readonly string[] {
    this.get(id);
    this.childLists ??= listChildren(this.nodes.values());
    return this.childLists.get(id) ?? [];
  }

  ancestors(id: string): ReadonlySet<string> {
    return this.closure(id, this.above, (each) => this.get(each).parents);
  }

  descendants(id: string): ReadonlySet<string> {
    return this.closure(id, this.below, (each) => this.children(each));
  }

  private closure(
    id: string,
    cache: Map<string, ReadonlySet<string>>,
    step: (id: string) => readonly string[],
  ): ReadonlySet<string> {
    const known = cache.get(id);
    if (known) return known;
    const found = new Set<string>();
    const pending = [...step(id)];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (found.has(next)) continue;
      found.add(next);
      for (const each of step(next)) pending.push(each);
    }
    cache.set(id, found);
    return found;
  }

  lowestCommonAncestor(a: string, b: string): string {
    const aboveA = this.ancestors(a);
    const aboveB = this.ancestors(b);
    if (a === b || aboveB.has(a)) return a;
    if (aboveA.has(b)) return b;
    let best = this.rootId;
    for (const id of aboveA) {
      if (!aboveB.has(id)) continue;
      const deeper = this.path(id).length - this.path(best).length;
      if (deeper > 0 || (deeper === 0 && id < best)) best = id;
    }
    return best;
  }
}

function invalid(id: string, message: string, mend: string): InvalidInputError {
  return new InvalidInputError(message, { source: 'ontology', place: `condition "${id}"`, mend });
}
