import type { LanguageNames } from '../data/format.ts';
import type { Hierarchy } from '../hierarchy.ts';
import { isPlainAscii } from '../text/characters.ts';
import { scanPlainLabel } from '../text/normalize.ts';
import type { WordVisitor } from '../text/scan-words.ts';
import { formOf } from '../text/word-forms.ts';
import { buildDictionary, type Dictionary, type Entry, entryOf } from './dictionary.ts';
import {
  type ForeignWord,
  foreignWord,
  foreignWords,
  isEastAsian,
  keyOfWords,
} from './foreign-words.ts';
import { mustBeRead } from './safety.ts';

/** What counts as English beside the words of another language. */
export interface EnglishWords {
  isWord(form: string): boolean;
  isName(forms: readonly string[]): boolean;
}

/** A label put into English words. */
export interface Translation {
  /** BCP 47. */
  readonly language: string;
  readonly forms: readonly string[];
}

/** Words remembered with their dictionaries. */
const maximumMet = 20_000;

/** Labels of more words than this are sentences. */
const maximumWords = 40;

/** Reads names in other languages than English, and puts labels that hold them into English words. */
export class Translator implements WordVisitor {
  private readonly dictionaries: readonly Dictionary[];
  /** By each stem of their entries the dictionaries that have it, one bit each: most labels end here. */
  private readonly holders = new Map<string, number>();
  /** {@link holders} of words met before; every bit of one that may be passed over. */
  private readonly bitsMet = new Map<string, number>();
  /** The dictionaries that hold every word told of so far. */
  private shared = -1;
  private isEnglishAllowed = false;
  private readonly english: EnglishWords;
  private label = '';
  private labelWords: readonly ForeignWord[] = [];

  constructor(languages: readonly LanguageNames[], hierarchy: Hierarchy, english: EnglishWords) {
    this.english = english;
    this.dictionaries = languages.map((language) => buildDictionary(language, hierarchy));
    for (const [at, { entries }] of this.dictionaries.entries()) {
      for (const key of entries.keys()) {
        for (const stem of key.split(' ')) {
          this.holders.set(stem, (this.holders.get(stem) ?? 0) | (1 << at));
        }
      }
    }
  }

  /**
   * The conditions of which the label is a name, in any language, with the languages. Where several are, a
   * name written letter for letter goes before one with other endings: German "Neurodermitis" before
   * Spanish "neurodermatitis".
   */
  namesOf(label: string): ReadonlyMap<string, readonly string[]> {
    if (!this.mayRead(label, false)) return noNames;
    const found = this.wordsOf(label);
    const holders = this.holdersOf(found, false);
    if (holders.length === 0) return noNames;
    const key = keyOfWords(found);
    const named = holders.flatMap((dictionary) => {
      const { language } = dictionary;
      const id = entryOf(dictionary, key, found)?.id ?? null;
      return id === null
        ? []
        : [{ language: language.language, id, names: language.names[id] ?? [] }];
    });
    const written = named.filter(({ names }) => names.some((name) => isSame(name, label)));
    const result = new Map<string, string[]>();
    for (const { id, language } of written.length > 0 ? written : named) {
      result.set(id, [...(result.get(id) ?? []), language]);
    }
    return result;
  }

  /**
   * False if some word of the label is in no language, English included if that is allowed: a quick answer
   * that most labels get. An apostrophe parts words in other languages, so labels with one are let through.
   */
  private mayRead(label: string, isEnglishAllowed: boolean): boolean {
    if (!isPlainAscii(label) || label.includes("'")) return true;
    this.shared = -1;
    this.isEnglishAllowed = isEnglishAllowed;
    scanPlainLabel(label, this);
    return this.shared !== 0;
  }

  word(word: string): boolean {
    if (this.isEnglishAllowed && this.english.isWord(formOf(word))) return false;
    this.shared &= this.bitsOf(word);
    return this.shared === 0;
  }

  symbol(symbol: string): void {
    if (!this.isEnglishAllowed) this.shared &= this.bitsOf(symbol);
  }

  private bitsOf(word: string): number {
    let bits = this.bitsMet.get(word);
    if (bits === undefined) {
      const { stem, isParticle } = foreignWord(word);
      bits = isParticle ? -1 : (this.holders.get(stem) ?? 0);
      if (this.bitsMet.size >= maximumMet) this.bitsMet.clear();
      this.bitsMet.set(word, bits);
    }
    return bits;
  }

  /** The one condition of which the label is a name letter for letter, accents included; or `null`. */
  writtenName(label: string): string | null {
    const [only, ...others] = this.namesOf(label).keys();
    if (only === undefined || others.length > 0) return null;
    const lists = this.dictionaries.map(({ language }) => language.names[only] ?? []);
    return lists.some((names) => names.some((name) => isSame(name, label))) ? only : null;
  }

