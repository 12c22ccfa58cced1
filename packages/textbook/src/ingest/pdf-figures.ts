import { figureLabel, labelOnly } from '../document/figure-label.ts';
import type { PdfImage } from './pdf-images.ts';
import { groupRows, type PdfPiece, type Segment, splitRow } from './pdf-rows.ts';

/** Longest caption with and without a number; what is longer is running text. */
const longestCaption = { numbered: 1200, plain: 500 };

/**
 * Gives each image of a page its caption by geometry: the lines right under it that are centered on it or begin
 * with a figure number, and a figure number right above it. Returns the pieces of the page without those lines,
 * with a figure in the place of each image; `backgrounds` counts the images that lie under the text.
 */
export function placeFigures(
  pieces: readonly PdfPiece[],
  images: readonly PdfImage[],
): { readonly pieces: readonly PdfPiece[]; readonly backgrounds: number } {
  // Beside a figure that the text runs around, its caption shares lines with the text.
  const rows = groupRows(pieces).map((row) => splitRow(row, 1));
  const segments = rows.flat();
  const margins = findMargins(rows.map(([first]) => first as Segment));
  const used = new Set<PdfPiece>();
  const figures: PdfPiece[] = [];
  let backgrounds = 0;
  for (const image of images) {
    const free = segments.filter(({ pieces: [first] }) => !used.has(first as PdfPiece));
    if (isBackground(image, free)) {
      backgrounds++;
      continue;
    }
    const above = free.find((segment) => isLabelAbove(segment, image));
    const caption = captionUnder(free, image, margins);
    const text = caption.map((segment) => segment.text).join(' ');
    const label = figureLabel(text);
    const number = label?.number ?? (above ? figureLabel(above.text)?.number : undefined);
    for (const segment of above ? [above, ...caption] : caption) {
      for (const piece of segment.pieces) used.add(piece);
    }
    figures.push({
      text: '',
      x: image.left,
      y: image.top,
      width: image.right - image.left,
      size: caption[0]?.size ?? 10,
      bold: false,
      block: {
        kind: 'figure',
        path: image.path,
        number: number ?? null,
        caption: text.slice(label?.length ?? 0),
      },
    });
  }
  const free = segments.filter(({ pieces: [first] }) => !used.has(first as PdfPiece));
  for (const segment of free.filter((found) => isLabelBeside(found, free))) {
    for (const piece of segment.pieces) used.add(piece);
    const number = labelOnly(segment.text) as string;
    const { x, y, size } = segment;
    figures.push({ text: '', x, y, width: 0, size, bold: false, block: { kind: 'label', number } });
  }
  const left = pieces.filter((piece) => !used.has(piece));
  return { pieces: [...left, ...figures], backgrounds };
}

/** A label beside running text, whose figure has to be on the next page. */
function isLabelBeside(segment: Segment, segments: readonly Segment[]): boolean {
  if (labelOnly(segment.text) === null) return false;
  return segments.some(
    ({ x, right, y, size }) =>
      Math.abs(y - segment.y) < size && (right < segment.x || x > segment.right),
  );
}

/** Where lines start again and again: the left edges of running text. */
function findMargins(lines: readonly Segment[]): Set<number> {
  const starts = new Map<number, number>();
  for (const { x } of lines) starts.set(Math.round(x), (starts.get(Math.round(x)) ?? 0) + 1);
  const least = Math.max(3, lines.length * 0.15);
  return new Set([...starts].filter(([, count]) => count >= least).map(([x]) => x));
}

/** The picture of a scanned page under its recognized text. */
function isBackground(image: PdfImage, segments: readonly Segment[]): boolean {
  const inside = segments.filter(
    ({ x, right, y }) => x > image.left && right < image.right && y > image.bottom && y < image.top,
  );
  return inside.length > 10;
}

function isLabelAbove(segment: Segment, image: PdfImage): boolean {
  const gap = segment.y - image.top;
  return (
    gap > -segment.size &&
    gap < segment.size * 3.5 &&
    overlaps(segment, image) &&
    labelOnly(segment.text) !== null
  );
}

function captionUnder(
  segments: readonly Segment[],
  image: PdfImage,
  margins: ReadonlySet<number>,
): Segment[] {
  const under = segments.filter(
    (segment) => segment.y < image.bottom + segment.size * 0.3 && overlaps(segment, image),
  );
  const caption: Segment[] = [];
  let edge = image.bottom;
  for (const segment of under) {
    const first = caption[0];
    const { x, right, y, size, bold } = segment;
    const offCenter = Math.abs((x + right) / 2 - (image.left + image.right) / 2);
    const apart = offCenter <= size * 2 && !bold && !margins.has(Math.round(x));
    const numbered = figureLabel((first ?? segment).text) !== null;
    // A second paragraph of a caption is known by being set apart, as the first.
    if (edge - y > size * (first ? (apart ? 2.2 : 1.8) : 3.5)) break;
    if (!numbered && !apart) break;
    if (first && (Math.abs(size - first.size) > 0.6 || figureLabel(segment.text))) break;
    caption.push(segment);
    edge = y;
  }
  const length = caption.reduce((sum, { text }) => sum + text.length, 0);
  const numbered = caption[0] !== undefined && figureLabel(caption[0].text) !== null;
  return length <= longestCaption[numbered ? 'numbered' : 'plain'] ? caption : [];
}

function overlaps({ x, right }: Segment, image: PdfImage): boolean {
  return x < image.right && right > image.left;
}
