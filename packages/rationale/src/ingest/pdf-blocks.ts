import type { DocumentBuilder, FigureInput } from '../document/document-builder.ts';
import { questionLevel } from '../document/source-document.ts';
import type { PdfLine } from './pdf-lines.ts';

/** What the lines of a whole book tell about its layout. */
interface Layout {
  readonly bodySize: number;
  /** Sizes larger than the body's, largest first: levels 1, 2, … */
  readonly headingSizes: readonly number[];
  /** Texts, digits aside, that stand at the head or foot of many pages. */
  readonly runningHeads: ReadonlySet<string>;
  /** Words of the book in lower case, hyphenated ones whole: they decide how a parted word is joined. */
  readonly words: ReadonlySet<string>;
}

/** Puts the lines of a book into a document: headings by size and weight, paragraphs, captions, notes. */
export function emitPdfLines(builder: DocumentBuilder, lines: readonly PdfLine[]): void {
  const layout = readLayout(lines);
  const kept = lines.filter((line) => !isRunningHead(line, layout));
  let page = 0;
  let index = 0;
  while (index < kept.length) {
    const line = kept[index] as PdfLine;
    if (line.page !== page) {
      page = line.page;
      builder.page(page);
    }
    if (line.figure) {
      builder.figure({ ...line.figure, reference: line.figure.path, line: null });
      index++;
      continue;
    }
    const block = takeBlock(kept, index, layout);
    index += block.length;
    const label = labelOnly(block, layout);
    if (label === null) {
      emitBlock(builder, block, layout);
      continue;
    }
    // The page may break between the number and its figure.
    const parted = kept[index]?.figure;
    if (parted && parted.number === null) {
      builder.figure({ ...parted, number: label, reference: parted.path, line: null });
      index++;
      continue;
    }
    // "Fig. 17." alone: the caption is the short text that follows, maybe after the label again.
    let caption = takeBlock(kept, index, layout);
    while (labelOnly(caption, layout) === label) {
      index += caption.length;
      caption = takeBlock(kept, index, layout);
    }
    const text = joinLines(caption, layout);
    const follows = caption[0]?.page === line.page && text.length < 300 && !captionStart.test(text);
    const isCaption = follows && levelOf(caption[0] as PdfLine, layout) === 0;
    if (isCaption) index += caption.length;
    builder.figure(figureOf(label, isCaption ? text : ''));
  }
}

/** The number of a figure label that stands without a caption. */
function labelOnly(block: readonly PdfLine[], layout: Layout): string | null {
  const text = joinLines(block, layout);
  const match = captionStart.exec(text);
  return match && match[0].length === text.length ? (match[1] ?? null) : null;
}

function figureOf(number: string | null, caption: string): FigureInput {
  return { reference: null, path: null, number, caption, line: null };
}

