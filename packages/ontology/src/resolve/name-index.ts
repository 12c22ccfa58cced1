import type { VocabularyMap } from '../data/format.ts';
import { bagKey, words } from '../text/normalize.ts';
import type { DiseaseNode } from '../types.ts';

/** Every way to look a name up without guessing. A key that several conditions share maps to all. */
export interface NameIndex {
  /** Names, synonyms and ids as written. */
  readonly exact: ReadonlyMap<string, readonly string[]>;
  /** By {@link words} joined with spaces. */
  readonly normalized: ReadonlyMap<string, readonly string[]>;
  /** Words in any order; only names of more than one word. */
  readonly bags: ReadonlyMap<string, readonly string[]>;
  /** Words joined with nothing: "kerato acanthoma". */
  readonly compact: ReadonlyMap<string, readonly string[]>;
  readonly abbreviations: ReadonlyMap<string, readonly string[]>;
  /** Every word of every name. */
  readonly vocabulary: ReadonlySet<string>;
  /** Number of words of the longest name. */
  readonly longestName: number;
}

/** Indexes all names. A preferred name wins its key over other conditions' synonyms. */
export function buildNameIndex(nodes: Iterable<DiseaseNode>): NameIndex {
  const exact = new Map<string, string[]>();
  const normalized = new Map<string, string[]>();
  const bags = new Map<string, string[]>();
  const compact = new Map<string, string[]>();
  const abbreviations = new Map<string, string[]>();
  const vocabulary = new Set<string>();
  let longestName = 1;
  // Preferred names go first, so that `add` can tell them from synonyms.
  const preferred = new Set<string>();
  const all = [...nodes];
  for (const synonymsNow of [false, true]) {
    for (const node of all) {
      for (const name of synonymsNow ? [node.id, ...node.synonyms] : [node.name]) {
        const forms = words(name);
        for (const form of forms) vocabulary.add(form);
        longestName = Math.max(longestName, forms.length);
        const key = forms.join(' ');
        if (!synonymsNow) preferred.add(key);
        else if (preferred.has(key) && !normalized.get(key)?.includes(node.id)) continue;
        add(exact, name, node.id);
        add(normalized, key, node.id);
        if (forms.length > 1) add(bags, bagKey(forms), node.id);
        add(compact, forms.join(''), node.id);
      }
      if (synonymsNow) for (const short of node.abbreviations) add(abbreviations, short, node.id);
    }
  }
  return { exact, normalized, bags, compact, abbreviations, vocabulary, longestName };
}

/** What a data set's documentation says about one of its labels. */
export interface VocabularyEntry {
  readonly id: string | null;
  readonly note: string | null;
}

/** Published labels, by data set and over all of them. */
export interface VocabularyIndex {
  readonly datasets: ReadonlyMap<string, ReadonlyMap<string, VocabularyEntry>>;
  /** Short codes on which every data set that has them agrees. */
  readonly codes: ReadonlyMap<string, string>;
}

/** Short enough, and one word: a code rather than a name. */
const codeShape = /^[A-Za-z]{2,6}$/;

/** Indexes the published labels as written, and in lower case where that is not ambiguous. */
export function buildVocabularyIndex(vocabularies: readonly VocabularyMap[]): VocabularyIndex {
  const datasets = new Map<string, Map<string, VocabularyEntry>>();
  const codes = new Map<string, Set<string | null>>();
  for (const { dataset, labels } of vocabularies) {
    const entries = datasets.get(dataset) ?? new Map<string, VocabularyEntry>();
    for (const { label, id, note } of labels) {
      const entry = { id, note: note ?? null };
      entries.set(label, entry);
      const lower = label.toLowerCase();
      if (!entries.has(lower)) entries.set(lower, entry);
      if (codeShape.test(label)) codes.set(label, (codes.get(label) ?? new Set()).add(id));
    }
    datasets.set(dataset, entries);
  }
  const agreed = new Map<string, string>();
  for (const [code, ids] of codes) {
    const [only] = ids;
    if (ids.size === 1 && typeof only === 'string') agreed.set(code, only);
  }
  return { datasets, codes: agreed };
}

function add(index: Map<string, string[]>, key: string, id: string): void {
  const ids = index.get(key);
  if (!ids) index.set(key, [id]);
  else if (!ids.includes(id)) ids.push(id);
}
