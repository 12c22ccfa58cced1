import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { TextDecoder } from 'node:util';
import { InvalidInputError, NotFoundError } from '@skinr1/core';
import type { SourceDocument, SourceFormat } from '../document/source-document.ts';
import { namesOfAddress } from './address.ts';
import { refuseImage } from './image-size.ts';
import {
  defaultIngestLimits,
  type ImageResolution,
  type IngestLimits,
  type IngestOptions,
} from './limits.ts';
import { readEpub } from './read-epub.ts';
import { readHtml } from './read-html.ts';
import { readMarkdown } from './read-markdown.ts';
import { readPdf } from './read-pdf.ts';
import { readPlainText } from './read-plain-text.ts';
import { readCsv, readJson } from './read-records.ts';

/** Formats of one file. */
type FileFormat = Exclude<SourceFormat, 'folder'>;

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

/** Reads a book, or every book of a folder in the order of their names. */
export async function ingestTextbooks(
  path: string,
  options: IngestTextbookOptions = {},
): Promise<SourceDocument[]> {
  const info = await stat(path).catch(() => null);
  if (!info?.isDirectory()) return [await ingestTextbook(path, options)];
  const names = (await readdir(path)).filter((name) => formatOfName(name) !== null).sort();
  if (names.length === 0) {
    throw new InvalidInputError('the folder has no book in it.', {
      source: path,
      mend: 'Give a folder with .md, .html, .txt, .epub or .pdf files.',
    });
  }
  const documents: SourceDocument[] = [];
  for (const name of names) documents.push(await ingestTextbook(join(path, name), options));
  return documents;
}

async function readBook(path: string, limits: IngestLimits): Promise<Uint8Array> {
  const info = await stat(path).catch(() => null);
  if (!info) {
    throw new NotFoundError('there is no such file.', { source: path, mend: 'Check the path.' });
  }
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

function formatOfName(name: string): FileFormat | null {
  const extension = extname(name).toLowerCase();
  if (extension === '.md' || extension === '.markdown') return 'markdown';
  if (/^\.x?html?$/.test(extension)) return 'html';
  if (extension === '.txt' || extension === '.text') return 'text';
  if (extension === '.csv' || extension === '.tsv') return 'csv';
  if (extension === '.json' || extension === '.jsonl') return 'json';
  if (extension === '.epub') return 'epub';
  return extension === '.pdf' ? 'pdf' : null;
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

/** Looks images up in the book's folder and in the folder named like the book, and nowhere else. */
function imageFinder(path: string, limits: IngestLimits): (reference: string) => ImageResolution {
  const folder = dirname(resolve(path));
  const folders = [folder, join(folder, basename(path, extname(path)))];
  return (reference) => {
    const names = namesOfAddress(reference);
    const [likeliest = ''] = names;
    if (names.some((name) => /^[a-z][\w+.-]*:|^\/\//i.test(name))) {
      return { path: null, reason: 'it is not in the book' };
    }
    if (likeliest === '' || likeliest.includes('\u0000')) {
      return { path: null, reason: 'it has no name' };
    }
    for (const base of folders) {
      for (const name of names) {
        const found = resolve(base, name);
        if (isAbsolute(name) || !isInside(folder, found)) {
          return { path: null, reason: "it lies outside the book's folder" };
        }
        if (existsSync(found)) return checkImage(found, folder, limits);
      }
    }
    return { path: null, reason: 'there is no such file' };
  };
}

function checkImage(path: string, folder: string, limits: IngestLimits): ImageResolution {
  // A link inside the folder may still point out of it.
  if (!isInside(realpathSync(folder), realpathSync(path))) {
    return { path: null, reason: "it lies outside the book's folder" };
  }
  if (!lstatSync(realpathSync(path)).isFile()) return { path: null, reason: 'it is not a file' };
  const reason = refuseImage(path, limits.maxFigurePixels);
  if (reason !== null) return { path: null, reason };
  return { path };
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
