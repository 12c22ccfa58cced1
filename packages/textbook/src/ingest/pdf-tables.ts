import { greatestOf, leastOf } from './extremes.ts';
import type { PdfBlock, PdfPiece, Segment } from './pdf-rows.ts';
import { readGrid } from './pdf-table-grid.ts';
import { judgeZone } from './pdf-table-kind.ts';
import { partSegment, type Row, type Strip, tableRows } from './pdf-table-rows.ts';

/** Least width in font sizes of a strip between columns. */
const leastStrip = 0.2;

/** A page with more rows is no page of a book; to look for tables would take too long. */
const mostRows = 400;

/** Rows looked at on one page, each as often as it is in what might be a table. */
const mostLooks = 8000;

/** How captions of tables begin. */
export const tableCaption: RegExp = /^(?:table|tab\.)\s*(?:\d|[ivxlc]+\b)/i;

/** Where rows cannot belong to one table any more. */
const anyCaption = /^(?:table|tab\.|fig(?:ure)?\.?|plate)\s*\d/i;

/**
 * Finds tables by alignment: rows of at least two segments with strips free of text between them. Puts each in the
 * place of its pieces. `gutter`: where the page parts into columns, which is no table; what has more columns
 * than the page is looked for first.
 */
export function placeTables(pieces: readonly PdfPiece[], gutter: number | null): PdfPiece[] {
  const placed = gutter === null ? [...pieces] : placeWith(pieces, 2, gutter);
  return placeWith(placed, 1, gutter);
}

function placeWith(
  pieces: readonly PdfPiece[],
  leastStrips: number,
  gutter: number | null,
): PdfPiece[] {
  const rows = tableRows(pieces.filter(isRunningText));
  if (rows.length < 2 || rows.length > mostRows) return [...pieces];
  const used = new Set<PdfPiece>();
  const found: PdfPiece[] = [];
  let looks = 0;
  for (let at = 0; at < rows.length && looks < mostLooks; ) {
    const zone = growZone(rows, at, leastStrips);
    looks += zone.length;
    const table = zone.length < 2 ? null : readZone(zone, gutter);
    if (table) {
      const caption = table.block.kind === 'table' ? captionAbove(rows, at) : [];
      for (const { segments } of [...caption, ...table.rows]) {
        for (const segment of segments) for (const piece of segment.pieces) used.add(piece);
      }
      found.push(pieceOf(table.rows, withCaption(table.block, caption)));
    }
    at += table ? zone.length : 1;
  }
  return [...pieces.filter((piece) => !used.has(piece)), ...found];
}

/** The lines right above a table from the one that says "Table 3" on. They may stand in one column of the page. */
function captionAbove(rows: readonly Row[], start: number): Row[] {
  for (let at = start - 1; at >= Math.max(0, start - 4); at--) {
    const row = rows[at] as Row;
    const below = rows[at + 1] as Row;
    if (row.segments.length > 1 || row.y - below.y > row.size * 3) return [];
    if (tableCaption.test(row.segments[0]?.text ?? '')) return rows.slice(at, start);
  }
  return [];
}

function withCaption(block: PdfBlock, rows: readonly Row[]): PdfBlock {
  if (block.kind !== 'table') return block;
  return { ...block, caption: rows.flatMap(({ segments }) => segments.map(({ text }) => text)) };
}

/** Neither a figure nor text set as on a typewriter, whose spaces may mean anything. */
function isRunningText({ block, mono = false }: PdfPiece): boolean {
  return block === undefined && !mono;
}

function pieceOf(rows: readonly Row[], block: PdfBlock): PdfPiece {
  const segments = rows.flatMap((row) => row.segments);
  const x = leastOf(segments, (segment) => segment.x);
  const right = greatestOf(segments, (segment) => segment.right);
  const { y, size } = rows[0] as Row;
  return { text: '', x, y, width: right - x, size, bold: false, block };
}