function readLayout(lines: readonly PdfLine[]): Layout {
  const sizes = new Map<number, number>();
  for (const { size, text } of lines) {
    sizes.set(rounded(size), (sizes.get(rounded(size)) ?? 0) + text.length);
  }
  const bodySize = [...sizes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 10;
  const headingSizes = [...sizes.keys()].filter((size) => size >= bodySize * 1.12);
  return {
    bodySize,
    headingSizes: headingSizes.sort((a, b) => b - a).slice(0, 6),
    runningHeads: findRunningHeads(lines),
    words: new Set(
      lines.flatMap(({ text }) => text.toLowerCase().match(/\p{L}+(?:-\p{L}+)*/gu) ?? []),
    ),
  };
}

/** The same text, digits aside, at the same end of at least three pages. */
function findRunningHeads(lines: readonly PdfLine[]): Set<string> {
  const needed = 3;
  const pages = new Map<string, Set<number>>();
  for (const line of lines) {
    if (!isAtEnd(line)) continue;
    const key = headKey(line);
    pages.set(key, (pages.get(key) ?? new Set()).add(line.page));
  }
  return new Set([...pages].filter(([, found]) => found.size >= needed).map(([key]) => key));
}

function isAtEnd({ fromTop }: PdfLine): boolean {
  return fromTop < 0.09 || fromTop > 0.91;
}

function headKey({ text, fromTop }: PdfLine): string {
  return `${fromTop < 0.5 ? 'head' : 'foot'} ${text.replace(/\d+/g, '#').toLowerCase()}`;
}

function isRunningHead(line: PdfLine, { runningHeads, bodySize }: Layout): boolean {
  // A chapter's title at the top of its page is larger than a running head.
  if (line.figure || !isAtEnd(line) || line.size > bodySize * 1.3) return false;
  return /^[\divxlc. -]{1,8}$/i.test(line.text) || runningHeads.has(headKey(line));
}

function rounded(size: number): number {
  return Math.round(size * 2) / 2;
}

const captionStart = /^(?:fig(?:ure)?\.?|plate)\s*(\d+(?:[.-]\d+)?[a-z]?)\s*[.:—–-]?\s*/i;

/** Lines of one paragraph at most; beyond it the layout was not understood, and parts are better. */
const longestBlock = 400;

/** The lines from `start` that belong to one heading, paragraph or caption. */
function takeBlock(lines: readonly PdfLine[], start: number, layout: Layout): PdfLine[] {
  const first = lines[start];
  if (!first) return [];
  const block = [first];
  for (let at = start + 1; at < lines.length; at++) {
    const previous = block.at(-1) as PdfLine;
    const next = lines[at] as PdfLine;
    if (next.figure || block.length >= longestBlock) break;
    if (startsBlock(previous, next, first, layout)) break;
    block.push(next);
  }
  return block;
}

function startsBlock(previous: PdfLine, next: PdfLine, first: PdfLine, layout: Layout): boolean {
  if (levelOf(next, layout) !== levelOf(first, layout)) return true;
  if (next.bold !== previous.bold) return true;
  if (captionStart.test(next.text)) return true;
  if (Math.abs(next.size - previous.size) > 1) return true;
  const sameColumn = next.page === previous.page && next.column === previous.column;
  if (!sameColumn) return /[.?!:]["”)]?$/.test(previous.text);
  const gap = previous.y - next.y;
  if (gap > previous.size * 1.75 || gap < -previous.size) return true;
  if (levelOf(first, layout) > 0) return false;
  // A first line set in.
  return next.x - first.x > next.size * 0.8 && next.x - previous.x > next.size * 0.8;
}

/** Heading level by size; {@link questionLevel} for bold lines in body size; 0 for running text. */
function levelOf(line: PdfLine, { headingSizes, bodySize }: Layout): number {
  const size = rounded(line.size);
  const rank = headingSizes.indexOf(size);
  if (rank >= 0) return rank + 1;
  return line.bold && size >= bodySize - 0.5 ? questionLevel : 0;
}

function emitBlock(builder: DocumentBuilder, block: readonly PdfLine[], layout: Layout): void {
  const first = block[0] as PdfLine;
  const text = joinLines(block, layout);
  const level = levelOf(first, layout);
  const caption = captionStart.exec(text);
  if (caption && text.length < 600) {
    const number = caption[1] ?? null;
    builder.figure(figureOf(number, text.slice(caption[0].length)));
  } else if (level > 0 && text.length <= 300) {
    builder.heading(text, level);
  } else {
    const note = rounded(first.size) <= layout.bodySize * 0.88 && first.fromTop > 0.7;
    builder.paragraph(text, note ? 'footnote' : 'prose');
  }
}

/** Lines to running text; a word parted at a line's end is put together again. */
function joinLines(block: readonly PdfLine[], { words }: Layout): string {
  let text = '';
  for (const line of block) {
    // The end only: a search of the whole text for every line would take quadratic time.
    const first = /(\p{L}+)-$/u.exec(text.slice(-40))?.[1];
    const second = /^\p{Ll}+/u.exec(line.text)?.[0];
    if (first !== undefined && second !== undefined) {
      text = (keepsHyphen(first, second, words) ? text : text.slice(0, -1)) + line.text;
    } else {
      text += (text === '' ? '' : ' ') + line.text;
    }
  }
  // Marks of a printed edition's pages, as digital copies set them into the text.
  return text.replace(/\s*\[(?:Pg|Page|p\.)\s*\d+\]/gi, '');
}

/** As the book writes the word elsewhere; else compounds such as "well-defined" keep their hyphen. */
function keepsHyphen(first: string, second: string, words: ReadonlySet<string>): boolean {
  const [head, tail] = [first.toLowerCase(), second.toLowerCase()];
  if (words.has(`${head}${tail}`)) return false;
  if (words.has(`${head}-${tail}`)) return true;
  return /^(?:well|ill|self|half|non|semi|dome|ring|pea|pin|blue|red|white|honey|cup|wart|scar|moth|flat|sharply|slightly)$/.test(
    head,
  );
}
