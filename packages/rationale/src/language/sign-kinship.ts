import type { Ontology } from '@skinr1/ontology';

/** Signs with the wider ones that they include: silvery scale is scale. */
export function withImplied(signs: readonly string[], ontology: Ontology): string[] {
  return [...new Set(signs.flatMap((sign) => [sign, ...impliedSigns(sign, ontology)]))];
}

/** Ids of wider signs that are there wherever this one is. */
export function impliedSigns(termId: string, ontology: Ontology): readonly string[] {
  return ontology.morphologyTerm(termId)?.implies ?? [];
}

/** True if one of the signs shown excludes this one. */
export function isContradicted(
  termId: string,
  shown: readonly string[],
  ontology: Ontology,
): boolean {
  const others = ontology.morphologyTerm(termId)?.contradicts ?? [];
  return others.some((other) => shown.includes(other));
}

/** Ids of all signs that the ones shown exclude. */
export function contradictedSigns(shown: readonly string[], ontology: Ontology): string[] {
  return ontology
    .morphology()
    .filter(({ id }) => isContradicted(id, shown, ontology))
    .map(({ id }) => id);
}

/** True if books use the two signs for one another. */
export function areOneFamily(a: string, b: string, ontology: Ontology): boolean {
  const family = ontology.morphologyTerm(a)?.family ?? null;
  return family !== null && family === ontology.morphologyTerm(b)?.family;
}

/** True if one sign is the other, includes it, or books use the two for one another: a vesicle is a blister. */
export function areKin(a: string, b: string, ontology: Ontology): boolean {
  return (
    a === b ||
    impliedSigns(a, ontology).includes(b) ||
    impliedSigns(b, ontology).includes(a) ||
    areOneFamily(a, b, ontology)
  );
}
