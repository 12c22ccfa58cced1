import type { TextRange } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import type { SourceDocument } from '@skinr1/textbook';
import { isSameLine } from '../ddx/same-line.ts';
import { diseaseIndex } from '../language/named-things.ts';
import { resolveName } from '../language/resolve-name.ts';
import { splitSentences } from '../language/sentences.ts';
import { formsOf, wordSet } from '../language/word-set.ts';
import { countMentions, paragraphOpening } from './opening.ts';
import type { NamedRange } from './read-heading.ts';

/**
 * The node that a section treats, where its heading alone could mean two. A name set beside the heading's
 * ("Papillomas (warts)") wins if the section speaks of it more often; a node whose longer name begins with
 * the heading ("erythema toxicum" of the newborn) wins if the first sentence has more of its words than of the
 * other's.
 */
export function chooseNode(
  document: SourceDocument,
  headed: string,
  heading: NamedRange,
  beside: readonly NamedRange[],
  text: readonly TextRange[],
  ontology: Ontology,
): string {
  const counts = countMentions(document, text, diseaseIndex(ontology));
  const count = (id: string): number =>
    [...counts].reduce((sum, [of, n]) => (isSameLine(ontology, of, id) ? sum + n : sum), 0);
  const opening = text[0] ? paragraphOpening(document, text[0], ontology) : null;
  const others = beside.map(({ name }) => resolveName(ontology, name));
  for (const other of [...others, opening?.ontologyId ?? null]) {
    if (other === null || isSameLine(ontology, other, headed)) continue;
    if (count(other) > count(headed)) return other;
  }
  const first = text[0] ? splitSentences(document.text, text[0])[0] : undefined;
  const said = first ? document.text.slice(first.start, first.end) : '';
  return longerNamed(headed, heading.name, said, ontology);
}

/** Words that a name may have without saying which of two diseases it is. */
const common = wordSet('of the and skin disease disorder syndrome type form due to in');

function longerNamed(headed: string, heading: string, opening: string, ontology: Ontology): string {
  // A node that bears the name as its own is not to be outdone.
  if (formsOf(ontology.get(headed).name).join(' ') === formsOf(heading).join(' ')) return headed;
  const rivals = nodesByBeginning(ontology).get(formsOf(heading).join(' ')) ?? [];
  const said = new Set(formsOf(opening).map(stem));
  const wordsOf = (id: string): Set<string> => {
    const { name, synonyms } = ontology.get(id);
    return new Set(
      [name, ...synonyms]
        .flatMap(formsOf)
        .filter((form) => !common.has(form))
        .map(stem),
    );
  };
  const headedWords = wordsOf(headed);
  const given = new Set(formsOf(heading).map(stem));
  let best = { id: headed, score: 0 };
  for (const id of rivals) {
    if (id === headed || isSameLine(ontology, id, headed)) continue;
    const words = wordsOf(id);
    const score = (of: ReadonlySet<string>, without: ReadonlySet<string>): number =>
      [...of].filter((word) => said.has(word) && !given.has(word) && !without.has(word)).length;
    const lead = score(words, headedWords) - score(headedWords, words);
    if (lead > best.score) best = { id, score: lead };
  }
  return best.id;
}

/** "neonatorum" and "newborn" stay two words; "toxic" and "toxicum" are one. */
function stem(form: string): string {
  return form.slice(0, 6);
}

const beginnings = new WeakMap<Ontology, ReadonlyMap<string, readonly string[]>>();

/** Nodes by what their longer names begin with, all words but the last one or two. */
function nodesByBeginning(ontology: Ontology): ReadonlyMap<string, readonly string[]> {
  const known = beginnings.get(ontology);
  if (known) return known;
  const map = new Map<string, string[]>();
  for (const { id, name, synonyms } of ontology.nodes()) {
    for (const forms of [name, ...synonyms].map(formsOf)) {
      for (const dropped of [1, 2]) {
        if (forms.length <= dropped) continue;
        const key = forms.slice(0, -dropped).join(' ');
        const nodes = map.get(key);
        if (!nodes) map.set(key, [id]);
        else if (!nodes.includes(id)) nodes.push(id);
      }
    }
  }
  beginnings.set(ontology, map);
  return map;
}
