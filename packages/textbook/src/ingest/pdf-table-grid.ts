import type { Segment } from './pdf-rows.ts';
import type { Row, Strip } from './pdf-table-rows.ts';

/** A row of a table: for each column the lines of its cell, from the top down. */
export interface GridRow {
  readonly cells: readonly (readonly Segment[])[];
}

/** Rows and columns found in a zone of a page. */
export interface Grid {
  readonly rows: readonly GridRow[];
  /** True where space between the rows told the cells apart, not the lines alone. */
  readonly spaced: boolean;
  /** The lines of the page that the rows take up. */
  readonly used: readonly Row[];
}

/** The lines of one column that follow each other at the distance of lines in a paragraph. */
interface Block {
  readonly column: number;
  readonly lines: readonly Segment[];
  readonly top: number;
  readonly bottom: number;
}

/**
 * Cells of a zone. Where rows are set apart, lines of a column that stand close are one cell, and cells beside each
 * other are one row, whatever their baselines. Else every line is a row; one that goes on in small
 * letters belongs to the cell above.
 */
export function readGrid(zone: readonly Row[], columns: readonly Strip[]): Grid {
  const byColumn = columns.map((_, column) => columnLines(zone, columns, column));
  const leading = lineDistance(byColumn);
  const bands = joinBands(byColumn.flatMap((lines, column) => toBlocks(lines, column, leading)));
  const spaced = isSpaced(bands);
  const rows = spaced
    ? bands.map((band) => bandRow(band, columns.length))
    : lineRows(zone, columns, leading);
  const filled = trim(rows);
  const segments = new Set(filled.flatMap(({ cells }) => cells.flat(2)));
  const used = zone
    .map((row) => ({ ...row, segments: row.segments.filter((segment) => segments.has(segment)) }))
    .filter((row) => row.segments.length > 0);
  return { rows: filled, spaced, used };
}

export function filledCells({ cells }: GridRow): number {
  return cells.filter((cell) => cell.length > 0).length;
}

function columnLines(zone: readonly Row[], columns: readonly Strip[], column: number): Segment[] {
  return zone.flatMap(({ segments }) =>
    segments.filter((segment) => columnOf(segment, columns) === column),
  );
}

/** The column that a segment lies in; the first of those that a heading spans. */
function columnOf({ x, right }: Segment, columns: readonly Strip[]): number {
  const found = columns.findIndex(
    (strip) => Math.min(right, strip.right) > Math.max(x, strip.left),
  );
  return Math.max(found, 0);
}

/** Distance of lines inside a cell: the least that occurs more than once. */
function lineDistance(byColumn: readonly (readonly Segment[])[]): number {
  const distances = byColumn
    .flatMap((lines) => lines.slice(1).map((line, at) => (lines[at] as Segment).y - line.y))
    .filter((distance) => distance > 4)
    .sort((a, b) => a - b);
  const repeated = distances.find((distance, at) => (distances[at + 1] ?? 1e9) - distance < 0.3);
  return repeated ?? distances[0] ?? 12;
}

function toBlocks(lines: readonly Segment[], column: number, leading: number): Block[] {
  const blocks: Segment[][] = [];
  for (const line of lines) {
    const last = blocks.at(-1);
    const previous = last?.at(-1);
    if (last && previous && previous.y - line.y <= leading * 1.13) last.push(line);
    else blocks.push([line]);
  }
  return blocks.map((found) => {
    const [first, last] = [found[0] as Segment, found.at(-1) as Segment];
    return {
      column,
      lines: found,
      top: first.y + first.size * 0.7,
      bottom: last.y - last.size * 0.2,
    };
  });
}

/** Blocks of different columns that stand beside each other. */
function joinBands(blocks: readonly Block[]): Block[][] {
  const bands: Block[][] = [];
  let bottom = Number.POSITIVE_INFINITY;
  for (const block of [...blocks].sort((a, b) => b.top - a.top)) {
    const band = bands.at(-1);
    if (band && block.top > bottom + 0.5) {
      band.push(block);
      bottom = Math.min(bottom, block.bottom);
    } else {
      bands.push([block]);
      bottom = block.bottom;
    }
  }
  return bands;
}

/**
 * True if space parts the rows: several bands of cells beside each other, of which most with more than one
 * line do not look like several rows themselves.
 */
function isSpaced(bands: readonly (readonly Block[])[]): boolean {
  const beside = bands.filter((band) => new Set(band.map(({ column }) => column)).size >= 2);
  const tall = bands.filter((band) => band.some(({ lines }) => lines.length > 1));
  if (beside.length < 3 || tall.length === 0) return false;
  return tall.filter(isRowOfRows).length <= tall.length / 2;
}

/** Columns with the same number of lines on the same baselines. */
function isRowOfRows(band: readonly Block[]): boolean {
  const [first, ...others] = band;
  if (!first || others.length === 0 || first.lines.length < 2) return false;
  return others.every(
    ({ lines }) =>
      lines.length === first.lines.length &&
      lines.every(({ y }, at) => Math.abs(y - (first.lines[at]?.y ?? 0)) < 1),
  );
}

function bandRow(band: readonly Block[], columns: number): GridRow {
  const cells = Array.from({ length: columns }, (_, column) =>
    band.filter((block) => block.column === column).flatMap(({ lines }) => lines),
  );
  return { cells };
}

function lineRows(zone: readonly Row[], columns: readonly Strip[], leading: number): GridRow[] {
  const rows: Segment[][][] = [];
  let lastY = Number.POSITIVE_INFINITY;
  for (const { y, segments } of zone) {
    const cells = columns.map((_, column) =>
      segments.filter((segment) => columnOf(segment, columns) === column),
    );
    const previous = rows.at(-1);
    const close = lastY - y <= leading * 1.3;
    lastY = y;
    if (previous && close && continues(cells, previous)) {
      cells.forEach((cell, column) => {
        for (const segment of cell) previous[column]?.push(segment);
      });
    } else {
      rows.push(cells);
    }
  }
  return rows.map((cells) => ({ cells }));
}

/** True for the second line of cells that are wrapped. */
function continues(cells: readonly Segment[][], previous: readonly Segment[][]): boolean {
  const filled = cells.flatMap((cell, column) => (cell.length > 0 ? [column] : []));
  const below = filled.every((column) => (previous[column]?.length ?? 0) > 0);
  if (!below || filled.length === cells.length) return false;
  const small = filled.every((column) => /^[\p{Ll}(]/u.test(cells[column]?.[0]?.text ?? ''));
  if (small) return true;
  const only = filled.length === 1 ? (filled[0] as number) : 0;
  return only > 0 && /\p{L}/u.test(cells[only]?.[0]?.text ?? '');
}

/** Without the rows at either end that have one cell: they are text beside the table. */
function trim(rows: readonly GridRow[]): GridRow[] {
  const first = rows.findIndex((row) => filledCells(row) >= 2);
  const last = rows.findLastIndex((row) => filledCells(row) >= 2);
  return first < 0 ? [] : rows.slice(first, last + 1);
}
