import type { TextRange } from '@skinr1/textbook';

/** A word of a text in the form that phrases are compared in. */
interface Word extends TextRange {
  readonly form: string;
  /** Nothing but space, hyphens and apostrophes parts it from the word before: a phrase may run on. */
  readonly runsOn: boolean;
}

/** A phrase found in a text. */
export interface PhraseMatch<T> extends TextRange {
  readonly value: T;
}

interface TrieNode<T> {
  readonly next: Map<string, TrieNode<T>>;
  value?: T;
}

/**
 * Finds known phrases in running text: longest first, left to right, without overlaps. Words are compared
 * without letter case, accents, plural endings, and British or ligature spelling.
 */
export class PhraseIndex<T> {
  private readonly root: TrieNode<T> = { next: new Map() };

  /** The first value added for a phrase stays. */
  add(phrase: string, value: T): void {
    const forms = splitWords(phrase).map(({ form }) => form);
    if (forms.length === 0) return;
    let node = this.root;
    for (const form of forms) {
      let next = node.next.get(form);
      if (!next) {
        next = { next: new Map() };
        node.next.set(form, next);
      }
      node = next;
    }
    if (node.value === undefined) node.value = value;
  }

  /** The value of exactly this phrase. */
  get(phrase: string): T | undefined {
    let node: TrieNode<T> | undefined = this.root;
    for (const { form } of splitWords(phrase)) node = node?.next.get(form);
    return node === this.root ? undefined : node?.value;
  }

  /** All matches inside a range of a text. */
  find(text: string, range: TextRange = { start: 0, end: text.length }): PhraseMatch<T>[] {
    const words = splitWords(text.slice(range.start, range.end));
    const matches: PhraseMatch<T>[] = [];
    let index = 0;
    while (index < words.length) {
      const found = this.longest(words, index);
      if (found) {
        const first = words[index] as Word;
        const last = words[found.last] as Word;
        matches.push({
          start: range.start + first.start,
          end: range.start + last.end,
          value: found.value,
        });
        index = found.last + 1;
      } else {
        index++;
      }
    }
    return matches;
  }

  private longest(words: readonly Word[], from: number): { last: number; value: T } | null {
    let node: TrieNode<T> | undefined = this.root;
    let best: { last: number; value: T } | null = null;
    for (let at = from; at < words.length; at++) {
      const word = words[at] as Word;
      if (at > from && !word.runsOn) break;
      node = node.next.get(word.form);
      if (!node) break;
      if (node.value !== undefined) best = { last: at, value: node.value };
    }
    return best;
  }
}

const spellings: readonly (readonly [RegExp, string])[] = [
  [/œ/g, 'oe'],
  [/æ/g, 'ae'],
  [/^(.*)our(ed|ing|s|less)?$/, '$1or$2'],
  [/^gr[ae]y(ish)?$/, 'gray$1'],
  [/^(.{3,})is(e|ed|es|ing|ation)$/, '$1iz$2'],
  [/^cent(?:re|er)(s|d)?$/, 'center$1'],
  [/haem/g, 'hem'],
  [/^oedem/, 'edem'],
  [/oea/g, 'ea'],
  [/rrhoea|rrhoe/g, 'rrhe'],
  [/anaem/g, 'anem'],
  [/keratos[ei]s$/, 'keratosis'],
  [/^(.{2,})ae$/, '$1a'],
  [/^naev/, 'nev'],
  [/^nevi$/, 'nevus'],
  [/tumor(s)?$/, 'tumor'],
];

const cache = new Map<string, string>();

/** The form in which words are compared. */
export function wordForm(word: string): string {
  const known = cache.get(word);
  if (known !== undefined) return known;
  let form = word.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
  for (const [pattern, replacement] of spellings) form = form.replace(pattern, replacement);
  if (form.length > 3 && form.endsWith('s') && !/(ss|us|is|os)$/.test(form)) {
    form = form.slice(0, -1);
  }
  if (cache.size > 100_000) cache.clear();
  cache.set(word, form);
  return form;
}

/** Sentences, steps and quotations come back often, each time for another index; whole chapters do not. */
const longestKept = 2000;
const mostKept = 5000;
const splitBefore = new Map<string, readonly Word[]>();

/** Words of a text with their places; a hyphen parts words. */
export function splitWords(text: string): readonly Word[] {
  const known = splitBefore.get(text);
  if (known) return known;
  const words: Word[] = [];
  for (const match of text.matchAll(/[\p{L}\p{M}]+|\d+/gu)) {
    if (match[0] === 's' && /['’]/.test(text[match.index - 1] ?? '')) continue;
    const gap = text.slice(words.at(-1)?.end ?? 0, match.index);
    words.push({
      start: match.index,
      end: match.index + match[0].length,
      form: wordForm(match[0]),
      runsOn: /^[\s'’\u2010-\u2015-]*$/.test(gap),
    });
  }
  if (text.length <= longestKept) {
    if (splitBefore.size >= mostKept) splitBefore.clear();
    splitBefore.set(text, words);
  }
  return words;
}
