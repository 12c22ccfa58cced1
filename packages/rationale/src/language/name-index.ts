import {
  historicalNames,
  type Ontology,
  ordinaryWords,
  PhraseIndex,
  splitWords,
} from '@skinr1/ontology';
import { modernName, resolveName } from './resolve-name.ts';
import { signIndex } from './sign-index.ts';

/** A disease as a text may name it. */
export interface KnownName {
  /** The ontology's preferred name, else the book's own. */
  readonly name: string;
  readonly ontologyId: string | null;
}

/**
 * What identifies a disease: its ontology id, else its name in the form that names are compared in, with
 * historical names turned into today's.
 */
export function diseaseKey({ name, ontologyId }: KnownName): string {
  if (ontologyId !== null) return ontologyId;
  const modern = modernName(name) ?? name;
  return `name:${splitWords(modern)
    .map(({ form }) => form)
    .join(' ')}`;
}

const ordinary = new PhraseIndex<true>();
for (const word of ordinaryWords) ordinary.add(word, true);

/** True for a name that is a word of everyday: "cyst", "hemorrhage". */
export function isOrdinaryName(name: string): boolean {
  return ordinary.get(name) !== undefined;
}

const bases = new WeakMap<Ontology, readonly (readonly [string, KnownName])[]>();

/**
 * Finds disease names in running text: the ontology's names and synonyms, historical names, and the names
 * of the book's own sections (`bookNames`), so that a disease the ontology does not know is still linked. What the book
 * means by names that several diseases share (`meant`) goes before these.
 */
export function createNameIndex(
  ontology: Ontology,
  bookNames: readonly KnownName[] = [],
  meant: readonly KnownName[] = [],
): PhraseIndex<KnownName> {
  const index = new PhraseIndex<KnownName>();
  for (const known of meant) index.add(known.name, known);
  for (const [name, known] of ontologyNames(ontology)) index.add(name, known);
  for (const known of bookNames) index.add(known.name, known);
  return index;
}

function ontologyNames(ontology: Ontology): readonly (readonly [string, KnownName])[] {
  const known = bases.get(ontology);
  if (known) return known;
  const entries: (readonly [string, KnownName])[] = [];
  const signs = signIndex(ontology);
  for (const node of ontology.nodes()) {
    if (ontology.depth(node.id) < 2) continue;
    for (const name of [node.name, ...node.synonyms]) {
      // "Scarring" in running text is a sign, not the disease scar.
      if (ordinary.get(name) || signs.get(name) !== undefined) continue;
      entries.push([name, { name: node.name, ontologyId: node.id }]);
    }
  }
  for (const [name, modern] of Object.entries(historicalNames)) {
    const ontologyId = resolveName(ontology, name);
    entries.push([
      name,
      { name: ontologyId === null ? modern : ontology.get(ontologyId).name, ontologyId },
    ]);
  }
  bases.set(ontology, entries);
  return entries;
}
