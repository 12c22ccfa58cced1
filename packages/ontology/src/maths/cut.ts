import { checkWholeNumber } from '@skinr1/core';
import type { Ontology } from '../types.ts';

/** A partition of the conditions: every one belongs to exactly one class. */
export interface Cut {
  /** Ids that stand for their class, in the order of the hierarchy. */
  readonly classes: readonly string[];
  /** The class of a condition. Throws NotFoundError for an unknown id. */
  classOf(id: string): string;
}

/**
 * Cuts the tree of primary parents at a depth: conditions at it stand for everything below them, and
 * those above it for themselves. Depth 0 puts everything in the root's class.
 */
export function cutAtDepth(ontology: Ontology, depth: number): Cut {
  checkWholeNumber('depth', depth, 0);
  return cut(ontology, (path) => path[Math.min(depth, path.length - 1)] as string);
}

/**
 * Cuts the tree at chosen conditions: each stands for everything below it that is not below a deeper
 * chosen one; conditions below none belong to the root.
 */
export function cutAtNodes(ontology: Ontology, ids: Iterable<string>): Cut {
  const chosen = new Set<string>();
  for (const id of ids) chosen.add(ontology.get(id).id);
  chosen.add(ontology.rootId);
  return cut(ontology, (path) => path.findLast((id) => chosen.has(id)) as string);
}

function cut(ontology: Ontology, choose: (path: readonly string[]) => string): Cut {
  const classes = new Set<string>();
  for (const { id } of ontology.nodes()) classes.add(choose(ontology.path(id)));
  return { classes: [...classes], classOf: (id) => choose(ontology.path(id)) };
}
