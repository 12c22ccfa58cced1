import type { LanguageNames } from '../data/format.ts';
import type { Hierarchy } from '../hierarchy.ts';
import { words } from '../text/normalize.ts';
import { type ForeignWord, foreignWords, nameKeys } from './foreign-words.ts';

/** What a sequence of words of one language stands for. */
export interface Entry {
  /** The condition, or `null` for a word that is no name. */
  readonly id: string | null;
  readonly english: readonly string[];
}

/** The names and words of one language. */
export interface Dictionary {
  readonly language: LanguageNames;
  readonly entries: ReadonlyMap<string, Entry>;
  /** Words, by their forms, that share their stem with a name: Portuguese "perna" (leg) and "perniose". */
  readonly alike: ReadonlyMap<string, Entry>;
  /** Number of words of the longest entry. */
  readonly longest: number;
}

/** What the words stand for, given what they are found by. */
export function entryOf(
  { entries, alike }: Dictionary,
  key: string,
  found: readonly ForeignWord[],
): Entry | undefined {
  const entry = entries.get(key);
  if (!entry || alike.size === 0 || key.includes(' ')) return entry;
  const only = found.find(({ isParticle }) => !isParticle);
  return (only && alike.get(only.form)) ?? entry;
}

const hanEnding = /[症病]$/;

/** The name with the other of the two characters that end names of diseases: 角化病 and 角化症. */
function withOtherEnding(name: string): string {
  return name.replace(hanEnding, (end) => (end === '病' ? '症' : '病'));
}

/** True if one of the names is the word of this form. */
function isAmong(names: readonly string[], form: string | undefined): boolean {
  return names.some((name) => {
    const found = foreignWords(name);
    return found.length === 1 && found[0]?.form === form;
  });
}

/** Names of a language by the stems of their words, and words that stand beside them. */
export function buildDictionary(language: LanguageNames, hierarchy: Hierarchy): Dictionary {
  const { names, words: vocabulary = {} } = language;
  const entries = new Map<string, Entry>();
  const alike = new Map<string, Entry>();
  let longest = 1;
  const add = (name: string, entry: Entry): void => {
    for (const key of nameKeys(name)) {
      longest = Math.max(longest, key.split(' ').length);
      if (!entries.has(key)) entries.set(key, entry);
    }
  };
  for (const [id, list] of Object.entries(names)) {
    const node = hierarchy.nodes.get(id);
    if (!node) continue;
    const english = words(node.name);
    for (const name of list) add(name, { id, english });
  }
  // Some pairs name two diseases (毛囊角化病, 毛囊角化症), so names as they are written come first.
  for (const [id, list] of Object.entries(names)) {
    const english = words(hierarchy.nodes.get(id)?.name ?? '');
    for (const name of list) if (hanEnding.test(name)) add(withOtherEnding(name), { id, english });
  }
  for (const [meaning, list] of Object.entries(vocabulary)) {
    const english = words(meaning);
    for (const word of list) {
      const entry: Entry = { id: null, english };
      const [only, ...others] = foreignWords(word);
      const id = only && others.length === 0 ? (entries.get(only.stem)?.id ?? null) : null;
      if (id !== null && !isAmong(names[id] ?? [], only?.form)) alike.set(only?.form ?? '', entry);
      add(word, entry);
    }
  }
  return { language, entries, alike, longest };
}
