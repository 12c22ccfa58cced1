import type { TextRange } from '@skinr1/core';
import { type FoldedText, foldWithPlaces } from './characters.ts';
import { scanWords, type WordVisitor } from './scan-words.ts';
import { formOf } from './word-forms.ts';

/** A word of a running text with its exact place. */
export interface TextWord extends TextRange {
  /**
   * What it is compared by: without letter case, accents, ligatures, plural or British spelling, as labels
   * are. No word to show.
   */
  readonly form: string;
  /** Nothing but space, hyphens, slashes, plus signs and apostrophes parts it from the word before: a phrase may run on. */
  readonly runsOn: boolean;
}

/** Between the words of one phrase; a letter there can only be a possessive s. */
const joint = /^[\s'sS/+\u2010-\u2015-]*$/;

/** Sentences, steps and quotations come back often, each time for another index; whole chapters do not. */
const longestKept = 2000;
const mostKept = 5000;
const splitBefore = new Map<string, readonly TextWord[]>();

/**
 * Words of a running text, in the forms by which labels are resolved too. A hyphen parts words; letters
 * and digits are words apart; symbols are none. Where one character stands for several words (㋿), each has
 * its place.
 */
export function splitWords(text: string): readonly TextWord[] {
  const known = splitBefore.get(text);
  if (known) return known;
  const collector = new WordCollector(foldWithPlaces(text));
  scanWords(collector.folded.text, { digitsApart: true }, collector);
  const { words } = collector;
  if (text.length <= longestKept) {
    if (splitBefore.size >= mostKept) splitBefore.clear();
    splitBefore.set(text, words);
  }
  return words;
}

class WordCollector implements WordVisitor {
  readonly words: TextWord[] = [];
  readonly folded: FoldedText;
  private last = 0;

  constructor(folded: FoldedText) {
    this.folded = folded;
  }

  word(found: string, start: number, end: number): boolean {
    const { text, places } = this.folded;
    this.words.push({
      start: places ? (places.starts[start] as number) : start,
      end: places ? (places.ends[end - 1] as number) : end,
      form: formOf(found),
      runsOn: isJoint(text, this.last, start),
    });
    this.last = end;
    return false;
  }
}

function isJoint(text: string, from: number, to: number): boolean {
  if (to - from === 1 && text.charCodeAt(from) === 0x20) return true;
  return joint.test(text.slice(from, to));
}
