import type { Segment } from './pdf-rows.ts';
import { filledCells, type Grid, type GridRow } from './pdf-table-grid.ts';
import type { Strip } from './pdf-table-rows.ts';

const leader = /\p{L}[^.…\p{L}]*(?:\.\s?){4}|…{2}|_{5}/u;
const listMark = /^(?:\(?(?:\d{1,3}|[a-z]|[ivxlc]{1,6})[.):]|[•◦▪‣·*–—-]|[qa][.:]?)$/i;
const pageNumber = /^(?:\d{1,4}|[ivxlc]+)$/i;

/**
 * What a zone of aligned rows is: a table; lines that stand each by itself, as a table of contents; or `null`
 * for text that only looks aligned: columns of prose, an index, a numbered list, labels of a drawing.
 */
export function judgeZone(
  grid: Grid,
  columns: readonly Strip[],
  gutter: number | null,
): 'table' | 'entries' | null {
  const { rows } = grid;
  if (rows.length < 2) return null;
  const lines = grid.used.map(({ segments }) => segments.map(({ text }) => text).join(' '));
  if (share(lines, (line) => leader.test(line)) >= 0.5) return 'entries';
  if (share(lines, (line) => /\.{6,}/.test(line)) >= 0.15) return null;
  if (isContents(rows, columns.length)) return 'entries';
  const segments = grid.used.flatMap((row) => row.segments);
  if (share(segments, ({ text }) => endsInPageNumbers(text)) >= 0.4) return null;
  if (columns.length === 2 && isListed(rows)) return null;
  if (!isFilled(rows, columns.length)) return null;
  const cells = columns.map((_, column) => cellsOf(rows, column));
  if (cells.some(isIndex)) return null;
  // Headings of columns may stand otherwise than what is below them.
  const ragged = cells.filter((column) => !isAligned(column) && !isAligned(column.slice(1))).length;
  if (ragged > (columns.length > 3 ? 1 : 0)) return null;
  const prose = cells.filter((column, at) => isProse(column.flat(), columns[at] as Strip));
  const numeric = prose.length === 0 && cells.some(isNumeric);
  // Beside each other, paragraphs of the page's own columns look like wrapped cells: only chance starts them level.
  const asPage = isGutter(columns, gutter) || (prose.length === 2 && areAlike(columns));
  if (!numeric && (asPage || (prose.length > 0 && gutter !== null))) {
    return grid.spaced && rows.length > 3 && rows.every(startsLevel) ? 'table' : null;
  }
  if (gutter !== null && !isDense(rows, columns.length)) return null;
  if (prose.length > 0 && !(grid.spaced && share(rows, startsTogether) >= 0.85)) return null;
  if (!grid.spaced && rows.length < 6 && isRunning(cells)) return null;
  return 'table';
}

/** Enough rows with several cells, so that they are aligned on purpose. */
function isFilled(rows: readonly GridRow[], columns: number): boolean {
  const beside = rows.filter((row) => filledCells(row) >= 2).length;
  if (beside < rows.length * 0.5) return false;
  const wide = rows.filter((row) => filledCells(row) >= 3).length;
  return beside >= 3 || (columns >= 3 && wide >= 2);
}

/** Most cells are filled and start level with those beside them. */
function isDense(rows: readonly GridRow[], columns: number): boolean {
  const filled = rows.reduce((sum, row) => sum + filledCells(row), 0);
  return filled >= rows.length * columns * 0.75 && share(rows, startsTogether) >= 0.9;
}

/** Entries with page numbers that only grow. */
function isContents(rows: readonly GridRow[], columns: number): boolean {
  if (columns > 3 || rows.length < 5) return false;
  const last = cellsOf(rows, columns - 1).map((cell) => cell.map(({ text }) => text).join(' '));
  const numbers = last.filter((text) => pageNumber.test(text)).map(Number);
  if (numbers.length < last.length * 0.8 || last.length < rows.length * 0.7) return false;
  const falls = numbers.filter((page, at) => at > 0 && page < (numbers[at - 1] as number));
  return falls.length === 0 && numbers.at(-1) !== numbers[0];
}

/** Entries of an index in the column beside. */
function isIndex(cells: readonly (readonly Segment[])[]): boolean {
  return cells.length > 3 && share(cells, ([first]) => endsInPageNumbers(first?.text ?? '')) >= 0.6;
}

