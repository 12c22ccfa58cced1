import { type Ontology, PhraseIndex } from '@skinr1/ontology';
import type { SourceDocument } from '@skinr1/textbook';
import type { KnownName } from './name-index.ts';
import shared from './shared-names.json' with { type: 'json' };

/** A sense is meant where a book speaks so many times more often of it than of the others. */
const lead = 2;

const evidence = new PhraseIndex<{ readonly name: string; readonly node: string }>();
for (const [name, senses] of Object.entries(shared.names)) {
  for (const { node, evidence: phrases } of senses) {
    for (const phrase of phrases) evidence.add(phrase, { name, node });
  }
}

const meanings = new WeakMap<SourceDocument, readonly KnownName[]>();

/**
 * What a book means by names that are shared by several diseases: "lupus" was lupus vulgaris, and is lupus
 * erythematosus today. Without words that tell, or with both, the name stays without a node.
 */
export function sharedNames(document: SourceDocument, ontology: Ontology): readonly KnownName[] {
  const known = meanings.get(document);
  if (known) return known;
  const counts = new Map<string, number>();
  for (const { value } of evidence.find(document.text)) {
    const key = `${value.name}\n${value.node}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const found = Object.entries(shared.names).map(([name, senses]) => {
    const scored = senses
      .map(({ node }) => ({ node, count: counts.get(`${name}\n${node}`) ?? 0 }))
      .sort((a, b) => b.count - a.count);
    const [first, second] = scored;
    const meant = first && first.count > 0 && first.count >= lead * (second?.count ?? 0);
    const ontologyId = meant && ontology.has(first.node) ? first.node : null;
    return { name, ontologyId };
  });
  meanings.set(document, found);
  return found;
}
