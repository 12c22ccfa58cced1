import type { VocabularyMap } from '../data/format.ts';
import { bagKey, words } from '../text/normalize.ts';
import type { DiseaseNode } from '../types.ts';

/** Every way to look a name up without guessing. A key that several conditions share maps to all. */
export interface NameIndex {
  /** Names, synonyms and ids as written. */
  readonly exact: ReadonlyMap<string, readonly string[]>;
  readonly normalized: ReadonlyMap<string, readonly string[]>;
  /** Words in any order. */
  readonly bags: ReadonlyMap<string, readonly string[]>;
  readonly abbreviations: ReadonlyMap<string, readonly string[]>;
  /** By data set, then by label. */
  readonly datasets: ReadonlyMap<string, ReadonlyMap<string, VocabularyEntry>>;
}

/** What a data set's documentation says about one of its labels. */
export interface VocabularyEntry {
  readonly id: string | null;
  readonly note: string | null;
}

/** Indexes all names. Preferred names win a key over other conditions' synonyms. */
export function buildNameIndex(
  nodes: Iterable<DiseaseNode>,
  vocabularies: readonly VocabularyMap[],
): NameIndex {
  const exact = new Map<string, string[]>();
  const normalized = new Map<string, string[]>();
  const bags = new Map<string, string[]>();
  const abbreviations = new Map<string, string[]>();
  const all = [...nodes];
  for (const node of all) {
    for (const name of [node.name, node.id, ...node.synonyms]) {
      add(exact, name, node.id);
      const forms = words(name);
      add(normalized, forms.join(' '), node.id);
      add(bags, bagKey(forms), node.id);
    }
    for (const short of node.abbreviations) add(abbreviations, short, node.id);
  }
  preferNames(all, exact, normalized, bags);
  return { exact, normalized, bags, abbreviations, datasets: indexDatasets(vocabularies) };
}

function preferNames(
  nodes: readonly DiseaseNode[],
  exact: Map<string, string[]>,
  normalized: Map<string, string[]>,
  bags: Map<string, string[]>,
): void {
  for (const node of nodes) {
    const forms = words(node.name);
    const entries = [
      [exact, node.name],
      [normalized, forms.join(' ')],
      [bags, bagKey(forms)],
    ] as const;
    for (const [index, key] of entries) {
      if ((index.get(key)?.length ?? 0) > 1) index.set(key, [node.id]);
    }
  }
}

function indexDatasets(
  vocabularies: readonly VocabularyMap[],
): Map<string, Map<string, VocabularyEntry>> {
  const datasets = new Map<string, Map<string, VocabularyEntry>>();
  for (const { dataset, labels } of vocabularies) {
    const entries = datasets.get(dataset) ?? new Map<string, VocabularyEntry>();
    for (const { label, id, note } of labels) entries.set(label, { id, note: note ?? null });
    datasets.set(dataset, entries);
  }
  return datasets;
}

function add(index: Map<string, string[]>, key: string, id: string): void {
  const ids = index.get(key);
  if (!ids) index.set(key, [id]);
  else if (!ids.includes(id)) ids.push(id);
}
