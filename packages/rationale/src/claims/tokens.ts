import type { TextRange } from '@skinr1/core';
import { type PhraseMatch, splitWords } from '@skinr1/ontology';
import type { ClaimPlace, MalignancyClaim } from './claim.ts';
import type { Mentions } from './mentions.ts';
import { findRoles, roleOfWord, type WordRole } from './word-roles.ts';

/** What parts a token from the one before, beside space. */
export type Separator = '' | ',' | ':' | ';';

/** A phrase of a sentence by what it does. */
export interface Token extends ClaimPlace {
  readonly role: WordRole | 'disease' | 'sign' | 'malignancy' | 'unknown';
  readonly separator: Separator;
  /** The word or phrase in lower case, for what only one word does ("never", "from"). */
  readonly word: string;
  /** True for the last word before a question mark. */
  readonly asks?: true;
  /** Id of the disease, sign or malignancy; `null` for one the ontology does not know, and for other words. */
  readonly id: string | null;
}

/** A sentence as tokens. */
export type Sentence = readonly Token[];

type Piece = Omit<Token, 'separator' | 'sentence' | 'word'>;

/** Cuts a text into sentences of tokens: mentions first, then phrases with a role, then single words. */
export function readTokens(text: string, mentions: Mentions): Sentence[] {
  const pieces = [
    ...piecesOf('disease', mentions.diseases),
    ...piecesOf('sign', mentions.signs),
    ...piecesOf('malignancy', mentions.malignancies),
  ].sort((a, b) => a.start - b.start);
  return cutSentences(text, withOtherWords(text, pieces));
}

function piecesOf(role: Token['role'], matches: readonly PhraseMatch<string | null>[]): Piece[] {
  return matches.map(({ start, end, value }) => ({ start, end, role, id: value }));
}

/** Fills the gaps between mentions; a phrase that runs into a mention is read word by word. */
function withOtherWords(text: string, mentions: readonly Piece[]): Piece[] {
  const pieces: Piece[] = [];
  const phrases = findRoles(text);
  let nextMention = 0;
  let nextPhrase = 0;
  for (const { start, end, form } of splitWords(text)) {
    while (endsBefore(phrases[nextPhrase], start)) nextPhrase++;
    while (endsBefore(mentions[nextMention], start)) nextMention++;
    const mention = mentions[nextMention];
    if (mention && mention.start < end) {
      if (pieces.at(-1) !== mention) pieces.push(mention);
      continue;
    }
    const phrase = phrases[nextPhrase];
    const isWhole = phrase && phrase.start < end && !(mention && mention.start < phrase.end);
    if (phrase && isWhole && phrase.start >= (pieces.at(-1)?.end ?? 0)) {
      pieces.push({ start: phrase.start, end: phrase.end, role: phrase.value, id: null });
    } else if (!isWhole || phrase.start > start) {
      pieces.push({ start, end, role: roleOf(form), id: null });
    }
  }
  return pieces;
}

function endsBefore(range: TextRange | undefined, place: number): boolean {
  return range !== undefined && range.end <= place;
}

function roleOf(form: string): Token['role'] {
  return /^\d/.test(form) ? 'number' : (roleOfWord(form) ?? negatedRole(form) ?? 'unknown');
}

const negating =
  /^(?:un|in|im|ir|il|dis)(?=\p{L}{2,}(?:able|ible|ed|ing|ful|ive|al|ic|ant|ent|ous|ary|ory|ly|ate)$)/u;

/** "Unreasonable" blames, since "reasonable" praises or only connects; `undefined` for other unknown words. */
function negatedRole(form: string): WordRole | undefined {
  const stem = form.replace(negating, '');
  const role = stem === form ? undefined : roleOfWord(stem);
  if (role === 'adverse') return 'discourse';
  return role === 'favorable' || role === 'discourse' ? 'adverse' : undefined;
}

/** The place of a token. */
export function placeOf({ start, end, sentence }: Token): ClaimPlace {
  return { start, end, sentence };
}

/** The malignancy that a token states. */
export function malignancyOf({ id }: Token): MalignancyClaim['says'] {
  return id as MalignancyClaim['says'];
}

/** No sentence is read in more tokens than this; a longer one is read in pieces. */
const longestSentence = 120;

function cutSentences(text: string, pieces: readonly Piece[]): Sentence[] {
  const sentences: Token[][] = [];
  let sentence: Token[] = [];
  let last = 0;
  for (const { start, end, role: read, id } of pieces) {
    const gap = text.slice(last, start);
    const before = sentence.at(-1);
    last = end;
    if (before?.role === 'number' && read === 'number' && (gap === '.' || gap === ',')) {
      sentence[sentence.length - 1] = { ...before, end };
      continue;
    }
    if (before && gap === '.' && before.word.length === 1) {
      sentence[sentence.length - 1] = { ...before, end, role: 'grammar', word: `${before.word}.` };
      continue;
    }
    const isFull = sentence.length >= longestSentence;
    if (sentence.length > 0 && (isFull || (gap !== ' ' && ends(gap, before)))) {
      if (gap.includes('?')) sentence[sentence.length - 1] = { ...(before as Token), asks: true };
      sentences.push(sentence);
      sentence = [];
    }
    const separator = gap === ' ' ? '' : separatorIn(gap);
    const word = text.slice(start, end).toLowerCase();
    const role = isWill(word) ? 'discourse' : read;
    sentence.push({ start, end, role, id, separator, word, sentence: sentences.length });
  }
  if (sentence.length > 0) sentences.push(sentence);
  return sentences;
}

/** True for a sentence that ends in a question mark and goes on behind it, or is the text's last. */
export function isQuestion(sentence: Sentence): boolean {
  return sentence.at(-1)?.asks === true;
}

/** True if what stands between two words ends a sentence; the point of "i.e." and "vs." does not. */
function ends(gap: string, before: Token | undefined): boolean {
  if (!/[.!?\n]/.test(gap)) return false;
  const isAbbreviated = before !== undefined && abbreviations.has(before.word);
  return !isAbbreviated || /[!?\n]/.test(gap);
}

const abbreviations: ReadonlySet<string> = new Set([
  'i.',
  'e.',
  'vs',
  'cf',
  'viz',
  'resp',
  'approx',
  'incl',
  'esp',
]);

/** "I'll" is compared as "ill", "we'll" as "well". */
function isWill(word: string): boolean {
  return word.endsWith("'ll") || word.endsWith('\u2019ll');
}

function separatorIn(gap: string): Separator {
  if (gap.includes(';')) return ';';
  if (gap.includes(':')) return ':';
  return /[,()[\]\u2013\u2014]| - /.test(gap) ? ',' : '';
}
