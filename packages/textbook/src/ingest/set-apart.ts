import { asideWords, askingVerbs, namingWords } from '../document/heading-words.ts';
import type { SectionOrigin } from '../document/source-document.ts';
import type { Emphasis, EmphasizedStart } from './inline-text.ts';

/** A heading that is set in the text, and where the text under it starts. */
export interface HeadingInText {
  readonly origin: Extract<SectionOrigin, 'bold-line' | 'run-in' | 'question'>;
  /** Length of the heading. */
  readonly length: number;
  /** Where the text after it starts; the end if it stands alone. */
  readonly rest: number;
  /** A run-in heading in italics, which stands below one in bold or small capitals. */
  readonly isWeak: boolean;
}

/** Longest headings, in characters. */
const longest = { question: 400, line: 150, 'run-in': 120, weak: 80 };

/** A line of more words in bold is a sentence that is stressed. */
const mostWordsInLine = 12;

/** A run-in heading in italics or small capitals has to look like a name: no more words than this. */
const mostWords = 9;

/** Another name in brackets, in plain type, between a run-in heading and its dash: "*Morphea* (local scleroderma).—". */
const otherName = /^ ?\([^()]{2,60}\)(?=[.:]? ?[—–])/;

/**
 * The heading that a paragraph is or opens with: all of it in bold, or a start in bold, small capitals or italics
 * before a stop, colon or dash. `null` for ordinary prose.
 */
export function headingInText(text: string, start: EmphasizedStart | null): HeadingInText | null {
  if (start === null || start.length === 0 || start.length > longest.question) return null;
  const ends = start.length + (otherName.exec(text.slice(start.length))?.[0].length ?? 0);
  const head = text.slice(0, ends);
  const after = text.slice(ends);
  if (!/\p{L}/u.test(head)) return null;
  if (/^[\s.?:!]*$/.test(after)) return lineHeading(text, start.emphasis);
  const mark = /^ ?(?:[.?:]+ ?[—–-]*|[—–]+| -+) ?/.exec(after);
  if (mark === null && !/[.?:—–]\s*$/.test(head)) return null;
  const rest = ends + (mark?.[0].length ?? /^\s*/.exec(after)?.[0].length ?? 0);
  const separator = text.slice(ends - 2, rest);
  if (!isName(head.trim(), start.emphasis) || namesOthers(head) || isAside(head)) return null;
  if (start.emphasis !== 'bold' && goesOn(separator, text.slice(rest))) return null;
  const length = ends + (after.startsWith('?') ? 1 : 0);
  const origin = headingOrigin(text.slice(0, length).trim(), text.slice(rest));
  return { origin, length, rest, isWeak: start.emphasis === 'italics' };
}

/** A question, or an order to the reader as question-and-answer books give it. */
function isQuestion(text: string): boolean {
  if (/\?["'”’»)\].\s*_]{0,6}$/.test(text)) return true;
  const [first = '', second] = text.toLowerCase().split(/\s+/, 2);
  return second !== undefined && askingVerbs.has(first);
}

/** What a heading in bold is, by its words and by the text that goes on after it in the same paragraph. */
export function headingOrigin(text: string, rest: string): HeadingInText['origin'] {
  if (isQuestion(text)) return 'question';
  return rest.trim() === '' ? 'bold-line' : 'run-in';
}

function lineHeading(text: string, emphasis: Emphasis): HeadingInText | null {
  if (emphasis !== 'bold') return null;
  const origin = headingOrigin(text, '');
  const isLong = text.length > longest.line || text.split(' ').length > mostWordsInLine;
  if (origin === 'bold-line' && (isLong || isAside(text.split(' ', 1)[0] ?? ''))) return null;
  return { origin, length: text.length, rest: text.length, isWeak: false };
}

/** "NB." opens a remark. */
function isAside(head: string): boolean {
  return asideWords.has(head.toLowerCase().replace(/[^\p{L}]/gu, ''));
}

/** "Synonyms: …" is no heading. */
function namesOthers(head: string): boolean {
  const text = head.replace(/^[\s(]+/, '').toLowerCase();
  return namingWords.some(
    (words) => text.startsWith(words) && !/^\p{L}{2}/u.test(text.slice(words.length)),
  );
}

function isName(head: string, emphasis: Emphasis): boolean {
  const most = emphasis === 'bold' ? longest['run-in'] : longest.weak;
  if (head.length < 3 || head.length > most) return false;
  return emphasis === 'bold' || (head.split(' ').length <= mostWords && /^\P{Ll}/u.test(head));
}

/** What goes on in small letters after a stop is one sentence with its start, as after an abbreviation. */
function goesOn(separator: string, rest: string): boolean {
  return !/[:—–-]/.test(separator) && !/^["“(]*[\p{Lu}\p{Lo}\d]/u.test(rest);
}
