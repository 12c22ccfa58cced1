import type { TextRange } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import { findSigns } from '../language/find-signs.ts';
import { findNamedThings } from '../language/named-things.ts';
import { splitSentences } from '../language/sentences.ts';
import { signIndex } from '../language/sign-index.ts';
import { isGeneralStatement } from './figure-kind.ts';

/** The disease whose picture a caption describes. */
export interface Depicted {
  readonly ontologyId: string | null;
  /** Its names, as the section gives them. */
  readonly names: readonly string[];
}

/**
 * The signs that a caption says to be seen: affirmed without reserve, of the picture and not of the disease in
 * general, and not one of several by "or". The name of a variety says what is seen too ("papular syphilid" in a
 * section on syphilis, by the caption's or the ontology's name of it); the section's own name does not.
 */
export function captionSigns(
  text: string,
  caption: TextRange,
  depicted: Depicted,
  ontology: Ontology,
): string[] {
  const found = new Set<string>();
  for (const sentence of splitSentences(text, caption)) {
    if (isGeneralStatement(text.slice(sentence.start, sentence.end))) continue;
    const signs = findSigns(text, sentence, ontology);
    const kinds = new Set(signs.map(({ termId }) => termId));
    if (kinds.size > 1 && /\sor\s/i.test(text.slice(sentence.start, sentence.end))) continue;
    for (const { termId, frequency } of signs) if (frequency === 'typical') found.add(termId);
    for (const termId of varietySigns(text, sentence, depicted, ontology)) found.add(termId);
  }
  return [...found];
}

/** A sign as an adjective, as names of varieties have it. */
const adjective = /(?:ular|ous|ed|ing)$/i;

/** Signs that a variety of the depicted disease is named by, in the caption or by the ontology. */
function varietySigns(
  text: string,
  sentence: TextRange,
  { ontologyId, names }: Depicted,
  ontology: Ontology,
): string[] {
  if (ontologyId === null || !ontology.has(ontologyId)) return [];
  const signsOfNames = new Set(names.flatMap((name) => adjectiveSigns(name, ontology)));
  return findNamedThings(text, sentence, ontology).diseases.flatMap(({ start, end, value }) => {
    const id = value.ontologyId;
    if (id === null || !(id === ontologyId || ontology.isAncestor(ontologyId, id))) return [];
    const written = adjectiveSigns(text.slice(start, end), ontology);
    const known = id === ontologyId ? [] : adjectiveSigns(value.name, ontology);
    return [...written, ...known].filter((termId) => !signsOfNames.has(termId));
  });
}

function adjectiveSigns(name: string, ontology: Ontology): string[] {
  return signIndex(ontology)
    .find(name, { start: 0, end: name.length })
    .filter(({ start, end }) => adjective.test(name.slice(start, end)))
    .map(({ value }) => value);
}
