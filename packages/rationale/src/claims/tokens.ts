import type { TextRange } from '@skinr1/core';
import { splitWords } from '@skinr1/ontology';
import type { MalignancyClaim } from './claim.ts';
import type { Mentions } from './mentions.ts';
import { findRoles, type WordRole } from './word-roles.ts';

/** What parts a token from the one before, beside space. */
export type Separator = '' | ',' | ':' | ';';

/** A phrase of a sentence by what it does. */
export interface Token extends TextRange {
  readonly role: WordRole | 'disease' | 'sign' | 'malignancy' | 'unknown';
  readonly separator: Separator;
  /** Id of the disease, sign or malignancy; `null` for one the ontology does not know, and for other words. */
  readonly id: string | null;
}

/** A sentence as tokens. */
export type Sentence = readonly Token[];

type Piece = Omit<Token, 'separator'>;

/** Cuts a text into sentences of tokens: mentions first, then phrases with a role, then single words. */
export function readTokens(text: string, mentions: Mentions): Sentence[] {
  const pieces = [
    ...mentions.diseases.map((match): Piece => piece(match, 'disease', match.value)),
    ...mentions.signs.map((match): Piece => piece(match, 'sign', match.value)),
    ...mentions.malignancies.map((match): Piece => piece(match, 'malignancy', match.value)),
  ];
  const masked = mask(text, pieces);
  const phrases = findRoles(masked);
  let next = 0;
  for (const word of splitWords(masked)) {
    while (next < phrases.length && (phrases[next] as TextRange).end <= word.start) next++;
    const phrase = phrases[next];
    if (phrase && phrase.start < word.end) {
      if (phrase.start === word.start) pieces.push(piece(phrase, phrase.value, null));
    } else {
      const isNumber = /^\d/.test(word.form);
      pieces.push(piece(word, isNumber ? 'number' : 'unknown', null));
    }
  }
  pieces.sort((a, b) => a.start - b.start);
  return cutSentences(text, pieces);
}

function piece({ start, end }: TextRange, role: Token['role'], id: string | null): Piece {
  return { start, end, role, id };
}

/** The malignancy that a token states. */
export function malignancyOf({ id }: Token): MalignancyClaim['says'] {
  return id as MalignancyClaim['says'];
}

function mask(text: string, ranges: readonly TextRange[]): string {
  const parts: string[] = [];
  let last = 0;
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    parts.push(text.slice(last, start), '_'.repeat(end - start));
    last = end;
  }
  return parts.join('') + text.slice(last);
}

/** No sentence is read in more tokens than this; a longer one is read in pieces. */
const longestSentence = 120;

function cutSentences(text: string, pieces: readonly Piece[]): Sentence[] {
  const sentences: Token[][] = [];
  let sentence: Token[] = [];
  let last = 0;
  for (const each of pieces) {
    const gap = text.slice(last, each.start);
    const before = sentence.at(-1);
    if (before?.role === 'number' && each.role === 'number' && (gap === '.' || gap === ',')) {
      sentence[sentence.length - 1] = { ...before, end: each.end };
    } else {
      const isFull = sentence.length >= longestSentence;
      if (sentence.length > 0 && (isFull || /[.!?\n]/.test(gap))) {
        sentences.push(sentence);
        sentence = [];
      }
      sentence.push({ ...each, separator: separatorIn(gap) });
    }
    last = each.end;
  }
  if (sentence.length > 0) sentences.push(sentence);
  return sentences;
}

function separatorIn(gap: string): Separator {
  if (gap.includes(';')) return ';';
  if (gap.includes(':')) return ':';
  return /[,()[\]\u2013\u2014]| - /.test(gap) ? ',' : '';
}
