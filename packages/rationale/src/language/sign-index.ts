import { type Ontology, PhraseIndex } from '@skinr1/ontology';

const indexes = new WeakMap<Ontology, PhraseIndex<string>>();

/** The ontology's sign names, synonyms and wordings as one index; built once. */
export function signIndex(ontology: Ontology): PhraseIndex<string> {
  const known = indexes.get(ontology);
  if (known) return known;
  const index = new PhraseIndex<string>();
  const terms = ontology.morphology();
  for (const { id, name } of terms) index.add(name, id);
  for (const { id, synonyms } of terms) for (const synonym of synonyms) index.add(synonym, id);
  for (const { id, wordings } of terms) for (const wording of wordings) index.add(wording, id);
  indexes.set(ontology, index);
  return index;
}