/** Page numbers after a comma, as in "scabies, 12, 40–44.". */
function endsInPageNumbers(text: string): boolean {
  const [numbers = ''] = /(?<![\d\s,–-])[\d\s,–-]+\.?$/.exec(text) ?? [];
  return /,\s*\d/.test(numbers) && /\d\.?$/.test(numbers);
}

function isListed(rows: readonly GridRow[]): boolean {
  const marks = cellsOf(rows, 0).map((cell) => cell[0]?.text ?? '');
  return share(marks, (mark) => listMark.test(mark)) >= 0.7;
}

/**
 * Most cells of a column start, end or have their middle at one place; the fewer there are, the more of them
 * have to. Numbers may stand by their point.
 */
function isAligned(cells: readonly (readonly Segment[])[]): boolean {
  if (cells.length < 2) return false;
  if (isNumeric(cells)) return true;
  const firsts = cells.map(([first]) => first as Segment);
  const needed = cells.length < 6 ? 0.75 : 0.5;
  const edges = [
    ({ x }: Segment) => x,
    ({ right }: Segment) => right,
    ({ x, right }: Segment) => (x + right) / 2,
  ];
  return edges.some((edge) =>
    firsts.some((one) => {
      const near = (other: Segment): boolean => Math.abs(edge(one) - edge(other)) < one.size * 0.25;
      return firsts.filter(near).length - 1 >= (firsts.length - 1) * needed;
    }),
  );
}

function isNumeric(cells: readonly (readonly Segment[])[]): boolean {
  const texts = cells.map((cell) => cell.map(({ text }) => text).join(' '));
  return share(texts, (text) => /\d/.test(text) && /^[\d\s.,%±<>≤≥()–+-]{1,16}$/.test(text)) >= 0.6;
}

/** Lines that fill their column and go on in the next line. */
function isProse(lines: readonly Segment[], { left, right }: Strip): boolean {
  if (lines.length < 4) return false;
  const full = share(lines, (line) => line.right - left >= (right - left) * 0.8);
  const goesOn = share(lines.slice(1), ({ text }) => /^[\p{Ll}(]/u.test(text));
  const long = lines.reduce((sum, { text }) => sum + text.length, 0) / lines.length;
  return full >= 0.55 && goesOn >= 0.4 && long >= 15;
}

/** Cells that begin as the middle of sentences does. */
function isRunning(cells: readonly (readonly (readonly Segment[])[])[]): boolean {
  return share(cells.flat(), (cell) => /^[\p{Ll}(]/u.test(cell[0]?.text ?? '')) >= 0.6;
}

/** Cells of a row begin or have their middle at one height; paragraphs in columns of prose do not. */
function startsTogether({ cells }: GridRow): boolean {
  const [a, b] = cells.filter((cell) => cell.length > 0);
  if (!a || !b) return true;
  const near = (a[0]?.size ?? 0) * 0.3;
  return (
    Math.abs((a[0]?.y ?? 0) - (b[0]?.y ?? 0)) < near || Math.abs(middleOf(a) - middleOf(b)) < near
  );
}

/** All cells are filled and begin on one baseline, which paragraphs do only by chance. */
function startsLevel({ cells }: GridRow): boolean {
  const tops = cells.map((cell) => cell[0]?.y ?? Number.NaN);
  return tops.every((y) => Math.abs(y - (tops[0] as number)) < 0.5);
}

function middleOf(cell: readonly Segment[]): number {
  return ((cell[0]?.y ?? 0) + (cell.at(-1)?.y ?? 0)) / 2;
}

/** True if the only strip between columns is the one that parts the page. */
function isGutter(columns: readonly Strip[], gutter: number | null): boolean {
  const [left, right] = columns;
  if (gutter === null || columns.length !== 2) return false;
  return (left?.right ?? 0) <= gutter && (right?.left ?? 0) >= gutter;
}

/** Two columns of about the same width, as those of a page are. */
function areAlike(columns: readonly Strip[]): boolean {
  const [a, b] = columns.map(({ left, right }) => right - left).sort((x, y) => x - y);
  return columns.length === 2 && (a as number) > (b as number) * 0.85;
}

function cellsOf(rows: readonly GridRow[], column: number): (readonly Segment[])[] {
  return rows.flatMap(({ cells }) => {
    const cell = cells[column];
    return cell && cell.length > 0 ? [cell] : [];
  });
}

function share<T>(items: readonly T[], test: (item: T) => boolean): number {
  return items.length === 0 ? 0 : items.filter(test).length / items.length;
}
