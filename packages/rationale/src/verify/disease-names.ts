import type { Ontology } from '@skinr1/ontology';
import { signIndex } from '../language/find-signs.ts';
import { createNameIndex, type KnownName } from '../language/name-index.ts';
import type { PhraseIndex, PhraseMatch } from '../language/phrase-index.ts';

const indexes = new WeakMap<Ontology, PhraseIndex<KnownName>>();

function nameIndex(ontology: Ontology): PhraseIndex<KnownName> {
  const known = indexes.get(ontology);
  if (known) return known;
  const index = createNameIndex(ontology);
  indexes.set(ontology, index);
  return index;
}

/**
 * Diseases that a text names. Sign names win over disease names of the same words ("comedones") and over
 * those inside them ("milia-like cysts").
 */
export function findDiseases(text: string, ontology: Ontology): PhraseMatch<KnownName>[] {
  const signs = signIndex(ontology).find(text);
  return nameIndex(ontology)
    .find(text)
    .filter(
      ({ start, end }) =>
        ontology.resolveMorphology(text.slice(start, end)) === null &&
        !signs.some((sign) => sign.start <= start && sign.end >= end),
    );
}

/** The text with disease names blanked out, so that "blue nevus" is not read as the sign blue. */
export function maskDiseases(text: string, ontology: Ontology): string {
  let masked = text;
  for (const { start, end } of findDiseases(text, ontology)) {
    masked = `${masked.slice(0, start)}${'_'.repeat(end - start)}${masked.slice(end)}`;
  }
  return masked;
}
