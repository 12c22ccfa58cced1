import labelWords from '../data/language/label-words.json' with { type: 'json' };
import { speaksOfMalignancy } from './safety.ts';

/** A known word that an unknown one could be a misspelling of. */
export interface Correction {
  readonly word: string;
  /** Edits: letters added, left out, changed, or two neighbors swapped. */
  readonly distance: number;
}

/** Finds known words near an unknown one. */
export interface Speller {
  /** Nearest first; within {@link editLimit}. */
  corrections(word: string): readonly Correction[];
  /**
   * Known words with the same first letter, at most two edits away, that a person may have meant, nearest first.
   */
  similar(word: string): readonly Correction[];
  /** True if the word is one edit further from a word of malignancy than {@link editLimit} allows. */
  nearMalignancy(word: string): boolean;
}

/** Edits allowed in a word of this length: none below 5 letters, one below 9, then two. */
export function editLimit(length: number): number {
  if (length < 5) return 0;
  return length < 9 ? 1 : 2;
}

/** Beginnings and endings that make another word, not a misspelling: hyper- and hypo-, -itis and -osis. */
const { wordBeginnings: beginnings, wordEndings: endings, alikeLetters } = labelWords;

/** Endings that turn a condition into something that resembles it: "lupoid", "herpetiform". */
const makesLikeness = /(?:oid|oides|iform)$/;

/** True unless the one edit between the words puts a letter in the place of an unlike one. */
export function isLikelySlip(a: string, b: string): boolean {
  const [left, right] = withoutSharedEnds(a, b);
  if (left.length !== 1 || right.length !== 1) return true;
  return alikeLetters.some((letters) => letters.includes(left) && letters.includes(right));
}

function longestOf(list: readonly string[], test: (part: string) => boolean): string {
  let found = '';
  for (const part of list) if (part.length > found.length && test(part)) found = part;
  return found;
}

/** True if the two words begin or end with different parts that carry meaning. */
export function differsInMeaning(a: string, b: string): boolean {
  const start = (word: string): string => longestOf(beginnings, (part) => word.startsWith(part));
  const end = (word: string): string => longestOf(endings, (part) => word.endsWith(part));
  const startA = start(a);
  const startB = start(b);
  if (startA !== startB && startA !== '' && startB !== '') return true;
  const endA = end(a);
  const endB = end(b);
  if (makesLikeness.test(a) !== makesLikeness.test(b)) return true;
  return endA !== endB && endA !== '' && endB !== '';
}

/** Known words of one length, and the letters of each as a set of bits beside it. */
interface KnownWords {
  readonly words: readonly string[];
  readonly masks: Readonly<Uint32Array>;
}

/** A speller over the words of the names. */
export function createSpeller(vocabulary: Iterable<string>): Speller {
  const known = [...vocabulary].filter((word) => word.length >= 5 && !/\d/.test(word));
  const all = byLength(known);
  const malignant = byLength(known.filter(speaksOfMalignancy));
  let byLetter: ReadonlyMap<string, readonly KnownWords[]> | undefined;
  return {
    corrections(word) {
      const limit = editLimit(word.length);
      if (limit === 0 || word.length > 40) return [];
      const speaks = speaksOfMalignancy(word);
      return near(word, limit, all).filter(
        (each) => !differsInMeaning(word, each.word) && (!speaks || speaksOfMalignancy(each.word)),
      );
    },
    similar(word) {
      if (word.length < 5 || word.length > 40) return [];
      byLetter ??= byFirstLetter(known);
      return near(word, 2, byLetter.get(word.charAt(0)) ?? []);
    },
    nearMalignancy(word) {
      if (word.length < 5 || word.length > 40) return false;
      return near(word, editLimit(word.length) + 1, malignant).length > 0;
    },
  };
}

function byLength(words: readonly string[]): readonly KnownWords[] {
  const lists: string[][] = Array.from({ length: 64 }, () => []);
  for (const word of words) lists[word.length]?.push(word);
  return lists.map((list) => ({ words: list, masks: Uint32Array.from(list, letterMask) }));
}

function byFirstLetter(words: readonly string[]): ReadonlyMap<string, readonly KnownWords[]> {
  const letters = new Set(words.map((word) => word.charAt(0)));
  return new Map(
    [...letters].map((letter) => [letter, byLength(words.filter((word) => word[0] === letter))]),
  );
}

/** Words within the limit, nearest first. */
function near(word: string, limit: number, lists: readonly KnownWords[]): Correction[] {
  const mask = letterMask(word);
  const found: Correction[] = [];
  for (let length = word.length - limit; length <= word.length + limit; length++) {
    const list = lists[length];
    if (!list) continue;
    const { words, masks } = list;
    for (let at = 0; at < masks.length; at++) {
      // Every edit takes at most one letter from the set and adds at most one.
      const letters = masks[at] as number;
      if (bitCount(mask & ~letters) > limit || bitCount(letters & ~mask) > limit) continue;
      const other = words[at] as string;
      const distance = editDistance(word, other, limit);
      if (distance <= limit) found.push({ word: other, distance });
    }
  }
  return found.sort((a, b) => a.distance - b.distance || (a.word < b.word ? -1 : 1));
}

function letterMask(word: string): number {
  let mask = 0;
  for (let i = 0; i < word.length; i++) mask |= 1 << ((word.charCodeAt(i) - 97) & 31);
  return mask;
}

function bitCount(value: number): number {
  let v = value - ((value >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** What is left when the beginning and end that both words share are cut off; costs no edits. */
function withoutSharedEnds(a: string, b: string): readonly [string, string] {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  let end = 0;
  const rest = shorter - start;
  while (end < rest && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) end++;
  return [a.slice(start, a.length - end), b.slice(start, b.length - end)];
}

/** Three rows of the distance table, kept between calls. */
let rows: [Uint16Array, Uint16Array, Uint16Array] | undefined;

function rowsFor(length: number): [Uint16Array, Uint16Array, Uint16Array] {
  if (!rows || rows[0].length < length) {
    const size = Math.max(64, length);
    rows = [new Uint16Array(size), new Uint16Array(size), new Uint16Array(size)];
  }
  return rows;
}

/**
 * Optimal string alignment distance (Damerau–Levenshtein without editing a swapped pair again); anything
 * above `limit` is reported as `limit + 1`.
 */
export function editDistance(first: string, second: string, limit: number): number {
  if (Math.abs(first.length - second.length) > limit) return limit + 1;
  const [a, b] = withoutSharedEnds(first, second);
  if (a === '' || b === '') return a.length + b.length;
  let [before, last, row] = rowsFor(b.length + 1);
  for (let j = 0; j <= b.length; j++) last[j] = j;
  for (let i = 1; i <= a.length; i++) {
    row[0] = i;
    let least = i;
    const letter = a.charCodeAt(i - 1);
    for (let j = 1; j <= b.length; j++) {
      const other = b.charCodeAt(j - 1);
      let cost = Math.min(
        (last[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (last[j - 1] as number) + (letter === other ? 0 : 1),
      );
      const swapped =
        i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === other;
      if (swapped) cost = Math.min(cost, (before[j - 2] as number) + 1);
      row[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > limit) return limit + 1;
    [before, last, row] = [last, row, before];
  }
  return last[b.length] as number;
}
