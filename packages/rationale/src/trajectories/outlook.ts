import type { Ontology } from '@skinr1/ontology';

/** What a sign tells at a glance, by itself no finding; `null` for every other sign. */
export function outlookOf(termId: string, ontology: Ontology): 'color' | 'outline' | null {
  const group = ontology.morphologyTerm(termId)?.group;
  return group === 'color' || group === 'outline' ? group : null;
}

/** True for the sign of a color. */
export function isColor(termId: string, ontology: Ontology): boolean {
  return outlookOf(termId, ontology) === 'color';
}
