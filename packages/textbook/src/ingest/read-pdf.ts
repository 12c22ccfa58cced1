import { InvalidInputError } from '@skinr1/core';
import { noNames } from '../document/builder-input.ts';
import { DocumentBuilder } from '../document/document-builder.ts';
import { describeOmission, type Omission } from '../document/omissions.ts';
import type { SourceDocument } from '../document/source-document.ts';
import { checkSize } from './check-size.ts';
import { encodePng } from './encode-png.ts';
import { type IngestOptions, type ResolvedIngestOptions, resolveIngestOptions } from './limits.ts';
import { emitPdfLines } from './pdf-blocks.ts';
import { PdfBook } from './pdf-book.ts';
import { listPdfImages } from './pdf-image-list.ts';
import { leastSide, type PdfImage } from './pdf-images.ts';
import { type LaidOutPage, layOutPage, linesOfBook } from './pdf-laid-out.ts';
import type { PageContent } from './pdf-page.ts';
import type { PdfLine } from './pdf-rows.ts';
import { writeFigure } from './write-figure.ts';

/** Options of {@link readPdf}. */
export interface ReadPdfOptions extends Omit<IngestOptions, 'resolveImage' | 'encoding'> {
  /** Folder to write the book's images to; without it figures have no file. Books may share it. */
  readonly imageDirectory?: string;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
  readonly signal?: AbortSignal;
}

/**
 * Reads a PDF with text: one or two columns, running heads dropped, hyphenated words joined, headings by
 * size and weight, tables by alignment; images get the caption under them. The file is parsed in a thread
 * of its own, page by page, so that a hostile one can be stopped, and memory holds the text and not the pages.
 * What had to be left out is in the document's `omitted`.
 *
 * Throws InvalidInputError: encrypted, damaged, no text (a scan), more than the limits.
 */
export async function readPdf(
  bytes: Uint8Array,
  options: ReadPdfOptions = {},
): Promise<SourceDocument> {
  options.signal?.throwIfAborted();
  const resolved = resolveIngestOptions(options);
  checkSize(bytes, resolved);
  const book = await PdfBook.open(bytes, resolved, options.signal);
  try {
    const builder = new DocumentBuilder(resolved.source, resolved.limits);
    const { lines, lost, pictures } = await readPages(book, bytes, builder, resolved, options);
    if (lines.length === 0) throw withoutText({ pages: book.pageCount, pictures, lost }, resolved);
    emitPdfLines(builder, lines);
    return builder.finish(bytes, { ...noNames, title: await book.title() }, 'pdf');
  } finally {
    await book.close();
  }
}

async function readPages(
  book: PdfBook,
  bytes: Uint8Array,
  builder: DocumentBuilder,
  { limits, source }: ResolvedIngestOptions,
  { onProgress, imageDirectory }: ReadPdfOptions,
): Promise<{ lines: PdfLine[]; lost: Omission[]; pictures: number }> {
  const { count, oversized } = listPdfImages(bytes, limits.maxFigurePixels);
  for (const { width, height } of oversized) {
    builder.omit({
      kind: 'figure',
      what: `an image of ${width} × ${height} pixels`,
      place: null,
      reason: `it has more than ${limits.maxFigurePixels}`,
    });
  }
  const total = book.pageCount;
  const pages: LaidOutPage[] = [];
  const lost: Omission[] = [];
  let characters = 0;
  let ornaments = 0;
  const ask = (number: number) =>
    book.page(number, {
      images: count > 0,
      pixels: imageDirectory !== undefined,
      maxCharacters: limits.maxCharacters - characters,
    });
  let coming = total > 0 ? ask(1) : null;
  for (let number = 1; coming; number++) {
    const page = await coming;
    // The thread reads the next page while this one is put in order.
    coming = number < total ? ask(number + 1) : null;
    coming?.catch(() => {});
    if ('lost' in page) {
      const place = `page ${number}`;
      lost.push({ kind: 'page', what: place, place, reason: page.lost });
    } else {
      const laidOut = layOutPage(page, await imagesOf(page, builder, imageDirectory), builder);
      characters += laidOut.characters;
      ornaments += page.ornaments;
      pages.push(laidOut);
    }
    if (characters > limits.maxCharacters) {
      throw new InvalidInputError(`more than ${limits.maxCharacters} characters of text.`, {
        source,
        place: `page ${number}`,
        mend: 'Split the book or raise the limit `maxCharacters`.',
      });
    }
    onProgress?.({ done: number, total });
  }
  for (const omission of lost) builder.omit(omission);
  if (ornaments > 0) {
    const reason = `they are smaller than ${leastSide} points, as ornaments are`;
    builder.omit({ kind: 'figure', what: `${ornaments} images`, place: null, reason });
  }
  return { lines: linesOfBook(pages), lost, pictures: count + oversized.length };
}

function withoutText(
  found: { readonly pages: number; readonly pictures: number; readonly lost: readonly Omission[] },
  { source }: ResolvedIngestOptions,
): InvalidInputError {
  const { pages, pictures, lost } = found;
  if (lost.length > 0) {
    return new InvalidInputError(`no text; ${lost.slice(0, 3).map(describeOmission).join('; ')}.`, {
      source,
      mend: 'The PDF is damaged or hostile: check that the download is complete.',
    });
  }
  return new InvalidInputError(`none of its ${pages} pages has text.`, {
    source,
    mend:
      pages > 0 && pictures > 0
        ? 'If it is a scan, run text recognition on it first; if not, it is damaged: check that the download is complete.'
        : 'It shows no picture either, so it is no scan but empty or damaged: check that the download is complete.',
  });
}

async function imagesOf(
  page: PageContent,
  builder: DocumentBuilder,
  directory: string | undefined,
): Promise<PdfImage[]> {
  const images: PdfImage[] = [];
  for (const { pixels, ...place } of page.images) {
    const name = `page-${String(page.number).padStart(4, '0')}-${images.length + 1}.png`;
    const png =
      pixels && directory !== undefined ? await encodePng(pixels).catch(() => null) : null;
    if (png === null && directory !== undefined) {
      builder.omit({
        kind: 'figure',
        what: `image ${images.length + 1}`,
        place: `page ${page.number}`,
        reason: 'its picture cannot be decoded',
      });
    }
    const path = png && directory !== undefined ? writeFigure(directory, name, png) : null;
    images.push({ ...place, path });
  }
  return images;
}
