import type { Ontology } from '@skinr1/ontology';
import { isSameLine } from '../ddx/same-line.ts';
import { diseaseKey, type KnownName } from '../language/name-index.ts';
import type { DiseaseSection } from './disease-sections.ts';

/** Tells of a name whether it means the disease of a section, or a wider or narrower one. */
export function ownNameTest(
  { names, ontologyId }: DiseaseSection,
  ontology: Ontology,
): (name: KnownName) => boolean {
  const keys = new Set(
    names.flatMap(({ name }) => [
      diseaseKey({ name, ontologyId }),
      diseaseKey({ name, ontologyId: null }),
    ]),
  );
  return (name) => keys.has(diseaseKey(name)) || isSameLine(ontology, name.ontologyId, ontologyId);
}
