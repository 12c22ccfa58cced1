import { historicalNames, type Ontology, PhraseIndex, splitWords } from '@skinr1/ontology';

const sure: ReadonlySet<string> = new Set(['exact', 'normalized', 'abbreviation', 'dataset_code']);

const modernNames = new PhraseIndex<string>();
for (const [name, modern] of Object.entries(historicalNames)) modernNames.add(name, modern);

/** Today's name of a historical one, in any spelling of it. */
export function modernName(name: string): string | undefined {
  return modernNames.get(name);
}

/**
 * The ontology node that a name in a book means, or `null`. Only sure matches count: what a book says
 * must not be filed under a neighbor of the disease. Names of older books go through a short table.
 */
export function resolveName(ontology: Ontology, name: string): string | null {
  const direct = ontology.resolve(name);
  if (direct.status === 'resolved' && isSure(direct.method, name))
    return usable(ontology, direct.node.id);
  const modern = modernName(name);
  if (modern === undefined) return null;
  const mapped = ontology.resolve(modern);
  const known = mapped.status === 'resolved' && isSure(mapped.method, modern);
  return known ? usable(ontology, mapped.node.id) : null;
}

/** A short name from another language, or Latin, is as sure as an English one; a longer text may be several. */
function isSure(method: string, name: string): boolean {
  return sure.has(method) || (method === 'translated' && splitWords(name).length <= 2);
}

/** The root and its branches are not diseases. */
function usable(ontology: Ontology, id: string): string | null {
  return ontology.depth(id) >= 2 ? id : null;
}
