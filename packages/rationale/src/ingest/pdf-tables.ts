import {
  groupRows,
  joinSegment,
  type PdfBlock,
  type PdfPiece,
  type Segment,
  splitRow,
} from './pdf-rows.ts';
import { readGrid } from './pdf-table-grid.ts';
import { judgeZone } from './pdf-table-kind.ts';

/** Segments on one baseline. */
export interface Row {
  readonly y: number;
  readonly size: number;
  readonly segments: readonly Segment[];
}

/** A strip of a page from `left` to `right`. */
export interface Strip {
  readonly left: number;
  readonly right: number;
}

/** Gap in font sizes that may part two cells; spaces between words are narrower. */
const cellGap = 0.7;

/** Widest space in font sizes between the words of a justified line. */
const widestSpace = 2;

/** Least width in font sizes of a strip between columns. */
const leastStrip = 0.5;

/** A page with more rows is no page of a book; to look for tables would take too long. */
const mostRows = 400;

/** Where rows cannot belong to one table any more. */
const caption = /^(?:table|tab\.|fig(?:ure)?\.?|plate)\s*\d/i;

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
  const rows = groupRows(pieces.filter(isRunningText)).map(toRow);
  if (rows.length < 2 || rows.length > mostRows) return [...pieces];
  const used = new Set<PdfPiece>();
  const found: PdfPiece[] = [];
  for (let at = 0; at < rows.length; ) {
    const zone = growZone(rows, at, leastStrips);
    const table = zone.length < 2 ? null : readZone(zone, gutter);
    if (table) {
      for (const { segments } of table.rows) {
        for (const segment of segments) for (const piece of segment.pieces) used.add(piece);
      }
      found.push(pieceOf(table.rows, table.block));
    }
    at += table ? zone.length : 1;
  }
  return [...pieces.filter((piece) => !used.has(piece)), ...found];
}

/** Neither a figure nor text set as on a typewriter, whose spaces may mean anything. */
function isRunningText({ block, mono = false }: PdfPiece): boolean {
  return block === undefined && !mono;
}

function pieceOf(rows: readonly Row[], block: PdfBlock): PdfPiece {
  const segments = rows.flatMap((row) => row.segments);
  const x = Math.min(...segments.map((segment) => segment.x));
  const right = Math.max(...segments.map((segment) => segment.right));
  const { y, size } = rows[0] as Row;
  return { text: '', x, y, width: right - x, size, bold: false, block };
}

function toRow(pieces: readonly PdfPiece[]): Row {
  const segments = joinJustified(splitRow(pieces, cellGap));
  const { y, size } = segments.reduce((a, b) => (b.text.length > a.text.length ? b : a));
  return { y, size, segments };
}

/** Puts a justified line together again: its words stand apart, but all at the same distance. */
function joinJustified(segments: readonly Segment[]): readonly Segment[] {
  if (segments.length < 3) return segments;
  const gaps = segments.slice(1).map(({ x }, at) => x - (segments[at] as Segment).right);
  const joined: Segment[] = [];
  for (let at = 0; at < segments.length; ) {
    const first = gaps[at] ?? 0;
    let end = at;
    while (end < gaps.length && isWords(segments[end]) && isWords(segments[end + 1])) {
      const wide = (gaps[end] as number) > (segments[end]?.size ?? 0) * widestSpace;
      if (wide || Math.abs((gaps[end] as number) - first) > first * 0.12 + 0.5) break;
      end++;
    }
    const run = end - at >= 2 ? end : at;
    joined.push(joinSegment(segments.slice(at, run + 1).flatMap(({ pieces }) => pieces)));
    at = run + 1;
  }
  return joined;
}

function isWords(segment: Segment | undefined): boolean {
  return segment !== undefined && /\p{L}/u.test(segment.text);
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
    const heading = row.segments.length === 1 && row.size > first.size * 1.25;
    if (heading || caption.test(row.segments[0]?.text ?? '')) break;
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
    return { block: { kind, rows: cells }, rows: grid.used };
  }
  if (kind === 'entries') {
    const lines = grid.used.map(({ segments }) => segments.map(({ text }) => text).join(' '));
    return { block: { kind, lines }, rows: grid.used };
  }
  return null;
}

/** Cells that stand so close that they were taken for one text, as the columns of the other rows tell. */
function partSegment(segment: Segment, columns: readonly Strip[]): Segment[] {
  const over = columns.filter(({ left, right }) => segment.x < right && segment.right > left);
  if (over.length < 2) return [segment];
  const inside = ({ x, width }: PdfPiece): number => {
    const found = columns.filter(({ left, right }) => x < right && x + width > left);
    return found.length === 1 ? columns.indexOf(found[0] as Strip) : -1;
  };
  const parts: PdfPiece[][] = [];
  for (const piece of segment.pieces) {
    // A piece that spans columns is a heading over them.
    if (inside(piece) < 0) return [segment];
    const last = parts.at(-1);
    if (last && inside(last[0] as PdfPiece) === inside(piece)) last.push(piece);
    else parts.push([piece]);
  }
  return parts.map(joinSegment);
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
