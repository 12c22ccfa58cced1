import type { TextRange } from '@skinr1/core';
import type { Ontology, PhraseIndex, PhraseMatch } from '@skinr1/ontology';
import type { KnownName } from '../language/name-index.ts';
import { findNamedThings } from '../language/named-things.ts';

/** How names are found: the books' and the ontology's in running text, and one name by itself. */
export interface NameFinder {
  readonly ontology: Ontology;
  readonly names: PhraseIndex<KnownName>;
}

/** Named in a comparison these are what a lesion is or leaves, not another disease. */
const lesionNames: ReadonlySet<string> = new Set(
  'scar scars wound wounds ulcer ulcers cyst cysts abscess abscesses'.split(' '),
);

/** Names of other diseases in a text, as {@link NameFinder} knows them. */
export function diseasesIn(
  text: string,
  { ontology, names }: NameFinder,
  range: TextRange = { start: 0, end: text.length },
): readonly PhraseMatch<KnownName>[] {
  return findNamedThings(text, range, ontology, names).diseases.filter(
    ({ start, end }) => !lesionNames.has(text.slice(start, end).toLowerCase()),
  );
}
