import { groupRows, joinSegment, type PdfPiece, type Segment, splitRow } from './pdf-rows.ts';

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

/** Narrower gap that parts cells where the next row has cells in the same places. */
const tightGap = 0.3;

/** Widest space in font sizes between the words of a justified line. */
const widestSpace = 2;

/** The rows of a page or column, with the texts in them that may be cells. */
export function tableRows(pieces: readonly PdfPiece[]): Row[] {
  const rows = groupRows(pieces).map(toRow);
  // From below, so that the places are known.
  for (let at = rows.length - 2; at >= 0; at--) {
    rows[at] = partLike(rows[at] as Row, rows[at + 1] as Row);
  }
  return rows;
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

/** Parts a row where its texts start in the places of the next row's, as the widest cells stand close to the next. */
function partLike(row: Row, next: Row): Row {
  if (next.segments.length < 2 || row.segments.length >= next.segments.length) return row;
  const pieces = row.segments.flatMap((segment) => segment.pieces);
  const parts = splitRow(pieces, tightGap);
  const placed = ({ x, size }: Segment): boolean =>
    next.segments.some((other) => Math.abs(other.x - x) < size * 0.25);
  return parts.length > row.segments.length && parts.every(placed)
    ? { ...row, segments: parts }
    : row;
}

/** Cells that stand so close that they were taken for one text, as the columns of the other rows tell. */
export function partSegment(segment: Segment, columns: readonly Strip[]): Segment[] {
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
