import { greatestOf } from './extremes.ts';
import {
  groupRows,
  joinPieces,
  mainPiece,
  mostly,
  type PdfBlock,
  type PdfPiece,
  splitRow,
} from './pdf-rows.ts';
import { placeTables } from './pdf-tables.ts';

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
  /** 0 for text over the full width, 1 and 2 for columns. */
  readonly column: number;
  /** Distance from the top and bottom of the page, as a share of its height. */
  readonly fromTop: number;
  /** A figure or table in its place; then `text` is empty. */
  readonly block?: PdfBlock;
}

/** The page that pieces stand on. */
export interface PageFrame {
  readonly number: number;
  readonly width: number;
  readonly height: number;
}

/** Pieces of a page as lines in reading order: full-width lines, then left column, then right. */
export function readingOrder(pieces: readonly PdfPiece[], page: PageFrame): PdfLine[] {
  const placed = placeTables(pieces, findGutter(pieces, page.width));
  // A table may have hidden a gutter, or looked like one.
  const gutter = findGutter(placed, page.width);
  if (gutter === null) return toLines(placed, page, 0);
  const { left, right, across } = partAt(gutter, placed);
  return interleave([
    ...toLines(across, page, 0),
    ...toLines(placeTables(left, null), page, 1),
    ...toLines(placeTables(right, null), page, 2),
  ]);
}

/** Pieces on either side of the gutter; what stands close to a piece that crosses it crosses it too. */
function partAt(
  gutter: number,
  pieces: readonly PdfPiece[],
): { left: PdfPiece[]; right: PdfPiece[]; across: PdfPiece[] } {
  const parts = { left: [] as PdfPiece[], right: [] as PdfPiece[], across: [] as PdfPiece[] };
  const text = pieces.filter(({ block }) => block === undefined);
  const segments = groupRows(text).flatMap((row) => splitRow(row, 1));
  const blocks = pieces.filter(({ block }) => block !== undefined);
  for (const { x, right, pieces: inside } of [
    ...segments,
    ...blocks.map((piece) => ({ x: piece.x, right: piece.x + piece.width, pieces: [piece] })),
  ]) {
    const side = right <= gutter ? 'left' : x >= gutter ? 'right' : 'across';
    for (const piece of inside) parts[side].push(piece);
  }
  return parts;
}

/**
 * Where a vertical strip free of text parts the page into columns: somewhere in its middle third, crossed by
 * fewer than a tenth of the lines, with text on both sides. `null` for one column.
 */
function findGutter(pieces: readonly PdfPiece[], pageWidth: number): number | null {
  const text = pieces.filter(({ width, block }) => width > 0 && block === undefined);
  if (text.length < 20) return null;
  // Counted by rows: a justified line may come in many pieces.
  const rows = groupRows(text);
  const count = (test: (piece: PdfPiece) => boolean): number =>
    rows.filter((row) => row.some(test)).length;
  let best: { x: number; crossed: number } | null = null;
  for (let share = 0.36; share <= 0.64; share += 0.01) {
    const x = pageWidth * share;
    const crossed = count((piece) => piece.x < x && piece.x + piece.width > x);
    if (best === null || crossed < best.crossed) best = { x, crossed };
  }
  if (best === null || best.crossed > rows.length * 0.1) return null;
  const { x } = best;
  const left = count((piece) => piece.x + piece.width <= x);
  const right = count((piece) => piece.x >= x);
  // Text that starts in the right half at many heights is a column, a few cells of a table are not.
  return Math.min(left, right) < rows.length * 0.25 ? null : x;
}

function toLines(pieces: readonly PdfPiece[], page: PageFrame, column: number): PdfLine[] {
  const text = pieces.filter(({ block }) => block === undefined);
  const blocks = pieces.filter(({ block }) => block !== undefined);
  const rows = [...groupRows(text), ...blocks.map((piece) => [piece])];
  return rows.map((row) => toLine(row, page, column)).sort((a, b) => b.y - a.y);
}

function toLine(row: readonly PdfPiece[], page: PageFrame, column: number): PdfLine {
  const main = mainPiece(row);
  const { block } = main;
  return {
    text: joinPieces(row),
    page: page.number,
    x: row[0]?.x ?? 0,
    y: main.y,
    right: greatestOf(row, ({ x, width }) => x + width),
    size: main.size,
    bold: mostly(row, ({ bold }) => bold),
    mono: mostly(row, ({ mono = false }) => mono),
    column,
    fromTop: 1 - main.y / page.height,
    ...(block === undefined ? {} : { block }),
  };
}

/** Full-width lines cut the columns into bands; each band is read left, then right. */
function interleave(lines: readonly PdfLine[]): PdfLine[] {
  const full = lines.filter(({ column }) => column === 0).sort((a, b) => b.y - a.y);
  const rest = lines.filter(({ column }) => column !== 0);
  const ordered: PdfLine[] = [];
  let top = Number.POSITIVE_INFINITY;
  for (const line of [...full, null]) {
    const bottom = line?.y ?? Number.NEGATIVE_INFINITY;
    const band = rest.filter(({ y }) => y < top && y >= bottom);
    for (const side of [1, 2]) {
      for (const inside of band) if (inside.column === side) ordered.push(inside);
    }
    if (line) ordered.push(line);
    top = bottom;
  }
  return ordered;
}