  /**
   * The label in English, once for each language in which every word of it is understood. A word may also
   * be one of English or of names everywhere ("in situ").
   */
  translations(label: string): Translation[] {
    if (!this.mayRead(label, true)) return [];
    const found = this.wordsOf(label);
    if (found.length > maximumWords) return [];
    return this.holdersOf(found, true).flatMap((dictionary) => {
      const forms = translate(found, dictionary, this.english);
      return forms ? [{ language: dictionary.language.language, forms }] : [];
    });
  }

  /**
   * What words of the label stand for in some language that are no name of it, each as English words. A single
   * character of a script without spaces counts only where it is the whole label: it is part of other words.
   */
  *plainWords(label: string): Generator<readonly string[]> {
    const found = this.wordsOf(label).filter(({ isParticle }) => !isParticle);
    for (const dictionary of this.dictionaries) {
      const { longest } = dictionary;
      for (const start of found.keys()) {
        for (let end = start + 1; end <= Math.min(found.length, start + longest); end++) {
          const piece = found.slice(start, end);
          const entry = entryOf(dictionary, keyOfWords(piece), piece);
          const isPiece =
            end === start + 1 && found.length > 1 && isEastAsian(found[start]?.stem ?? '');
          if (entry?.id === null && !isPiece) yield entry.english;
        }
      }
    }
  }

  /** The label's words, remembered: one label is asked for several times in a row. */
  private wordsOf(label: string): readonly ForeignWord[] {
    if (label !== this.label) {
      this.labelWords = foreignWords(label);
      this.label = label;
    }
    return this.labelWords;
  }

  /** The dictionaries that hold some word and in which no word is strange, English ones allowed or not. */
  private holdersOf(
    found: readonly ForeignWord[],
    isEnglishAllowed: boolean,
  ): readonly Dictionary[] {
    let all = -1;
    let some = 0;
    for (const { stem, form, isParticle } of found) {
      if (isParticle) continue;
      const holders = this.holders.get(stem) ?? 0;
      some |= holders;
      if (isEnglishAllowed && this.english.isWord(form)) continue;
      all &= holders;
      if (all === 0) return [];
    }
    const both = all & some;
    return both === 0 ? [] : this.dictionaries.filter((_, at) => both & (1 << at));
  }
}

const noNames: ReadonlyMap<string, readonly string[]> = new Map();

/** True if the label is the name as written, in any letter case and spacing. */
function isSame(name: string, label: string): boolean {
  const fold = (text: string): string =>
    text
      .normalize('NFC')
      .toLowerCase()
      .replace(/[_\s]+/g, ' ');
  return fold(name) === fold(label.trim());
}

/** True for a word of the language that says nothing of malignancy: Spanish "sitio" is no "situ". */
function isPlainWord({ id, english }: Entry): boolean {
  return id === null && !english.some(mustBeRead);
}

/** How the words from one place on are best covered. */
interface Cover {
  readonly pieces: number;
  readonly english: readonly string[];
  readonly next: number;
  /** True if a word of the language takes part from here on. */
  readonly isForeign: boolean;
}

/** The English words of a label, as few entries as can be covering it; `null` where a word is not understood. */
function translate(
  label: readonly ForeignWord[],
  dictionary: Dictionary,
  { isWord, isName }: EnglishWords,
): readonly string[] | null {
  const { longest } = dictionary;
  const covers = new Array<Cover | null>(label.length + 1).fill(null);
  covers[label.length] = { pieces: 0, english: [], next: label.length, isForeign: false };
  for (let start = label.length - 1; start >= 0; start--) {
    let best: Cover | null = null;
    const offer = (end: number, english: readonly string[], isForeign: boolean): void => {
      const rest = covers[end];
      if (!rest) return;
      const pieces = rest.pieces + (english.length > 0 ? 1 : 0);
      if (best && best.pieces <= pieces) return;
      best = { pieces, english, next: end, isForeign: isForeign || rest.isForeign };
    };
    const word = label[start] as ForeignWord;
    let key = '';
    let isGrave = false;
    for (let end = start + 1; end <= Math.min(label.length, start + 2 * longest); end++) {
      const { stem, form, isParticle } = label[end - 1] as ForeignWord;
      if (isParticle) continue;
      key = key === '' ? stem : `${key} ${stem}`;
      isGrave ||= mustBeRead(form);
      const entry = entryOf(dictionary, key, label.slice(start, end));
      if (entry && !(isGrave && isPlainWord(entry))) offer(end, entry.english, true);
    }
    if (word.isParticle) offer(start + 1, [], false);
    const run: string[] = [];
    for (let end = start + 1; end <= label.length; end++) {
      const { form } = label[end - 1] as ForeignWord;
      if (!isWord(form)) break;
      run.push(form);
      if (end === start + 1 || isName(run)) offer(end, [...run], false);
    }
    covers[start] = best;
  }
  if (!covers[0]?.isForeign) return null;
  const english: string[] = [];
  for (let at = 0; at < label.length; ) {
    const cover = covers[at] as Cover;
    for (const form of cover.english) english.push(form);
    at = cover.next;
  }
  return english;
}
