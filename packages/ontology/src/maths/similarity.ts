import type { Ontology } from '../types.ts';

/*
 * How alike two conditions are, from where they sit in the hierarchy. Each is symmetric, lies in [0, 1]
 * and is 1 only for a condition and itself. Depth counts nodes from the root (the root has 1), along
 * primary parents; with several parents the deepest common ancestor over all of them is used.
 */

/** Number of nodes from the root to the condition, both included. */
function level(ontology: Ontology, id: string): number {
  return ontology.path(id).length;
}

/**
 * Wu–Palmer similarity: 2·N3 / (N1 + N2 + 2·N3), where N3 is the number of nodes from the root to the
 * lowest common ancestor c, N1 and N2 the edges from each condition up to c
 * (Wu & Palmer, Verb semantics and lexical selection, 1994).
 */
export function wuPalmer(ontology: Ontology, a: string, b: string): number {
  if (a === b) return ontology.get(a) ? 1 : 0;
  const common = level(ontology, ontology.lowestCommonAncestor(a, b));
  return (2 * common) / (pathDistance(ontology, a, b) + 2 * common);
}

/** Fewest edges, over all parents, from the condition up to its lowest common ancestor with another. */
function stepsUp(ontology: Ontology, id: string, other: string): number {
  const goal = ontology.lowestCommonAncestor(id, other);
  let frontier = [id];
  for (let steps = 0; ; steps++) {
    if (frontier.includes(goal)) return steps;
    frontier = [...new Set(frontier.flatMap((each) => ontology.parents(each)))];
  }
}

/** Number of edges from one to the other through their lowest common ancestor. */
export function pathDistance(ontology: Ontology, a: string, b: string): number {
  return stepsUp(ontology, a, b) + stepsUp(ontology, b, a);
}

/** Path similarity: 1 / (1 + {@link pathDistance}) (Rada et al., 1989). */
export function pathSimilarity(ontology: Ontology, a: string, b: string): number {
  return 1 / (1 + pathDistance(ontology, a, b));
}

/**
 * Intrinsic information content: 1 − ln(descendants + 1) / ln(nodes), in [0, 1]; the root has 0, a leaf 1
 * (Seco, Veale & Hayes, 2004). Needs no corpus.
 */
export function informationContent(ontology: Ontology, id: string): number {
  if (ontology.size === 1) return 0;
  return 1 - Math.log(ontology.descendants(id).size + 1) / Math.log(ontology.size);
}

/**
 * Information content from counts: −ln(n(id) / n(root)), n counting the condition and everything below
 * it (Resnik, 1995). `null` where nothing was counted.
 */
export function corpusInformationContent(
  ontology: Ontology,
  id: string,
  counts: ReadonlyMap<string, number>,
): number | null {
  const total = (at: string): number => {
    let sum = counts.get(at) ?? 0;
    for (const below of ontology.descendants(at)) sum += counts.get(below) ?? 0;
    return sum;
  };
  const count = total(id);
  return count === 0 ? null : -Math.log(count / total(ontology.rootId)) + 0;
}

/**
 * Lin similarity with intrinsic information content: 2·IC(c) / (IC(a) + IC(b)) (Lin, 1998), c the most
 * informative common ancestor.
 */
export function linSimilarity(ontology: Ontology, a: string, b: string): number {
  if (a === b) return ontology.get(a) ? 1 : 0;
  const sum = informationContent(ontology, a) + informationContent(ontology, b);
  if (sum === 0) return 0;
  return (2 * sharedInformation(ontology, a, b)) / sum;
}

function sharedInformation(ontology: Ontology, a: string, b: string): number {
  const aboveB = new Set([b, ...ontology.ancestors(b)]);
  let best = 0;
  for (const id of [a, ...ontology.ancestors(a)]) {
    if (aboveB.has(id)) best = Math.max(best, informationContent(ontology, id));
  }
  return best;
}
