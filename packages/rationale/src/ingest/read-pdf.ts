import { InvalidInputError } from '@skinr1/core';
import { DocumentBuilder } from '../document/document-builder.ts';
import type { SourceDocument } from '../document/source-document.ts';
import { checkSize } from './check-size.ts';
import { type IngestOptions, type ResolvedIngestOptions, resolveIngestOptions } from './limits.ts';
import { emitPdfLines } from './pdf-blocks.ts';
import {
  attachImages,
  type DecodedImage,
  type ImageOperators,
  readPageImages,
  writePageImage,
} from './pdf-images.ts';
import { type PdfLine, type PdfPiece, readingOrder } from './pdf-lines.ts';

/** Options of {@link readPdf}. */
export interface ReadPdfOptions extends Omit<IngestOptions, 'resolveImage' | 'encoding'> {
  /** Folder to write the book's images to; without it figures have no file. */
  readonly imageDirectory?: string;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
  readonly signal?: AbortSignal;
}

type PdfModule = typeof import('pdfjs-dist/legacy/build/pdf.mjs');
type PdfDocument = Awaited<ReturnType<PdfModule['getDocument']>['promise']>;
type PdfPage = Awaited<ReturnType<PdfDocument['getPage']>>;

/**
 * Reads a PDF with text: one or two columns, running heads dropped, hyphenated words joined, headings by
 * size and weight; images get the caption under them.  Pages are read one by one and let go, so that
 * memory holds the text and not the pages.
 *
 * Throws InvalidInputError: encrypted, damaged, no text (a scan), more than the limits.
 */
export async function readPdf(
  bytes: Uint8Array,
  options: ReadPdfOptions = {},
): Promise<SourceDocument> {
  const resolved = resolveIngestOptions(options);
  checkSize(bytes, resolved);
  const pdfjs = await loadPdfjs(resolved);
  const task = pdfjs.getDocument({
    // The library keeps and detaches what it gets.
    data: Uint8Array.from(bytes),
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: false,
    stopAtErrors: false,
    verbosity: 0,
  });
  try {
    const document = await task.promise.catch((cause: unknown) => {
      throw refusal(cause, resolved);
    });
    const lines = await readPages(document, pdfjs, resolved, options);
    if (lines.length === 0) {
      throw new InvalidInputError(`none of its ${document.numPages} pages has text.`, {
        source: resolved.source,
        mend: 'It is a scan: run text recognition on it first.',
      });
    }
    const builder = new DocumentBuilder(resolved.source, resolved.limits);
    emitPdfLines(builder, lines);
    return builder.finish(bytes, await titleOf(document), 'pdf');
  } finally {
    await task.destroy();
  }
}

async function loadPdfjs({ source }: ResolvedIngestOptions): Promise<PdfModule> {
  try {
    return await import('pdfjs-dist/legacy/build/pdf.mjs');
  } catch (cause) {
    throw new InvalidInputError('the PDF reader cannot be loaded.', {
      source,
      mend: 'Install pdfjs-dist, or convert the book to HTML or text.',
      cause,
    });
  }
}

async function readPages(
  document: PdfDocument,
  pdfjs: PdfModule,
  { limits, source }: ResolvedIngestOptions,
  { onProgress, signal, imageDirectory }: ReadPdfOptions,
): Promise<PdfLine[]> {
  const write = async (image: DecodedImage, name: string): Promise<string | null> => {
    const fits = image.width * image.height <= limits.maxFigurePixels;
    if (imageDirectory === undefined || !fits) return null;
    return writePageImage(imageDirectory, name, image);
  };
  const lines: PdfLine[] = [];
  let characters = 0;
  for (let number = 1; number <= document.numPages; number++) {
    signal?.throwIfAborted();
    // A page that cannot be read is left out; the others still can be.
    const page = await document.getPage(number).catch(() => null);
    if (page) {
      const found = await readPage(page, number, pdfjs.OPS, write).catch(() => []);
      for (const line of found) {
        characters += line.text.length;
        lines.push(line);
      }
      page.cleanup();
    }
    if (characters > limits.maxCharacters) {
      throw new InvalidInputError(`more than ${limits.maxCharacters} characters of text.`, {
        source,
        place: `page ${number}`,
        mend: 'Split the book or raise the limit `maxCharacters`.',
      });
    }
    onProgress?.({ done: number, total: document.numPages });
  }
  return lines;
}

async function readPage(
  page: PdfPage,
  number: number,
  codes: ImageOperators,
  write: (image: DecodedImage, name: string) => Promise<string | null>,
): Promise<PdfLine[]> {
  const [left = 0, bottom = 0, right = 612, top = 792] = page.view;
  const content = await page.getTextContent({ disableNormalization: false });
  const operators = await page.getOperatorList().catch(() => null);
  const bold = boldFonts(page, content.styles);
  const pieces: PdfPiece[] = [];
  for (const item of content.items) {
    if (!('str' in item)) continue;
    const [a = 0, b = 0, , , x = 0, y = 0] = item.transform as number[];
    const size = Math.hypot(a, b) || item.height;
    // Text set on its side is a label of a figure or a stamp, not part of the reading order.
    if (Math.abs(b) > Math.abs(a)) continue;
    pieces.push({
      text: item.str,
      x: x - left,
      y: y - bottom,
      width: item.width,
      size,
      bold: bold.has(item.fontName),
    });
  }
  const lines = readingOrder(pieces, number, right - left, top - bottom);
  if (!operators) return lines;
  const images = await readPageImages(page, operators, codes, (image, index) =>
    write(image, `page-${String(number).padStart(4, '0')}-${index}.png`).catch(() => null),
  );
  return attachImages(
    lines,
    images.map((image) => ({
      ...image,
      left: image.left - left,
      right: image.right - left,
      top: image.top - bottom,
      bottom: image.bottom - bottom,
    })),
  );
}

/** Names of the page's fonts that are bold, by the real font names, which are known once its operators are. */
function boldFonts(page: PdfPage, styles: Readonly<Record<string, unknown>>): Set<string> {
  const bold = new Set<string>();
  for (const name of Object.keys(styles)) {
    if (!page.commonObjs.has(name)) continue;
    const font = page.commonObjs.get(name) as { name?: string; bold?: boolean; black?: boolean };
    if (font.bold || font.black || /bold|black|heavy|semibold|demi/i.test(font.name ?? ''))
      bold.add(name);
  }
  return bold;
}

async function titleOf(document: PdfDocument): Promise<string> {
  const metadata = await document.getMetadata().catch(() => null);
  const info = metadata?.info as { Title?: unknown } | undefined;
  return typeof info?.Title === 'string' ? info.Title : '';
}

function refusal(cause: unknown, { source }: ResolvedIngestOptions): InvalidInputError {
  const name = cause instanceof Error ? cause.name : '';
  if (name === 'PasswordException') {
    return new InvalidInputError('the PDF is encrypted.', {
      source,
      mend: 'Remove the password first, if you may.',
      cause,
    });
  }
  return new InvalidInputError('the PDF is damaged or not a PDF.', {
    source,
    mend: 'Check that the download is complete.',
    cause,
  });
}
