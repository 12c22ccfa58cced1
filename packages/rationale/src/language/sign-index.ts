import type { MorphologyTerm, Ontology } from '@skinr1/ontology';
import { PhraseIndex } from './phrase-index.ts';
import { signWordings } from './sign-lexicon.ts';

const indexes = new WeakMap<Ontology, PhraseIndex<string>>();

/** The ontology's sign names, synonyms and this package's wordings as one index; built once. */
export function signIndex(ontology: Ontology): PhraseIndex<string> {
  const known = indexes.get(ontology);
  if (known) return known;
  const index = new PhraseIndex<string>();
  const terms: readonly MorphologyTerm[] = ontology.morphology();
  for (const { id, name } of terms) index.add(name, id);
  for (const { id, synonyms } of terms) for (const synonym of synonyms) index.add(synonym, id);
  for (const { id } of terms) for (const wording of signWordings[id] ?? []) index.add(wording, id);
  indexes.set(ontology, index);
  return index;
}
