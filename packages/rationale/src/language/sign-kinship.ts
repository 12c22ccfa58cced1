import type { Ontology } from '@skinr1/ontology';

/** Signs with the wider ones that they include: silvery scale is scale. */
export function withImplied(signs: readonly string[], ontology: Ontology): string[] {
  return [...new Set(signs.flatMap((sign) => [sign, ...impliedSigns(sign, ontology)]))];
}

/** Ids of wider signs that are there wherever this one is. */
export function impliedSigns(termId: string, ontology: Ontology): readonly string[] {
  return ontology.morphologyTerm(termId)?.implies ?? [];
}

/** Ids of all signs that the ones shown exclude, in the order of the ontology. */
export function contradictedSigns(shown: readonly string[], ontology: Ontology): string[] {
  const excluded = new Set(
    shown.flatMap((sign) => ontology.morphologyTerm(sign)?.contradicts ?? []),
  );
  const terms = excluded.size === 0 ? [] : ontology.morphology();
  return terms.filter(({ id }) => excluded.has(id)).map(({ id }) => id);
}

const kinships = new WeakMap<Ontology, ReadonlyMap<string, ReadonlySet<string>>>();

/** Signs with all that they include, that include them, or that books use for them: a vesicle is a blister. */
export function withKin(signs: Iterable<string>, ontology: Ontology): ReadonlySet<string> {
  const kinship = kinships.get(ontology) ?? kinshipOf(ontology);
  kinships.set(ontology, kinship);
  const kin = new Set<string>();
  for (const sign of signs) {
    kin.add(sign);
    for (const other of kinship.get(sign) ?? []) kin.add(other);
  }
  return kin;
}

/** The kin of each sign. */
function kinshipOf(ontology: Ontology): ReadonlyMap<string, ReadonlySet<string>> {
  const terms = ontology.morphology();
  const kinship = new Map(terms.map(({ id }) => [id, new Set<string>()]));
  for (const { id, implies, family } of terms) {
    const relatives = family === null ? [] : terms.filter((other) => other.family === family);
    for (const other of [...implies, ...relatives.map((relative) => relative.id)]) {
      kinship.get(id)?.add(other);
      kinship.get(other)?.add(id);
    }
  }
  return kinship;
}
