import type { TextRange } from '@skinr1/core';
import type { Ontology, PhraseIndex, PhraseMatch } from '@skinr1/ontology';
import { createNameIndex, type KnownName } from './name-index.ts';
import { signIndex } from './sign-index.ts';

/** What a text names: diseases and signs, each word counted for one of them only. */
export interface NamedThings {
  readonly diseases: readonly PhraseMatch<KnownName>[];
  readonly signs: readonly PhraseMatch<string>[];
}

const ontologyIndexes = new WeakMap<Ontology, PhraseIndex<KnownName>>();

/** The ontology's disease names as an index; built once. */
export function diseaseIndex(ontology: Ontology): PhraseIndex<KnownName> {
  const known = ontologyIndexes.get(ontology);
  if (known) return known;
  const index = createNameIndex(ontology);
  ontologyIndexes.set(ontology, index);
  return index;
}

/**
 * Names of diseases and signs in a range. Where they overlap the longer name wins: "blue nevus" is no
 * blue, "milia-like cysts" are no milia. A name made of signs only ("white patches") is read as signs.
 */
export function findNamedThings(
  text: string,
  range: TextRange,
  ontology: Ontology,
  names: PhraseIndex<KnownName> = diseaseIndex(ontology),
): NamedThings {
  const signs = signIndex(ontology).find(text, range);
  const named = names.find(text, range);
  if (signs.length === 0 || named.length === 0) return { diseases: named, signs };
  const diseases = named.filter((disease) => {
    const inside = signs.filter((sign) => overlaps(sign, disease));
    const longer = inside.some((sign) => lengthOf(sign) > lengthOf(disease));
    return !longer && !(inside.length > 1 && madeOf(text, disease, inside));
  });
  return {
    diseases,
    signs: signs.filter(
      (sign) =>
        !diseases.some((disease) => overlaps(sign, disease) && lengthOf(disease) > lengthOf(sign)),
    ),
  };
}

function overlaps(a: TextRange, b: TextRange): boolean {
  return a.start < b.end && b.start < a.end;
}

function lengthOf({ start, end }: TextRange): number {
  return end - start;
}

/** True if the parts leave no letter of the whole uncovered. */
function madeOf(text: string, whole: TextRange, parts: readonly TextRange[]): boolean {
  for (let at = whole.start; at < whole.end; at++) {
    if (!/\p{L}/u.test(text[at] as string)) continue;
    if (!parts.some(({ start, end }) => at >= start && at < end)) return false;
  }
  return true;
}
