import { groupRows, type PdfPiece } from './pdf-rows.ts';

/** Pieces of text below which a page alone does not tell whether it has columns. */
const leastPieces = 20;

/**
 * Where a vertical strip free of text parts the page into columns: somewhere in its middle third, crossed by
 * fewer than a tenth of the lines, with text on both sides. `null` for one column.
 */
export function findGutter(pieces: readonly PdfPiece[], pageWidth: number): number | null {
  const text = pieces.filter(({ width, block }) => width > 0 && block === undefined);
  if (text.length < leastPieces) return null;
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

/** True if hardly a line crosses the place where a book parts its pages into columns, and there is text on both sides. */
export function isOpen(pieces: readonly PdfPiece[], gutter: number | null): boolean {
  if (gutter === null) return false;
  const rows = groupRows(textOf(pieces));
  const crossed = rows.filter((row) => row.some((piece) => crosses(piece, gutter))).length;
  const right = rows.some((row) => row.some(({ x }) => x >= gutter));
  return right && crossed <= Math.max(1, rows.length * 0.2);
}

/** What a page says of its columns by itself: where they part, that it has one, or nothing for sure. */
export type PageColumns =
  | { readonly kind: 'two'; readonly gutter: number }
  | { readonly kind: 'one' }
  | { readonly kind: 'open' };

export function judgeColumns(pieces: readonly PdfPiece[], pageWidth: number): PageColumns {
  const gutter = findGutter(pieces, pageWidth);
  if (gutter !== null) return { kind: 'two', gutter };
  const rows = groupRows(textOf(pieces));
  const middle = rows.filter((row) => row.some((piece) => crosses(piece, pageWidth / 2))).length;
  // One line across the middle may be a running head.
  return { kind: middle > Math.max(1, rows.length * 0.3) ? 'one' : 'open' };
}

/** A page of a book in which columns are to be decided. */
interface UndecidedPage {
  readonly columns: PageColumns;
  readonly pieces: readonly PdfPiece[];
  readonly frame: { readonly width: number };
}

/**
 * Decides for the pages that do not tell by themselves, by the pages of the book that do: where most have two columns,
 * or those before and after do. Returns where each page parts, `null` for one column.
 */
export function decideColumns(pages: readonly UndecidedPage[]): (number | null)[] {
  const kinds = pages.map(({ columns }) => columns.kind);
  const single = kinds.filter((kind) => kind === 'one').length;
  const gutters = pages.flatMap(({ columns }) => (columns.kind === 'two' ? [columns.gutter] : []));
  const known = gutters.toSorted((a, b) => a - b)[gutters.length >> 1] ?? null;
  const usual = known ?? (single === 0 ? gutterOfShortPages(pages) : null);
  const before = nearestDecided(kinds);
  const after = nearestDecided(kinds.toReversed()).reverse();
  return pages.map(({ columns }, at) => {
    if (columns.kind !== 'open') return columns.kind === 'two' ? columns.gutter : null;
    const beside = [before[at], after[at]];
    const byNeighbors = beside.includes('two') && !beside.includes('one');
    return single === 0 || byNeighbors || gutters.length > single ? usual : null;
  });
}

/** Of each page, what the nearest page before it says that tells by itself. */
function nearestDecided(kinds: readonly PageColumns['kind'][]): PageColumns['kind'][] {
  let last: PageColumns['kind'] = 'open';
  return kinds.map((kind) => {
    const before = last;
    if (kind !== 'open') last = kind;
    return before;
  });
}

/** Characters that a line of prose has at least on average; cells of a table are shorter. */
const leastProse = 20;

/**
 * Where the pages of a book part that are all short: lines of prose that start at one edge in the middle of the page, with
 * hardly a line across.
 */
function gutterOfShortPages(pages: readonly UndecidedPage[]): number | null {
  const rows = withoutRepeated(
    pages.flatMap(({ pieces, frame }) =>
      groupRows(textOf(pieces)).map((row) => ({ row, width: frame.width })),
    ),
  );
  const starts = rows.flatMap(({ row, width }) =>
    row.flatMap((piece, at) => {
      const opens = at === 0 || piece.x - endOf(row[at - 1] as PdfPiece) > piece.size;
      const inMiddle = piece.x > width * 0.36 && piece.x < width * 0.64;
      return opens && inMiddle ? [Math.round(piece.x)] : [];
    }),
  );
  const edge = commonest(starts);
  if (edge === null || edge.count < Math.max(4, rows.length * 0.3)) return null;
  const gutter = edge.value - 1;
  const crossed = rows.filter(({ row }) => row.some((piece) => crosses(piece, gutter))).length;
  const sides = [true, false].map((isRight) => {
    const inside = rows.map(({ row }) => row.filter(({ x }) => x >= gutter === isRight));
    const lines = inside.filter(({ length }) => length > 0);
    const letters = lines.flat().reduce((sum, { text }) => sum + text.length, 0);
    return letters / Math.max(1, lines.length);
  });
  const isProse = Math.min(...sides) >= leastProse;
  return isProse && crossed <= rows.length * 0.1 ? gutter : null;
}

/** Rows less those that stand on several pages at one height, digits aside: running heads say nothing of columns. */
function withoutRepeated<Row extends { readonly row: readonly PdfPiece[] }>(
  rows: readonly Row[],
): Row[] {
  const keyOf = ({ row }: Row): string =>
    `${Math.round(row[0]?.y ?? 0)} ${row.map(({ text }) => text.replaceAll(/\d/g, '')).join(' ')}`;
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1);
  return rows.filter((row) => counts.get(keyOf(row)) === 1);
}

function textOf(pieces: readonly PdfPiece[]): PdfPiece[] {
  return pieces.filter(({ width, block }) => width > 0 && block === undefined);
}

function crosses({ x, width }: PdfPiece, at: number): boolean {
  return x < at && x + width > at;
}

function endOf({ x, width }: PdfPiece): number {
  return x + width;
}

function commonest(values: readonly number[]): { value: number; count: number } | null {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [best] = [...counts].sort((a, b) => b[1] - a[1]);
  return best ? { value: best[0], count: best[1] } : null;
}
