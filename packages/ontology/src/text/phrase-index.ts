import type { TextRange } from '@skinr1/core';
import { splitWords, type TextWord } from './text-words.ts';

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
 * by the forms of {@link splitWords}. The first value added for a phrase stays.
 */
export class PhraseIndex<T> {
  private readonly root: TrieNode<T> = { next: new Map() };

  /** Adds a phrase; one without words is left out. */
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
    for (let index = 0; index < words.length; index++) {
      const first = words[index] as TextWord;
      // Most words begin no phrase.
      const node = this.root.next.get(first.form);
      const found = node ? longest(node, words, index) : null;
      if (found === null) continue;
      const last = words[found.last] as TextWord;
      matches.push({
        start: range.start + first.start,
        end: range.start + last.end,
        value: found.value,
      });
      index = found.last;
    }
    return matches;
  }
}

/** The longest phrase from a word on, whose node `first` is. */
function longest<T>(
  first: TrieNode<T>,
  words: readonly TextWord[],
  from: number,
): { last: number; value: T } | null {
  let node: TrieNode<T> | undefined = first;
  let best: { last: number; value: T } | null = null;
  for (let at = from; node; at++) {
    if (node.value !== undefined) best = { last: at, value: node.value };
    const next = words[at + 1];
    node = next?.runsOn ? node.next.get(next.form) : undefined;
  }
  return best;
}
