/** A piece of text as a PDF page places it; y grows upwards. */
export interface PdfPiece {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Font size. */
  readonly size: number;
  readonly bold: boolean;
}

/** A line of a page in reading order. */
export interface PdfLine {
  readonly text: string;
  readonly page: number;
  readonly x: number;
  readonly y: number;
  readonly right: number;
  readonly size: number;
  readonly bold: boolean;
  /** 0 for text over the full width, 1 and 2 for columns. */
  readonly column: number;
  /** Distance from the top and bottom of the page, as a share of its height. */
  readonly fromTop: number;
  /** A figure in the place of its caption; then `text` is empty. */
  readonly figure?: {
    readonly path: string | null;
    readonly number: string | null;
    readonly caption: string;
  };
}

/** Pieces of a page as lines in reading order: full-width lines, then left column, then right. */
export function readingOrder(
  pieces: readonly PdfPiece[],
  page: number,
  pageWidth: number,
  pageHeight: number,
): PdfLine[] {
  const visible = pieces.filter(({ text }) => text.trim() !== '');
  const gutter = findGutter(visible, pageWidth);
  const sides =
    gutter === null
      ? [visible]
      : [
          visible.filter(({ x, width }) => x < gutter && x + width > gutter),
          visible.filter(({ x, width }) => x + width <= gutter),
          visible.filter(({ x }) => x >= gutter),
        ];
  const lines = sides.flatMap((side, column) => toLines(side, page, column, pageHeight));
  if (gutter === null) return lines;
  return interleave(lines);
}

/**
 * Where a vertical strip free of text parts the page into columns: somewhere in its middle third, crossed by
 * fewer than a tenth of the lines, with text on both sides. `null` for one column.
 */
function findGutter(pieces: readonly PdfPiece[], pageWidth: number): number | null {
  const long = pieces.filter(({ width }) => width > 0);
  if (long.length < 20) return null;
  let best: { x: number; crossed: number } | null = null;
  for (let share = 0.36; share <= 0.64; share += 0.01) {
    const x = pageWidth * share;
    const crossed = long.filter((piece) => piece.x < x && piece.x + piece.width > x).length;
    if (best === null || crossed < best.crossed) best = { x, crossed };
  }
  if (best === null || best.crossed > long.length * 0.1) return null;
  const { x } = best;
  const left = long.filter((piece) => piece.x + piece.width <= x).length;
  const right = long.filter((piece) => piece.x >= x).length;
  // Text that starts in the right half at many heights is a column, a few cells of a table are not.
  return Math.min(left, right) < long.length * 0.25 ? null : x;
}

function toLines(
  pieces: readonly PdfPiece[],
  page: number,
  column: number,
  pageHeight: number,
): PdfLine[] {
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
  return rows.map((row) => joinRow(row, page, column, pageHeight));
}

function joinRow(
  row: readonly PdfPiece[],
  page: number,
  column: number,
  pageHeight: number,
): PdfLine {
  const ordered = [...row].sort((a, b) => a.x - b.x);
  let text = '';
  let end = Number.NEGATIVE_INFINITY;
  for (const piece of ordered) {
    const gap = piece.x - end > piece.size * 0.15;
    text += (text !== '' && gap && !text.endsWith(' ') ? ' ' : '') + piece.text;
    end = piece.x + piece.width;
  }
  const main = ordered.reduce((a, b) => (b.text.length > a.text.length ? b : a));
  const letters = ordered.reduce((sum, piece) => sum + piece.text.length, 0);
  const bold = ordered.reduce((sum, piece) => sum + (piece.bold ? piece.text.length : 0), 0);
  return {
    text: text.replace(/\s+/g, ' ').trim(),
    page,
    x: ordered[0]?.x ?? 0,
    y: main.y,
    right: end,
    size: main.size,
    bold: bold > letters * 0.8,
    column,
    fromTop: 1 - main.y / pageHeight,
  };
}

/** Full-width lines cut the columns into bands; each band is read left, then right. */
function interleave(lines: readonly PdfLine[]): PdfLine[] {
  const full = lines.filter(({ column }) => column === 0).sort((a, b) => b.y - a.y);
  const rest = lines.filter(({ column }) => column !== 0);
  const ordered: PdfLine[] = [];
  let top = Number.POSITIVE_INFINITY;
  for (const bottom of [...full.map(({ y }) => y), Number.NEGATIVE_INFINITY]) {
    const band = rest.filter(({ y }) => y < top && y >= bottom);
    ordered.push(...band.filter(({ column }) => column === 1));
    ordered.push(...band.filter(({ column }) => column === 2));
    const line = full.find(({ y }) => y === bottom);
    if (line) ordered.push(line);
    top = bottom;
  }
  return ordered;
}
