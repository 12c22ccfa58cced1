import { type PageFrame, readingOrder } from './pdf-lines.ts';
import { isNear, type PageBox } from './pdf-operators.ts';
import { charactersOf, groupRows, type PdfPiece } from './pdf-rows.ts';

/** Text below which a frame is the label of something, and share of the page above which it frames the page. */
const least = { rows: 3, letters: 80 };
const most = 0.8;

/**
 * Takes what stands in a frame of its own out of the text of a page, with a box in its place, so that lines beside it
 * do not run into it. Frames beside or under each other that look alike are cells of a table, and left alone.
 */
export function placeBoxes(
  pieces: readonly PdfPiece[],
  frames: readonly PageBox[],
  page: PageFrame,
): PdfPiece[] {
  const all = charactersOf(pieces);
  const framed = frames.filter((frame) => {
    const inside = pieces.filter((piece) => isInside(piece, frame));
    const letters = charactersOf(inside);
    if (letters < least.letters || letters > all * most) return false;
    return groupRows(inside).length >= least.rows && !pieces.some((piece) => crosses(piece, frame));
  });
  const apart = framed.filter((frame) => !framed.some((other) => isBesideAlike(frame, other)));
  const outermost = apart.filter(
    (frame, at) =>
      !apart.some(
        (other, index) =>
          index !== at && surrounds(other, frame) && (index < at || !surrounds(frame, other)),
      ),
  );
  let left = [...pieces];
  for (const frame of outermost) {
    const inside = left.filter((piece) => isInside(piece, frame));
    // No edge of it is the head or foot of the page.
    const lines = readingOrder(inside, page, null).map((line) => ({ ...line, fromTop: 0.5 }));
    if (lines.filter(({ block }) => block === undefined).length < lines.length / 2) continue;
    if (lines.length === 1 || lines.some(({ block }) => block?.kind === 'table')) continue;
    const box: PdfPiece = {
      text: '',
      x: frame.left,
      y: frame.top,
      width: frame.right - frame.left,
      size: 10,
      bold: false,
      block: { kind: 'box', lines },
    };
    left = [...left.filter((piece) => !inside.includes(piece)), box];
  }
  return left;
}

const slack = 3;

function isInside({ x, y, width }: PdfPiece, { left, right, top, bottom }: PageBox): boolean {
  return x >= left - slack && x + width <= right + slack && y >= bottom - slack && y <= top;
}

/** Text that runs over the edge of a frame: it does not stand in it. */
function crosses(piece: PdfPiece, frame: PageBox): boolean {
  const { x, y, width, block } = piece;
  const level = y > frame.bottom + slack && y < frame.top - slack;
  const overlaps = x < frame.right - slack && x + width > frame.left + slack;
  return block === undefined && level && overlaps && !isInside(piece, frame);
}

/** Of one width under each other, or of one height side by side. */
function isBesideAlike(one: PageBox, other: PageBox): boolean {
  if (one === other || surrounds(one, other) || surrounds(other, one)) return false;
  const near = (a: number, b: number): boolean => isNear(a, b, slack);
  const column = near(one.left, other.left) && near(one.right, other.right);
  const row = near(one.top, other.top) && near(one.bottom, other.bottom);
  const gap = row
    ? Math.min(Math.abs(one.right - other.left), Math.abs(one.left - other.right))
    : Math.min(Math.abs(one.top - other.bottom), Math.abs(one.bottom - other.top));
  return (row && gap < 6 * slack) || (column && gap < 20 * slack);
}

function surrounds(outer: PageBox, inner: PageBox): boolean {
  return (
    outer.left <= inner.left + slack &&
    outer.right >= inner.right - slack &&
    outer.top >= inner.top - slack &&
    outer.bottom <= inner.bottom + slack
  );
}
