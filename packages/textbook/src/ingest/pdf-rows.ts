import { greatestOf } from './extremes.ts';
import type { EmphasizedStart } from './inline-text.ts';

/** A piece of text as a PDF page places it; y grows upwards. */
export interface PdfPiece {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Font size. */
  readonly size: number;
  readonly bold: boolean;
  readonly italic?: boolean;
  /** Set in a font whose letters are equally wide. */
  readonly mono?: boolean;
  /** A figure or table that stands in this place; then `text` is empty. */
  readonly block?: PdfBlock;
}

/** What stands on a page beside running text. */
export type PdfBlock =
  | {
      readonly kind: 'figure';
      readonly path: string | null;
      readonly number: string | null;
      readonly caption: string;
    }
  /** Cells as lines of text: row, column, line. */
  | {
      readonly kind: 'table';
      readonly rows: readonly (readonly (readonly string[])[])[];
      /** Lines of the caption above it. */
      readonly caption: readonly string[];
    }
  /** The number of a figure that is on the next page. */
  | { readonly kind: 'label'; readonly number: string }
  /** What a frame parts from the text around it. */
  | { readonly kind: 'box'; readonly lines: readonly PdfLine[] }
  /** Lines that stand each by itself, as in a table of contents. */
  | { readonly kind: 'entries'; readonly lines: readonly string[] };

/** A line of a page in reading order. */
export interface PdfLine {
  readonly text: string;
  readonly page: number;
  readonly x: number;
  readonly y: number;
  readonly right: number;
  readonly size: number;
  readonly bold: boolean;
  readonly mono: boolean;
  /** How the line starts, if set apart there. */
  readonly start: EmphasizedStart | null;
  /** 0 for text over the full width, 1 and 2 for columns. */
  readonly column: number;
  /** Distance from the top and bottom of the page, as a share of its height. */
  readonly fromTop: number;
  /** A figure or table in its place; then `text` is empty. */
  readonly block?: PdfBlock;
}

/** Characters of pieces or lines, those in boxes among them. */
export function charactersOf(parts: readonly Pick<PdfLine, 'text' | 'block'>[]): number {
  return parts.reduce(
    (sum, { text, block }) =>
      sum + text.length + (block?.kind === 'box' ? charactersOf(block.lines) : 0),
    0,
  );
}

/** Pieces of one line that stand close together. */
export interface Segment {
  readonly pieces: readonly PdfPiece[];
  readonly text: string;
  readonly x: number;
  readonly right: number;
  readonly y: number;
  readonly size: number;
  readonly bold: boolean;
}

/** Marks of a printed edition's pages, as digital copies set them beside the text. */
const pageMark = /^\[(?:Pg|Page|p\.)\s*\d+\]$/i;

/** The pieces that are text of the book. */
export function visiblePieces(pieces: readonly PdfPiece[]): PdfPiece[] {
  return pieces.filter(({ text }) => text.trim() !== '' && !pageMark.test(text.trim()));
}

/** Pieces on one baseline, from the top of the page down, each row from left to right. */
export function groupRows(pieces: readonly PdfPiece[]): PdfPiece[][] {
  const rows: PdfPiece[][] = [];
  for (const piece of [...pieces].sort((a, b) => b.y - a.y || a.x - b.x)) {
    const row = rows.at(-1);
    const first = row?.[0];
    // Half a font size up or down is still the same line: superscripts, drop in baseline.
    if (row && first && Math.abs(first.y - piece.y) < Math.max(first.size, piece.size) * 0.5) {
      row.push(piece);
    } else {
      rows.push([piece]);
    }
  }
  return rows.map((row) => row.sort((a, b) => a.x - b.x));
}

/** Parts a row where the gap is wider than `gap` font sizes. */
export function splitRow(row: readonly PdfPiece[], gap: number): Segment[] {
  const segments: PdfPiece[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const piece of row) {
    const last = segments.at(-1);
    if (last && piece.x - end <= piece.size * gap) last.push(piece);
    else segments.push([piece]);
    end = Math.max(end, piece.x + piece.width);
  }
  return segments.map(joinSegment);
}

/** One text of pieces from left to right. */
export function joinSegment(pieces: readonly PdfPiece[]): Segment {
  const main = mainPiece(pieces);
  return {
    pieces,
    text: joinPieces(pieces),
    x: pieces[0]?.x ?? 0,
    right: greatestOf(pieces, ({ x, width }) => x + width),
    y: main.y,
    size: main.size,
    bold: mostly(pieces, ({ bold }) => bold),
  };
}

/** The longest piece of a line: it tells size and baseline. */
export function mainPiece(pieces: readonly PdfPiece[]): PdfPiece {
  return pieces.reduce((a, b) => (b.text.length > a.text.length ? b : a));
}

/** True if nearly all letters of the pieces are so. */
export function mostly(pieces: readonly PdfPiece[], test: (piece: PdfPiece) => boolean): boolean {
  const letters = (text: string): number => text.replace(/[^\p{L}\d]/gu, '').length;
  const all = pieces.reduce((sum, { text }) => sum + letters(text), 0);
  const found = pieces.reduce((sum, piece) => sum + (test(piece) ? letters(piece.text) : 0), 0);
  return found > all * 0.8;
}

/** Text of pieces from left to right, without the marks of notes. */
export function joinPieces(pieces: readonly PdfPiece[]): string {
  const main = mainPiece(pieces);
  const parts: string[] = [];
  // The end only of the text so far: to look at all of it for every piece would take quadratic time.
  let tail = '';
  let end = Number.NEGATIVE_INFINITY;
  for (const piece of pieces) {
    if (tail !== '' && isNoteMark(piece, main, tail)) continue;
    const gap = piece.x - end > piece.size * 0.15;
    const part = (tail !== '' && gap && !tail.endsWith(' ') ? ' ' : '') + piece.text;
    parts.push(part);
    tail = (tail + part).slice(-40);
    end = piece.x + piece.width;
  }
  return parts.join('').replace(/\s+/g, ' ').trim();
}

/** `[4]` or a raised small sign after a word; a raised number after a unit or number is a power. */
function isNoteMark(piece: PdfPiece, main: PdfPiece, before: string): boolean {
  const text = piece.text.trim();
  if (/^\[(?:\d{1,3}|[a-z*†‡])\]$/i.test(text)) return true;
  const raised = piece.size < main.size * 0.85 && piece.y - main.y > main.size * 0.15;
  const mark = /^\[?(?:\d{1,3}(?:[,–-]\s?\d{1,3})*|[a-z*†‡§])\]?$/i.test(text);
  return raised && mark && !/(?:\d|\b[cmkµ]?m|log)$/i.test(before.trimEnd());
}

/** The pieces at the start of a line that are set apart from what follows, as one text. */
export function startOf(pieces: readonly PdfPiece[]): EmphasizedStart | null {
  const [first] = pieces;
  const emphasis = first?.bold ? 'bold' : first?.italic ? 'italics' : null;
  if (emphasis === null) return null;
  const end = pieces.findIndex((piece) => !(emphasis === 'bold' ? piece.bold : piece.italic));
  const apart = end < 0 ? pieces : pieces.slice(0, end);
  return { emphasis, length: joinPieces(apart).length };
}
