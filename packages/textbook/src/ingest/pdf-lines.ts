import { greatestOf } from './extremes.ts';
import { findGutter, isOpen } from './pdf-columns.ts';
import {
  groupRows,
  joinPieces,
  mainPiece,
  mostly,
  type PdfLine,
  type PdfPiece,
  splitRow,
  startOf,
} from './pdf-rows.ts';
import { placeTables } from './pdf-tables.ts';

/** The page that pieces stand on. */
export interface PageFrame {
  readonly number: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Pieces of a page as lines in reading order: full-width lines, then left column, then right. `columns`: where the page
 * parts into columns, by itself or because the book does; `null` for one column.
 */
export function readingOrder(
  pieces: readonly PdfPiece[],
  page: PageFrame,
  columns: number | null,
): PdfLine[] {
  const placed = placeTables(pieces, columns);
  // A table may have hidden a gutter, or looked like one.
  const gutter = findGutter(placed, page.width) ?? (isOpen(placed, columns) ? columns : null);
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
    start: startOf(row),
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
