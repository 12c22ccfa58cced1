import { NotFoundError } from '@skinr1/core';
import type { VocabularyMap } from '../data/format.ts';
import { bagKey, words } from '../text/normalize.ts';
import type { DiseaseNode } from '../types.ts';
import { hasKind, kind } from './word-kinds.ts';

/** Names as written; cheap to build. */
export interface WrittenIndex {
  /** Names, synonyms and ids. */
  readonly exact: ReadonlyMap<string, readonly string[]>;
  readonly abbreviations: ReadonlyMap<string, readonly string[]>;
}

/** Names by their words. A key that several conditions share maps to all. */
export interface NameIndex {
  /** By {@link words} joined with spaces. */
  readonly normalized: ReadonlyMap<string, readonly string[]>;
  /** Words in any order; only names of more than one word. */
  readonly bags: ReadonlyMap<string, readonly string[]>;
  /** Words joined with nothing: "kerato acanthoma". */
  readonly compact: ReadonlyMap<string, readonly string[]>;
  /** Every word of every name. */
  readonly vocabulary: ReadonlySet<string>;
  /** Number of words of the longest name. */
  readonly longestName: number;
  /** Number of words of the longest name that begins with this word. */
  readonly longestFrom: ReadonlyMap<string, number>;
  /** Names of more than one word that hold this word. */
  namesWith(form: string): readonly IndexedName[];
}

/** A name by its words. */
export interface IndexedName {
  readonly id: string;
  readonly forms: readonly string[];
}

/** Indexes names as they are written. A preferred name wins over another condition's synonym. */
export function buildWrittenIndex(nodes: Iterable<DiseaseNode>): WrittenIndex {
  const exact = new Map<string, string[]>();
  const abbreviations = new Map<string, string[]>();
  const all = [...nodes];
  for (const { id, name } of all) exact.set(name, [id]);
  const preferred = new Set(exact.keys());
  for (const { id, synonyms, abbreviations: short } of all) {
    for (const name of [id, ...synonyms]) if (!preferred.has(name)) add(exact, name, id);
    for (const each of short) add(abbreviations, each, id);
  }
  return { exact, abbreviations };
}

/** Indexes names by their words. A preferred name wins its key over other conditions' synonyms. */
export function buildNameIndex(nodes: Iterable<DiseaseNode>): NameIndex {
  const normalized = new Map<string, string[]>();
  const bags = new Map<string, string[]>();
  const compact = new Map<string, string[]>();
  const vocabulary = new Set<string>();
  const names: IndexedName[] = [];
  const longestFrom = new Map<string, number>();
  let longestName = 1;
  const index = (name: string, id: string, preferred: ReadonlySet<string>): void => {
    const forms = words(name);
    for (const form of forms) vocabulary.add(form);
    longestName = Math.max(longestName, forms.length);
    const first = forms[0] ?? '';
    if (forms.length > (longestFrom.get(first) ?? 0)) longestFrom.set(first, forms.length);
    const key = forms.join(' ');
    if (preferred.has(key) && !normalized.get(key)?.includes(id)) return;
    add(normalized, key, id);
    if (forms.length > 1) {
      add(bags, bagKey(forms), id);
      names.push({ id, forms });
    }
    add(compact, forms.join(''), id);
  };
  const all = [...nodes];
  const none: ReadonlySet<string> = new Set();
  for (const { id, name } of all) index(name, id, none);
  const preferred = new Set(normalized.keys());
  for (const { id, synonyms } of all) {
    for (const name of [id, ...synonyms]) index(name, id, preferred);
  }
  let byWord: ReadonlyMap<string, readonly IndexedName[]> | undefined;
  const namesWith = (form: string): readonly IndexedName[] => {
    byWord ??= indexByWord(names);
    return byWord.get(form) ?? [];
  };
  return { normalized, bags, compact, vocabulary, longestName, longestFrom, namesWith };
}

function indexByWord(names: readonly IndexedName[]): Map<string, IndexedName[]> {
  const byWord = new Map<string, IndexedName[]>();
  for (const name of names) {
    for (const form of new Set(name.forms)) {
      const list = byWord.get(form);
      if (list) list.push(name);
      else byWord.set(form, [name]);
    }
  }
  return byWord;
}

/** What a data set's documentation says about one of its labels. */
export interface VocabularyEntry {
  readonly id: string | null;
  readonly note: string | null;
}

