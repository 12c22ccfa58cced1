import { readFrames } from './pdf-frames.ts';
import { type PlacedImage, readPageImages } from './pdf-images.ts';
import type { DrawingCodes, Matrix, PageBox } from './pdf-operators.ts';
import type { PdfPiece } from './pdf-rows.ts';

type PdfModule = typeof import('pdfjs-dist/legacy/build/pdf.mjs');
/** A document of the PDF library. */
export type PdfDocument = Awaited<ReturnType<PdfModule['getDocument']>['promise']>;
type PdfPage = Awaited<ReturnType<PdfDocument['getPage']>>;

/** What a page shows, upright, in points; y grows upwards from its lower edge. */
export interface PageContent {
  readonly number: number;
  readonly width: number;
  readonly height: number;
  readonly pieces: readonly PdfPiece[];
  /** What is set on its side, as one sees it after turning the page; its width is then the page's height. */
  readonly sideways: readonly PdfPiece[];
  readonly images: readonly PlacedImage[];
  /** Rectangles drawn around something. */
  readonly frames: readonly PageBox[];
  /** How many images are too small to be figures. */
  readonly ornaments: number;
}

/** What is wanted of a page. */
export interface PageRequest {
  /** Codes of the drawing operators. */
  readonly codes: DrawingCodes;
  /** Whether the book has images; a book without is read in half the time. */
  readonly images: boolean;
  /** Whether the pixels of the images are wanted, or only their places. */
  readonly pixels: boolean;
  /** Characters of text to stop after. */
  readonly maxCharacters: number;
  /** Fonts seen so far, by the library's name for them. The reader adds what it learns. */
  readonly fonts: Map<string, FontStyle>;
}

/** What matters of a font. */
export interface FontStyle {
  readonly bold: boolean;
  readonly italic: boolean;
  /** All letters are equally wide. */
  readonly mono: boolean;
}

/** Reads one page and lets go of all that the library kept for it. */
export async function readPdfPage(
  document: PdfDocument,
  number: number,
  request: PageRequest,
): Promise<PageContent> {
  const page = await document.getPage(number);
  try {
    const { width, height, transform } = page.getViewport({ scale: 1 });
    const [a, b, c, d, e, f] = transform as unknown as Matrix;
    // The library's pages grow downwards.
    const shown: Matrix = [a, -b, c, -d, e, height - f];
    const { items, fonts } = await readText(page, request.maxCharacters);
    const unknown = [...fonts].some((font) => !request.fonts.has(font));
    const operators =
      request.images || unknown
        ? await page.getOperatorList({ annotationMode: 0 }).catch(() => null)
        : null;
    learnFonts(page, fonts, request.fonts);
    const upright = isOnItsHead(items, shown) ? turnOver(shown, { width, height }) : shown;
    const placed = items.map((item) => placePiece(item, upright, request.fonts.get(item.fontName)));
    const pieces = placed
      .filter(({ quarterTurns }) => quarterTurns === 0)
      .map(({ piece }) => piece);
    const sideways = sidewaysPieces(placed, { width, height });
    const { images, ornaments } = operators
      ? await readPageImages(page, operators, request.codes, upright, request.pixels)
      : { images: [], ornaments: 0 };
    const frames = operators ? readFrames(operators, request.codes, upright) : [];
    return { number, width, height, pieces, sideways, images, frames, ornaments };
  } finally {
    page.cleanup();
  }
}

interface TextItem {
  readonly str: string;
  readonly transform: readonly number[];
  readonly width: number;
  readonly height: number;
  readonly fontName: string;
}

