import type { DocumentBuilder } from '../document/document-builder.ts';
import { placeBoxes } from './pdf-boxes.ts';
import { decideColumns, judgeColumns, type PageColumns } from './pdf-columns.ts';
import { placeFigures } from './pdf-figures.ts';
import type { PdfImage } from './pdf-images.ts';
import { type PageFrame, readingOrder } from './pdf-lines.ts';
import type { PageContent } from './pdf-page.ts';
import type { PdfLine } from './pdf-rows.ts';
import { charactersOf, groupRows, type PdfPiece, visiblePieces } from './pdf-rows.ts';

/** A page in reading order, or what is needed to put it in order once the whole book is known. */
export interface LaidOutPage {
  readonly frame: PageFrame;
  readonly columns: PageColumns;
  /** Pieces of a page that does not tell by itself whether it has columns; else none. */
  readonly pieces: readonly PdfPiece[];
  readonly lines: readonly PdfLine[];
  readonly characters: number;
}

/** Text on its side below which it is a label of a figure, in letters and lines. */
const leastSideways = { letters: 80, lines: 3 };

/** Puts a page in order, as far as it tells by itself. What is left out of it is told to the builder. */
export function layOutPage(
  page: PageContent,
  images: readonly PdfImage[],
  builder: DocumentBuilder,
): LaidOutPage {
  const place = `page ${page.number}`;
  const { pieces: placed, backgrounds } = placeFigures(visiblePieces(page.pieces), images);
  const pieces = placeBoxes(placed, page.frames, page);
  if (backgrounds > 0) {
    const reason = 'it lies under the text of its page, as the picture of a scan does';
    builder.omit({ kind: 'figure', what: `image of the whole ${place}`, place, reason });
  }
  const columns = judgeColumns(pieces, page.width);
  const isOpen = columns.kind === 'open';
  const gutter = columns.kind === 'two' ? columns.gutter : null;
  const upright = isOpen ? [] : readingOrder(pieces, page, gutter);
  const sideways = sidewaysLines(page, pieces.length > 0, builder);
  return {
    frame: { number: page.number, width: page.width, height: page.height },
    columns,
    pieces: isOpen ? pieces : [],
    lines: [...upright, ...sideways],
    characters: charactersOf([...(isOpen ? pieces : upright), ...sideways]),
  };
}

/** The lines of a book, with the pages put in order that the others had to decide for. Empties the list on the way. */
export function linesOfBook(pages: LaidOutPage[]): PdfLine[] {
  const gutters = decideColumns(pages);
  const lines: PdfLine[] = [];
  for (const [at, gutter] of gutters.entries()) {
    const { frame, columns, pieces, lines: known } = pages[at] as LaidOutPage;
    if (columns.kind === 'open') {
      for (const line of readingOrder(pieces, frame, gutter)) lines.push(line);
    }
    for (const line of known) lines.push(line);
    pages[at] = emptyPage;
  }
  return lines;
}

const emptyPage: LaidOutPage = {
  frame: { number: 0, width: 0, height: 0 },
  columns: { kind: 'one' },
  pieces: [],
  lines: [],
  characters: 0,
};

/** What is set on its side, such as a wide table, as one reads it after turning the page. */
function sidewaysLines(
  { number, width, height, sideways }: PageContent,
  hasUpright: boolean,
  builder: DocumentBuilder,
): PdfLine[] {
  const pieces = visiblePieces(sideways);
  const letters = pieces.reduce((sum, { text }) => sum + text.length, 0);
  if (letters === 0) return [];
  const isText =
    letters >= leastSideways.letters && groupRows(pieces).length >= leastSideways.lines;
  if (hasUpright && !isText) {
    const what = pieces.map(({ text }) => text).join(' ');
    const reason = 'it is set on its side, as the label of a figure or a stamp';
    builder.omit({ kind: 'text', what, place: `page ${number}`, reason });
    return [];
  }
  const frame = { number, width: height, height: width };
  // Turned, no edge of it is the head or foot of the page.
  return readingOrder(pieces, frame, null).map((line) => ({ ...line, fromTop: 0.5 }));
}