/** Published labels, by data set and over all of them. */
export interface VocabularyIndex {
  readonly datasets: ReadonlyMap<string, ReadonlyMap<string, VocabularyEntry>>;
  /** Short codes, in lower case, that every data set agrees on; of two letters only where several have them. */
  readonly codes: ReadonlyMap<string, string>;
  /** Longer labels by their words, where every data set that has them means the same condition. */
  readonly phrases: ReadonlyMap<string, string>;
  /** Labels by their words that every data set which has them uses for no condition. */
  readonly strays: ReadonlySet<string>;
}

/** One word that is a diagnosis wherever it stands; "malignant" is none. */
const endsLikeDiagnosis = /(?:oma|osis|itis)$/;

/** Short enough, and one word: a code rather than a name. */
const codeShape = /^[A-Za-z]{2,6}$/;

/** Indexes the published labels as written, and in lower case where that is not ambiguous. */
export function buildVocabularyIndex(vocabularies: readonly VocabularyMap[]): VocabularyIndex {
  const datasets = new Map<string, Map<string, VocabularyEntry>>();
  const codes = new Map<string, (string | null)[]>();
  const phrases = new Map<string, Set<string | null>>();
  const all = new Map<string, Set<string | null>>();
  for (const { dataset, labels } of vocabularies) {
    const entries = datasets.get(dataset) ?? new Map<string, VocabularyEntry>();
    for (const { label, id, note } of labels) {
      const entry = { id, note: note ?? null };
      entries.set(label, entry);
      const lower = label.toLowerCase();
      if (!entries.has(lower)) entries.set(lower, entry);
      const key = phraseKey(words(label));
      addMeaning(all, key, id);
      if (codeShape.test(label)) codes.set(lower, [...(codes.get(lower) ?? []), id]);
      else if (key.includes(' ') || endsLikeDiagnosis.test(key)) addMeaning(phrases, key, id);
    }
    datasets.set(dataset, entries);
  }
  const agreed = new Map<string, string>();
  for (const [code, ids] of codes) {
    const [only] = ids;
    // Two letters of one data set mean something else in the next: "cd", "pg", "ls".
    const isCommon = code.length > 2 || ids.length > 1;
    if (isCommon && typeof only === 'string' && new Set(ids).size === 1) agreed.set(code, only);
  }
  const strays = [...all].filter(([, ids]) => ids.size === 1 && ids.has(null));
  return {
    datasets,
    codes: agreed,
    phrases: agreedPhrases(phrases),
    strays: new Set(strays.map(([key]) => key)),
  };
}

/** What a data set says about a label of its own, or `null`. Throws NotFoundError for a data set not known. */
export function publishedEntry(
  label: string,
  dataset: string,
  { datasets }: VocabularyIndex,
): VocabularyEntry | null {
  const entries = datasets.get(dataset);
  if (!entries) {
    throw new NotFoundError(`no vocabulary map for the data set "${dataset.slice(0, 80)}".`, {
      mend: `Use one of: ${[...datasets.keys()].join(', ')}.`,
    });
  }
  const trimmed = label.trim();
  return entries.get(trimmed) ?? entries.get(trimmed.toLowerCase()) ?? null;
}

/** The data set that publishes all of these labels, if there is one. */
export function datasetWith(
  labels: readonly string[],
  { datasets }: VocabularyIndex,
): string | null {
  const lower = labels.map((label) => label.toLowerCase());
  const found = [...datasets].find(([, entries]) => lower.every((label) => entries.has(label)));
  return found?.[0] ?? null;
}

function addMeaning(
  meanings: Map<string, Set<string | null>>,
  key: string,
  id: string | null,
): void {
  const known = meanings.get(key);
  if (known) known.add(id);
  else meanings.set(key, new Set([id]));
}

/** The key of a published label of several words; a count behind it ("- 1.8k") is no part of it. */
export function phraseKey(forms: readonly string[]): string {
  return forms.filter((form) => !hasKind(form, kind.enumerator)).join(' ');
}

function agreedPhrases(
  phrases: ReadonlyMap<string, ReadonlySet<string | null>>,
): Map<string, string> {
  const agreed = new Map<string, string>();
  for (const [key, meanings] of phrases) {
    const [only] = meanings;
    if (meanings.size === 1 && typeof only === 'string') agreed.set(key, only);
  }
  return agreed;
}

function add(index: Map<string, string[]>, key: string, id: string): void {
  const ids = index.get(key);
  if (!ids) index.set(key, [id]);
  else if (!ids.includes(id)) ids.push(id);
}
