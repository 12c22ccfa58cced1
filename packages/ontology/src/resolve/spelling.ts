import { speaksOfMalignancy } from './safety.ts';

/** A known word that an unknown one could be a misspelling of. */
export interface Correction {
  readonly word: string;
  /** Edits: letters added, left out, changed, or two neighbours swapped. */
  readonly distance: number;
}

/** Finds known words near an unknown one. */
export interface Speller {
  /** Nearest first; within {@link editLimit}. */
  corrections(word: string): readonly Correction[];
  /** True if the word is one edit further from a word of malignancy than {@link editLimit} allows. */
  nearMalignancy(word: string): boolean;
}

/** Edits allowed in a word of this length: none below 5 letters, one below 8, then two. */
export function editLimit(length: number): number {
  if (length < 5) return 0;
  return length < 8 ? 1 : 2;
}

/** Beginnings and endings that make another word, not a misspelling: hyper- and hypo-, -itis and -osis. */
const beginnings = (
  'hyper hypo anti non pseudo para peri epi endo ecto intra inter sub supra micro macro poly pan mono ' +
  'hemi lymph hem neuro fibro lipo leio rhabdo chondro osteo myo myx aden angi kerato trich onych ' +
  'hidr syring acro dermato erythr melan leuk xanth pre post pro ante auto iso hetero homo cyano porphyr'
).split(' ');
const endings = (
  'osis itis iasis oma emia uria opathy ectasia ectasis plasia lysis algia oid oides ' +
  'derma dermia trophy trophic genic genous philic phobia rrhea rrhagia penia stomy tomy pathy'
).split(' ');

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
  return endA !== endB && endA !== '' && endB !== '';
}

/** A speller over the words of the names. */
export function createSpeller(vocabulary: Iterable<string>): Speller {
  const known = [...vocabulary].filter((word) => word.length >= 4 && !/\d/.test(word));
  const masks = Uint32Array.from(known, letterMask);
  const malignant = known.map(speaksOfMalignancy);

  const near = (word: string, limit: number, only: readonly boolean[] | null): Correction[] => {
    const mask = letterMask(word);
    const found: Correction[] = [];
    for (let i = 0; i < known.length; i++) {
      if (only && !only[i]) continue;
      // Every edit changes the set of letters by at most two.
      if (bitCount(mask ^ (masks[i] as number)) > 2 * limit) continue;
      const other = known[i] as string;
      if (Math.abs(other.length - word.length) > limit) continue;
      const distance = editDistance(word, other, limit);
      if (distance <= limit) found.push({ word: other, distance });
    }
    return found.sort((a, b) => a.distance - b.distance || (a.word < b.word ? -1 : 1));
  };

  return {
    corrections(word) {
      const limit = editLimit(word.length);
      if (limit === 0 || word.length > 40) return [];
      const speaks = speaksOfMalignancy(word);
      return near(word, limit, null).filter(
        (each) => !differsInMeaning(word, each.word) && (!speaks || speaksOfMalignancy(each.word)),
      );
    },
    nearMalignancy(word) {
      if (word.length < 5 || word.length > 40) return false;
      return near(word, editLimit(word.length) + 1, malignant).length > 0;
    },
  };
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

/**
 * Optimal string alignment distance (Damerau–Levenshtein without editing a swapped pair again); anything
 * above `limit` is reported as `limit + 1`.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      let cost = Math.min(
        (last[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (last[j - 1] as number) + (same ? 0 : 1),
      );
      const swapped =
        i > 1 &&
        j > 1 &&
        a.charCodeAt(i - 1) === b.charCodeAt(j - 2) &&
        a.charCodeAt(i - 2) === b.charCodeAt(j - 1);
      if (swapped) cost = Math.min(cost, (before[j - 2] as number) + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) return limit + 1;
    before = last;
    last = row;
  }
  return last[b.length] as number;
}
