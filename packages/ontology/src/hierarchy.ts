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
  const ordered = orderParentsFirst(byId);
  const nodes = new Map<string, DiseaseNode>();
  const paths = new Map<string, readonly string[]>();
  const children = new Map<string, string[]>(ordered.map((record) => [record.id, []]));
  for (const record of ordered) {
    const primary = record.parents[0];
    const above = primary === undefined ? null : (nodes.get(primary) as DiseaseNode);
    nodes.set(record.id, toNode(record, above));
    const path = [...(primary === undefined ? [] : (paths.get(primary) ?? [])), record.id];
    if (path.length > maximumDepth) {
      throw invalid(record.id, `it lies more than ${maximumDepth} levels deep.`, 'Flatten it.');
    }
    paths.set(record.id, path);
    for (const parent of record.parents) children.get(parent)?.push(record.id);
  }
  return new LinkedHierarchy((ordered[0] as ConditionRecord).id, nodes, paths, children);
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

/** Depth-first order without recursion, so that a hostile chain of parents cannot exhaust the stack. */
function orderParentsFirst(byId: ReadonlyMap<string, ConditionRecord>): ConditionRecord[] {
  const ordered: ConditionRecord[] = [];
  const state = new Map<string, 'open' | 'done'>();
  for (const start of byId.values()) {
    if (state.has(start.id)) continue;
    if (start.parents.every((parent) => state.get(parent) === 'done')) {
      state.set(start.id, 'done');
      ordered.push(start);
      continue;
    }
    const stack = [{ record: start, next: 0 }];
    while (stack.length > 0) {
      const top = stack[stack.length - 1] as { record: ConditionRecord; next: number };
      const { record } = top;
      if (state.get(record.id) === 'done') {
        stack.pop();
        continue;
      }
      state.set(record.id, 'open');
      const parentId = record.parents[top.next++];
      if (parentId === undefined) {
        state.set(record.id, 'done');
        ordered.push(record);
        stack.pop();
        continue;
      }
      const parent = byId.get(parentId);
      if (!parent) {
        throw invalid(record.id, `its parent "${parentId}" does not exist.`, 'Add or correct it.');
      }
      if (state.get(parentId) === 'open') {
        throw invalid(
          record.id,
          `it is above itself through "${parentId}".`,
          'Remove that parent.',
        );
      }
      stack.push({ record: parent, next: 0 });
    }
  }
  return ordered;
}

function toNode(record: ConditionRecord, primary: DiseaseNode | null): DiseaseNode {
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

class LinkedHierarchy implements Hierarchy {
  readonly rootId: string;
  readonly nodes: ReadonlyMap<string, DiseaseNode>;
  private readonly paths: ReadonlyMap<string, readonly string[]>;
  private readonly childLists: ReadonlyMap<string, readonly string[]>;
  private readonly above = new Map<string, ReadonlySet<string>>();
  private readonly below = new Map<string, ReadonlySet<string>>();

  constructor(
    rootId: string,
    nodes: ReadonlyMap<string, DiseaseNode>,
    paths: ReadonlyMap<string, readonly string[]>,
    children: ReadonlyMap<string, readonly string[]>,
  ) {
    this.rootId = rootId;
    this.nodes = nodes;
    this.paths = paths;
    this.childLists = children;
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
    return this.paths.get(id) ?? this.path(this.get(id).id);
  }

  children(id: string): readonly string[] {
    this.get(id);
    return this.childLists.get(id) as readonly string[];
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
