import { readFile, stat } from 'node:fs/promises';
import { relative } from 'node:path';
import { TextDecoder } from 'node:util';
import { describeReadFailure, InvalidInputError, NotFoundError } from '@skinr1/core';
import type { SourceDocument } from '../document/source-document.ts';
import { type FileFormat, formatOfName } from './file-format.ts';
import { imageFinder } from './image-finder.ts';
import { defaultIngestLimits, type IngestLimits, type IngestOptions } from './limits.ts';
import { listFolder } from './list-folder.ts';
import { readEpub } from './read-epub.ts';
import { readHtml } from './read-html.ts';
import { readMarkdown } from './read-markdown.ts';
import { readNotes } from './read-notes.ts';
import { readPdf } from './read-pdf.ts';
import { readPlainText } from './read-plain-text.ts';
import { readCsv, readJson } from './read-records.ts';

/** Options of {@link ingestTextbook}. */
export interface IngestTextbookOptions extends Omit<IngestOptions, 'resolveImage' | 'source'> {
  /** By default from the file name, else from its first bytes. */
  readonly format?: FileFormat;
  /** Folder to write the images of an EPUB or PDF to; without it its figures have no file. */
  readonly imageDirectory?: string;
}

/**
 * Reads one book from a file. Images are looked for beside it and in a folder of its name; anything
 * outside is refused and listed in {@link SourceDocument.omitted}.
 *
 * Throws NotFoundError without the file, InvalidInputError for what cannot be read as a book.
 */
export async function ingestTextbook(
  path: string,
  options: IngestTextbookOptions = {},
): Promise<SourceDocument> {
  const limits = { ...defaultIngestLimits, ...options.limits };
  const bytes = await readBook(path, limits);
  const format = options.format ?? detectFormat(path, bytes);
  const readerOptions: IngestOptions = {
    ...options,
    source: path,
    resolveImage: imageFinder(path, limits),
  };
  const { imageDirectory } = options;
  const images = imageDirectory === undefined ? {} : { imageDirectory };
  switch (format) {
    case 'html':
      return readHtml(bytes, readerOptions);
    case 'markdown':
      return readMarkdown(bytes, readerOptions);
    case 'text':
      return readPlainText(bytes, readerOptions);
    case 'epub':
      return readEpub(bytes, { ...readerOptions, ...images });
    case 'pdf':
      return readPdf(bytes, { ...readerOptions, ...images });
    case 'csv':
      return readCsv(bytes, readerOptions);
    case 'json':
      return readJson(bytes, readerOptions);
  }
}

/**
 * Reads a book, or all of a folder and the folders in it: its notes (Markdown, HTML and text files up to
 * `maxNoteBytes`) as one book, each larger file and each EPUB, PDF and table as a book of its own. What cannot be read is
 * listed in the `omitted` of the first document.
 *
 * Throws NotFoundError without the path, InvalidInputError for a folder in which nothing can be read.
 */
export async function ingestTextbooks(
  path: string,
  options: IngestTextbookOptions = {},
): Promise<SourceDocument[]> {
  const info = await stat(path).catch(() => null);
  if (!info?.isDirectory()) return [await ingestTextbook(path, options)];
  const limits = { ...defaultIngestLimits, ...options.limits };
  const { notes, books, images, omitted } = listFolder(path, limits);
  const documents: SourceDocument[] = [];
  let problem: unknown = null;
  const attempt = async (file: string, read: () => Promise<SourceDocument>): Promise<void> => {
    try {
      documents.push(await read());
    } catch (error) {
      if (!InvalidInputError.isInstance(error)) throw error;
      problem ??= error;
      omitted.add({ kind: 'file', what: relative(path, file), place: null, reason: error.message });
    }
  };
  const [only] = notes;
  if (notes.length === 1 && only) books.push(only);
  else if (notes.length > 1) {
    await attempt(path, async () => readNotes(path, notes, images, options));
  }
  for (const file of books.toSorted()) await attempt(file, () => ingestTextbook(file, options));
  const [first] = documents;
  if (first === undefined) throw problem ?? emptyFolder(path);
  documents[0] = {
    ...first,
    omitted: [...first.omitted, ...omitted.listed],
    omittedBeyond: first.omittedBeyond + omitted.beyond,
  };
  return documents;
}

function emptyFolder(path: string): InvalidInputError {
  return new InvalidInputError('the folder has no book in it.', {
    source: path,
    mend: 'Give a folder with .md, .html, .txt, .epub, .pdf, .csv or .json files.',
  });
}

async function readBook(path: string, limits: IngestLimits): Promise<Uint8Array> {
  const info = await stat(path).catch((cause: unknown) => {
    const { reason, mend } = describeReadFailure(cause);
    throw new NotFoundError(reason, { source: path, mend, cause });
  });
  if (!info.isFile()) {
    throw new InvalidInputError('this is not a file.', {
      source: path,
      mend: 'Give the book itself, or use ingestTextbooks for a folder.',
    });
  }
  if (info.size > limits.maxBytes) {
    throw new InvalidInputError(
      `${info.size} bytes are more than the ${limits.maxBytes} allowed.`,
      {
        source: path,
        mend: 'Split the book or raise the limit `maxBytes`.',
      },
    );
  }
  return readFile(path);
}

function detectFormat(path: string, bytes: Uint8Array): FileFormat {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1024));
  if (head.startsWith('%PDF-')) return 'pdf';
  if (head.startsWith('PK\u0003\u0004')) return 'epub';
  const named = formatOfName(path);
  if (named !== null) return named;
  if (/<!doctype html|<html|<body/i.test(head)) return 'html';
  return /^#{1,6} \S/m.test(head) ? 'markdown' : 'text';
}