/** Text and fonts of a page as they stream in, so that a page that never ends can be left. */
async function readText(
  page: PdfPage,
  maxCharacters: number,
): Promise<{ items: TextItem[]; fonts: Set<string> }> {
  const items: TextItem[] = [];
  const fonts = new Set<string>();
  let room = maxCharacters;
  const reader = page.streamTextContent({ disableNormalization: false }).getReader();
  // What is beyond the limit is not read: the book is refused for it. To cancel the stream would be cleaner, but
  // the library throws where nobody can catch it when the end of the page crosses the cancellation.
  while (room >= 0) {
    const { done, value } = await reader.read();
    if (done) break;
    for (const item of (value as { items: Partial<TextItem>[] }).items) {
      if (item.str === undefined || item.str.trim() === '') continue;
      items.push(item as TextItem);
      fonts.add(item.fontName as string);
      room -= item.str.length;
    }
  }
  return { items, fonts };
}

/** True for a page most of whose lines run to the left, as a scan does that was fed in the wrong way round. */
function isOnItsHead(items: readonly TextItem[], shown: Matrix): boolean {
  const along = items.map(({ transform: [a = 0, b = 0] }) => shown[0] * a + shown[2] * b);
  const across = items.map(({ transform: [a = 0, b = 0] }) => shown[1] * a + shown[3] * b);
  const left = along.filter((x, at) => x < 0 && -x >= Math.abs(across[at] as number)).length;
  return left > items.length / 2;
}

function turnOver(
  [a, b, c, d, e, f]: Matrix,
  { width, height }: { readonly width: number; readonly height: number },
): Matrix {
  return [-a, -b, -c, -d, width - e, height - f];
}

/** A piece where it stands on the upright page, and the way it runs: 1 up, -1 down, 0 to the right. */
interface PlacedPiece {
  readonly piece: PdfPiece;
  readonly quarterTurns: 0 | 1 | -1;
}

function placePiece(
  { str, transform, width, height }: TextItem,
  upright: Matrix,
  font: FontStyle = { bold: false, italic: false, mono: false },
): PlacedPiece {
  const [a = 0, b = 0, , , e = 0, f = 0] = transform;
  const along = upright[0] * a + upright[2] * b;
  const across = upright[1] * a + upright[3] * b;
  const piece = {
    text: str,
    x: upright[0] * e + upright[2] * f + upright[4],
    y: upright[1] * e + upright[3] * f + upright[5],
    width,
    size: Math.hypot(a, b) || height,
    ...font,
  };
  return { piece, quarterTurns: Math.abs(across) <= Math.abs(along) ? 0 : across > 0 ? 1 : -1 };
}

/** The pieces that run up the page, or those that run down it if they are more, on the page turned for reading. */
function sidewaysPieces(
  placed: readonly PlacedPiece[],
  { width, height }: { readonly width: number; readonly height: number },
): PdfPiece[] {
  const up = placed.filter(({ quarterTurns }) => quarterTurns === 1);
  const down = placed.filter(({ quarterTurns }) => quarterTurns === -1);
  return up.length >= down.length
    ? up.map(({ piece }) => ({ ...piece, x: piece.y, y: width - piece.x }))
    : down.map(({ piece }) => ({ ...piece, x: height - piece.y, y: piece.x }));
}

/** Looks at the fonts by their real names, which are known once the page's operators are. */
function learnFonts(
  page: PdfPage,
  names: ReadonlySet<string>,
  known: Map<string, FontStyle>,
): void {
  for (const id of names) {
    if (known.has(id) || !page.commonObjs.has(id)) continue;
    const font = page.commonObjs.get(id) as FontData;
    const name = font.name ?? '';
    const heavy = /bold|black|heavy|semibold|demi/i.test(name);
    const even = /mono|courier|consol|typewriter|\bcmtt/i.test(name);
    known.set(id, {
      bold: Boolean(font.bold || font.black || heavy),
      italic: Boolean(font.italic) || /italic|oblique|slanted|-it\b/i.test(name),
      mono: even || font.fallbackName === 'monospace',
    });
  }
}

interface FontData {
  readonly name?: string;
  readonly bold?: boolean;
  readonly black?: boolean;
  readonly italic?: boolean;
  readonly fallbackName?: string;
}