/** The rows from `start` on that leave at least `least` strips free of text. */
function growZone(rows: readonly Row[], start: number, least: number): Row[] {
  const first = rows[start] as Row;
  if (first.segments.length < 2 && !standsInNext(first, rows[start + 1])) return [];
  const zone: Row[] = [];
  let covered: Strip[] = [];
  let reached = false;
  for (let at = start; at < rows.length; at++) {
    const row = rows[at] as Row;
    const previous = zone.at(-1);
    if (previous && previous.y - row.y > Math.max(previous.size, row.size) * 3) break;
    if (row.segments.some(({ size }) => size > first.size * 1.25)) break;
    if (anyCaption.test(row.segments[0]?.text ?? '')) break;
    const next = cover(covered, row.segments);
    const strips = stripsBetween(next, first.size * leastStrip).length;
    if ((strips === 0 && at > start) || (reached && strips < least)) break;
    if (!reached && zone.length > 3) break;
    reached ||= strips >= least;
    covered = next;
    zone.push(row);
  }
  return reached ? zone : [];
}

/** True for a line whose letters reach into the next one's height: they are cells beside each other. */
function standsInNext({ y, size, segments }: Row, next: Row | undefined): boolean {
  if (!next || y - next.y > size * 0.9) return false;
  const beside = (a: Segment, b: Segment): boolean => a.right < b.x || a.x > b.right;
  return next.segments.some((other) => segments.every((segment) => beside(segment, other)));
}

/** Adds segments to a list of covered strips, ordered and apart. */
function cover(covered: readonly Strip[], segments: readonly Segment[]): Strip[] {
  const all = [...covered, ...segments.map(({ x, right }) => ({ left: x, right }))];
  const merged: Strip[] = [];
  for (const strip of all.sort((a, b) => a.left - b.left)) {
    const last = merged.at(-1);
    if (last && strip.left <= last.right) {
      merged[merged.length - 1] = { left: last.left, right: Math.max(last.right, strip.right) };
    } else {
      merged.push(strip);
    }
  }
  return merged;
}

function stripsBetween(covered: readonly Strip[], least: number): Strip[] {
  return covered
    .slice(1)
    .map((strip, at) => ({ left: (covered[at] as Strip).right, right: strip.left }))
    .filter(({ left, right }) => right - left >= least);
}

function readZone(
  zone: readonly Row[],
  gutter: number | null,
): { block: PdfBlock; rows: readonly Row[] } | null {
  const columns = columnsOf(zone);
  if (columns.length < 2) return null;
  const parted = zone.map((row) => ({
    ...row,
    segments: row.segments.flatMap((segment) => partSegment(segment, columns)),
  }));
  const grid = readGrid(parted, columns);
  const kind = judgeZone(grid, columns, gutter);
  if (kind === 'table') {
    const cells = grid.rows.map(({ cells }) => cells.map((cell) => cell.map(({ text }) => text)));
    return { block: { kind, rows: cells, caption: [] }, rows: grid.used };
  }
  if (kind === 'entries') {
    const lines = grid.used.map(({ segments }) => segments.map(({ text }) => text).join(' '));
    return { block: { kind, lines }, rows: grid.used };
  }
  return null;
}

/** Columns of a zone: a strip that few rows cross, as a heading over several columns does, still parts two. */
function columnsOf(zone: readonly Row[]): Strip[] {
  const allowed = Math.floor(zone.length * 0.1);
  const ends = zone.flatMap(({ segments }) =>
    segments.flatMap(({ x, right }) => [
      { at: x, change: 1 },
      { at: right, change: -1 },
    ]),
  );
  const columns: Strip[] = [];
  let count = 0;
  let left: number | null = null;
  for (const { at, change } of ends.sort((a, b) => a.at - b.at || b.change - a.change)) {
    count += change;
    if (count > allowed) left ??= at;
    else if (left !== null) {
      columns.push({ left, right: at });
      left = null;
    }
  }
  return joinClose(columns, (zone[0]?.size ?? 10) * leastStrip);
}

function joinClose(columns: readonly Strip[], least: number): Strip[] {
  const joined: Strip[] = [];
  for (const column of columns) {
    const last = joined.at(-1);
    if (!last || column.left - last.right >= least) joined.push(column);
    else joined[joined.length - 1] = { left: last.left, right: column.right };
  }
  return joined;
}
