import { type Ontology, PhraseIndex, type PhraseMatch } from '@skinr1/ontology';
import type { KnownName } from '../language/name-index.ts';
import { findNamedThings } from '../language/named-things.ts';

const singles = new WeakMap<Ontology, Map<string, PhraseIndex<KnownName>>>();

/**
 * Diseases that a text names. `expected` are looked for by their preferred names even where these are
 * ordinary words ("corn"), which otherwise do not count as diseases.
 */
export function findDiseases(
  text: string,
  ontology: Ontology,
  expected: readonly (string | null)[],
): PhraseMatch<KnownName>[] {
  const whole = { start: 0, end: text.length };
  const found = [...findNamedThings(text, whole, ontology).diseases];
  for (const id of expected) {
    if (id === null || !ontology.has(id)) continue;
    const single = singleIndex(ontology, id);
    for (const match of findNamedThings(text, whole, ontology, single).diseases) {
      const covered = found.some(({ start, end }) => start < match.end && end > match.start);
      if (!covered) found.push(match);
    }
  }
  return found;
}

function singleIndex(ontology: Ontology, id: string): PhraseIndex<KnownName> {
  const ofOntology = singles.get(ontology) ?? new Map<string, PhraseIndex<KnownName>>();
  singles.set(ontology, ofOntology);
  const known = ofOntology.get(id);
  if (known) return known;
  const index = new PhraseIndex<KnownName>();
  const { name } = ontology.get(id);
  index.add(name, { name, ontologyId: id });
  ofOntology.set(id, index);
  return index;
}

/** The text with disease names blanked out, so that "corn" or "blue nevus" is not read as a sign. */
export function maskDiseases(
  text: string,
  ontology: Ontology,
  expected: readonly (string | null)[],
): string {
  let masked = text;
  for (const { start, end } of findDiseases(text, ontology, expected)) {
    masked = `${masked.slice(0, start)}${'_'.repeat(end - start)}${masked.slice(end)}`;
  }
  return masked;
}
