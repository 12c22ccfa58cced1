import type { Ontology } from '@skinr1/ontology';

/** True for a disease and itself, a wider or a narrower one; false where one is `null`. */
export function isSameLine(ontology: Ontology, a: string | null, b: string | null): boolean {
  if (a === null || b === null) return false;
  return a === b || ontology.isAncestor(a, b) || ontology.isAncestor(b, a);
}
