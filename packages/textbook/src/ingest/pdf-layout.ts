import type { PagedText } from '../document/builder-input.ts';
import { questionLevel } from '../document/source-document.ts';
import type { PdfLine } from './pdf-rows.ts';

/** What the lines of a whole book tell about its layout. */
export interface Layout {
  readonly bodySize: number;
  /** Sizes larger than the body's, largest first: levels 1, 2, … */
  readonly headingSizes: readonly number[];
  /** Texts, digits aside, that stand at the head or foot of many pages. */
  readonly runningHeads: ReadonlySet<string>;
  /** Words of the book in lower case, hyphenated ones whole: they decide how a parted word is joined. */
  readonly words: ReadonlySet<string>;
  /** True if the whole book is set as on a typewriter, so that this sets nothing apart. */
  readonly typewritten: boolean;
  /** True if the book parts words at the ends of lines, where it could also just have ended a line at a hyphen. */
  readonly partsWords: boolean;
}

export function readLayout(lines: readonly PdfLine[]): Layout {
  const sizes = new Map<number, number>();
  const words = new Set<string>();
  for (const { size, text } of lines) {
    sizes.set(rounded(size), (sizes.get(rounded(size)) ?? 0) + text.length);
    for (const word of text.toLowerCase().match(/\p{L}+(?:-\p{L}+)*/gu) ?? []) words.add(word);
  }
  const bodySize = [...sizes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 10;
  const headingSizes = [...sizes.keys()].filter((size) => size >= bodySize * 1.12);
  return {
    bodySize,
    headingSizes: headingSizes.sort((a, b) => b - a).slice(0, 6),
    runningHeads: findRunningHeads(lines),
    words,
    partsWords: partsWords(lines, words),
    typewritten: lines.filter(({ mono }) => mono).length > lines.length / 2,
  };
}

/** The same text, digits aside, at the same end of at least three pages. */
function findRunningHeads(lines: readonly PdfLine[]): Set<string> {
  const needed = 3;
  const pages = new Map<string, Set<number>>();
  for (const line of lines) {
    if (line.block || !isAtEnd(line)) continue;
    const key = headKey(line);
    pages.set(key, (pages.get(key) ?? new Set()).add(line.page));
  }
  return new Set([...pages].filter(([, found]) => found.size >= needed).map(([key]) => key));
}

function isAtEnd({ fromTop }: PdfLine): boolean {
  return fromTop < 0.09 || fromTop > 0.91;
}

/** The text of a running head, digits aside, and the end of the page that it stands at. */
export function headKey({ text, fromTop }: PdfLine): string {
  return `${fromTop < 0.5 ? 'head' : 'foot'} ${text.replace(/\d+/g, '#').toLowerCase()}`;
}

export function isRunningHead(line: PdfLine, { runningHeads, bodySize }: Layout): boolean {
  // A chapter's title at the top of its page is larger than a running head.
  if (line.block || !isAtEnd(line) || line.size > bodySize * 1.3) return false;
  return /^[\divxlc. -]{1,8}$/i.test(line.text) || runningHeads.has(headKey(line));
}

/** Heading level by size; {@link questionLevel} for bold lines in body size; 0 for running text. */
export function levelOf(line: PdfLine, { headingSizes, bodySize }: Layout): number {
  const size = rounded(line.size);
  const rank = headingSizes.indexOf(size);
  if (rank >= 0) return rank + 1;
  return line.bold && size >= bodySize - 0.5 ? questionLevel : 0;
}

export function rounded(size: number): number {
  return Math.round(size * 2) / 2;
}

/** Marks of a printed edition's pages, as digital copies set them into the text. */
const pageMark = / ?\[(?:Pg|Page|p\.)\s*\d+\]/gi;

/** Lines to running text; a word parted at a line's end is put together again. */
export function joinLines(lines: readonly string[], layout: Layout): string {
  return joinPaged(
    lines.map((text) => ({ text, page: 0 })),
    layout,
  ).text;
}

/** Lines to running text, with the places where pages begin in it. */
export function joinPaged(
  lines: readonly { readonly text: string; readonly page: number }[],
  layout: Layout,
): PagedText {
  const pages: { offset: number; page: number }[] = [];
  let text = '';
  lines.forEach((line, at) => {
    // The end only: a search of the whole text for every line would take quadratic time.
    const parted = partedWord(text.slice(-40), line.text);
    const keeps = parted === null || keepsHyphen(parted[0], parted[1], layout);
    if (!keeps) text = text.slice(0, -1);
    if (parted === null && text !== '') text += ' ';
    if (at > 0 && line.page !== lines[at - 1]?.page)
      pages.push({ offset: text.length, page: line.page });
    text += line.text.replace(pageMark, '').trimStart();
  });
  return { text: text.trimEnd(), pages };
}

/** The two parts, in lower case, of a word with a hyphen at the end of a line. */
function partedWord(end: string, next: string): [string, string] | null {
  const first = /(?<!\p{L})(\p{L}+)-$/u.exec(end)?.[1];
  const second = /^\p{Ll}+/u.exec(next)?.[0];
  return first === undefined || second === undefined ? null : [first.toLowerCase(), second];
}

/**
 * Whether words with a hyphen at the end of a line more often stand in the book without it than with it.
 * Books that part no words still end lines at the hyphens that words have.
 */
function partsWords(lines: readonly PdfLine[], words: ReadonlySet<string>): boolean {
  let whole = 0;
  let hyphenated = 0;
  lines.forEach((line, at) => {
    const parted = line.text.endsWith('-') && partedWord(line.text, lines[at + 1]?.text ?? '');
    if (!parted) return;
    if (words.has(parted.join(''))) whole++;
    else if (words.has(parted.join('-'))) hyphenated++;
  });
  return whole >= hyphenated;
}

/** As the book writes the word elsewhere, else as it does with most words. */
function keepsHyphen(head: string, tail: string, { words, partsWords }: Layout): boolean {
  if (words.has(`${head}${tail}`)) return false;
  if (words.has(`${head}-${tail}`) || !partsWords) return true;
  return /^(?:well|ill|self|half|non|semi|dome|ring|pea|pin|blue|red|white|honey|cup|wart|scar|moth|flat|sharply|slightly)$/.test(
    head,
  );
}
