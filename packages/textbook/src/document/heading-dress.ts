import type { TextRange } from '@skinr1/core';
import { chapterWords, numberWords } from './heading-words.ts';

/** A heading without its dress: where its name stands in it, and the numbering it carried. */
export interface UndressedHeading extends TextRange {
  /** "XXXI" of "CHAPTER XXXI TINEA CRURIS", "12.3" of "12.3 Psoriasis"; `null` without one. */
  readonly number: string | null;
  /** The heading is nothing but its number: "CHAPTER XXXI". */
  readonly numberOnly: boolean;
}

/**
 * Parts a heading of one line, single spaces, into numbering and name. Chapter words, section numbers, Roman
 * numerals, `{#id}`, emphasis marks, leaders to a page number and stops at the end are no part of the name. A
 * heading that is nothing else is its own name.
 */
export function undressHeading(text: string): UndressedHeading {
  let start = afterMarks(text, 0);
  let end = beforeDress(text, start);
  let number: string | null = null;
  // "SECTION II - CHAPTER 4: …": the last numbering is the heading's own.
  for (let found = numberingAt(text, start, end); found; found = numberingAt(text, start, end)) {
    number = found.number;
    start = afterMarks(text, found.end);
  }
  const numberOnly = start >= end;
  if (numberOnly) {
    start = afterMarks(text, 0);
    end = beforeDress(text, start);
    if (start >= end) return { start: 0, end: text.length, number, numberOnly: number !== null };
  }
  return { start, end, number, numberOnly: numberOnly && number !== null };
}

const leadingMarks = new Set(' *_~`#§•▪◦‣·.,:;–—-|');
const trailingMarks = new Set(' *_~`#¶.,:;–—-|·…');

function afterMarks(text: string, from: number): number {
  let at = from;
  while (at < text.length && leadingMarks.has(text[at] as string)) at++;
  // The dot of ".filter" is part of the name.
  return at > from && text[at - 1] === '.' && /[\p{L}\d]/u.test(text[at] ?? '') ? at - 1 : at;
}

/** End of the name: before attributes in braces, link marks, leaders with a page number, stops and dashes. */
function beforeDress(text: string, start: number): number {
  let end = text.length;
  for (let before = -1; end !== before; ) {
    before = end;
    while (end > start && trailingMarks.has(text[end - 1] as string)) end--;
    if (text[end - 1] === '}') {
      const open = text.lastIndexOf('{', end - 1);
      if (open > start && /^[{:.#]/.test(text.slice(open + 1, open + 2))) end = open;
    }
    if (text.endsWith('[edit]', end)) end -= '[edit]'.length;
    end = beforeLeader(text, start, end);
  }
  return end;
}

/** "Psoriasis . . . . 12" is a line of a table of contents: the name ends before the dots. */
function beforeLeader(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && /\d/.test(text[at - 1] as string)) at--;
  if (at === end) return end;
  let dots = 0;
  while (at > start && /[ .…·]/.test(text[at - 1] as string)) {
    at--;
    if (text[at] !== ' ') dots += text[at] === '…' ? 3 : 1;
  }
  return dots >= 3 ? at : end;
}

interface Numbering {
  readonly number: string;
  readonly end: number;
}

const arabic = /^\(?(\d{1,3}(?:[.-]\d{1,3}){0,5}[a-z]?)([.):]*)(?=\s|$|[–—])\s*/;
const roman = /^\(?([IVXLC]{1,8})([.):]*)(?=\s|$|[–—])\s*/;
const letter = /^\(?([A-Za-z])(\))\s+/;
const word = /^(\p{L}{1,20})\.?\s+/u;

function numberingAt(text: string, start: number, end: number): Numbering | null {
  const rest = text.slice(start, Math.min(end, start + 80));
  const named = word.exec(rest);
  if (named && chapterWords.has((named[1] as string).toLowerCase())) {
    const number = chapterNumber(rest.slice(named[0].length));
    if (number) return { ...number, end: start + named[0].length + number.end };
  }
  const found = plainNumber(rest);
  return found && { ...found, end: start + found.end };
}

/** What follows "Chapter": any kind of number, also as a word; a letter only before a mark or the end. */
function chapterNumber(text: string): Numbering | null {
  const match =
    /^(\d{1,3}(?:[.-]\d{1,3}){0,5})(?=[\s.:–—-]|$)/.exec(text) ??
    /^([IVXLC]{1,8}|[ivxlc]{1,8})(?=[\s.:–—-]|$)/.exec(text) ??
    /^([A-Z])(?=[.:–—]|\s[–—-]|$)/.exec(text) ??
    /^(\p{L}+(?:-\p{L}+)?)(?=[\s.:–—]|$)/u.exec(text);
  if (!match) return null;
  const number = match[1] as string;
  const isWord = number.length > 1 && !/^(?:[\d.-]+|[IVXLC]+|[ivxlc]+)$/.test(number);
  if (isWord && !numberWords.has(number.toLowerCase())) return null;
  return { number, end: match[0].length };
}

/** "12.3 Psoriasis", "IV. Psoriasis", "II SKIN", "(a) Psoriasis"; neither "C. albicans" nor "5 alpha". */
function plainNumber(text: string): Numbering | null {
  const match = arabic.exec(text) ?? roman.exec(text) ?? letter.exec(text);
  if (!match) return null;
  const [whole, number = '', mark = ''] = match;
  const next = text.slice(whole.length);
  const opensName = /^["“(*_]*\p{Lu}/u.test(next) || /^["“(*_]*\p{Lo}/u.test(next);
  const isArabic = /^\d/.test(number);
  if (next === '') return isArabic || mark !== '' ? { number, end: whole.length } : null;
  if (isArabic) {
    const marked = mark !== '' || number.includes('.');
    return opensName || (marked && /^\p{L}/u.test(next)) ? { number, end: whole.length } : null;
  }
  if (!opensName) return null;
  // Letters that abbreviate a genus or mean a thing of their own.
  const plain = number.length === 1 ? 'IVX'.includes(number) : /^[XVIL]+$/.test(number);
  const kept = mark === '' ? number.length === 1 || number === 'IV' || !plain : !plain;
  return kept && mark !== ')' ? null : { number, end: whole.length };
}
