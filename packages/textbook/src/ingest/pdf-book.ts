import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { InvalidInputError } from '@skinr1/core';
import type { ResolvedIngestOptions } from './limits.ts';
import {
  type FontStyle,
  type PageContent,
  type PageRequest,
  type PdfDocument,
  readPdfPage,
} from './pdf-page.ts';
import { PdfStopped, PdfThread } from './pdf-thread.ts';

type PdfModule = typeof import('pdfjs-dist/legacy/build/pdf.mjs');

/** Pages that may have to be left out before the whole book is refused. */
const mostLostPages = 3;

/** Of the library's words on the console: none but errors. The parser takes it from its worker, the rest from the document. */
const verbosity = 0;

/** What the thread and the library take by themselves, on a busy machine. */
const startCost = { seconds: 5, bytes: 256 * 1024 * 1024 };

/** Pages after which a new thread goes on: the library keeps something of every page it has read. */
const pagesPerThread = 1000;

/** A page, or why it had to be left out. */
export type PageResult = PageContent | { readonly number: number; readonly lost: string };

/** A PDF that is open in a thread of its own; the thread is replaced when a page breaks it. */
export class PdfBook {
  private readonly fonts = new Map<string, FontStyle>();
  private readonly bytes: Uint8Array;
  private readonly options: ResolvedIngestOptions;
  private readonly pdfjs: PdfModule;
  private readonly signal: AbortSignal | undefined;
  private thread: PdfThread | null = null;
  private document: PdfDocument | null = null;
  private lostPages = 0;

  private constructor(
    bytes: Uint8Array,
    options: ResolvedIngestOptions,
    pdfjs: PdfModule,
    signal: AbortSignal | undefined,
  ) {
    this.bytes = bytes;
    this.options = options;
    this.pdfjs = pdfjs;
    this.signal = signal;
  }

  /** Throws InvalidInputError: encrypted, damaged, not a PDF, more pages than the limit. */
  static async open(
    bytes: Uint8Array,
    options: ResolvedIngestOptions,
    signal?: AbortSignal,
  ): Promise<PdfBook> {
    const book = new PdfBook(bytes, options, await loadPdfjs(options), signal);
    try {
      await book.start();
      const { maxPages } = options.limits;
      if (book.pageCount > maxPages) {
        throw new InvalidInputError(`it says that it has more than ${maxPages} pages.`, {
          source: options.source,
          mend: 'Split the book or raise the limit `maxPages`.',
        });
      }
      return book;
    } catch (cause) {
      await book.close();
      throw cause;
    }
  }

  get pageCount(): number {
    return Math.max(0, this.document?.numPages ?? 0);
  }

  async title(): Promise<string> {
    const metadata = await this.ask((document) => document.getMetadata()).catch(() => null);
    const info = metadata?.info as { Title?: unknown } | undefined;
    return typeof info?.Title === 'string' ? info.Title : '';
  }

  /**
   * Reads a page. One that cannot be read is left out, and so are a few that take too long or too much
   * memory; after more of them InvalidInputError is thrown, as it is not a book any more.
   */
  async page(number: number, wanted: Omit<PageRequest, 'codes' | 'fonts'>): Promise<PageResult> {
    const request = { ...wanted, codes: this.pdfjs.OPS, fonts: this.fonts };
    try {
      const content = await this.ask((document) => readPdfPage(document, number, request));
      if (number % pagesPerThread === 0 && number < this.pageCount) await this.restart();
      return content;
    } catch (cause) {
      this.signal?.throwIfAborted();
      if (!(cause instanceof PdfStopped)) return { number, lost: 'it is damaged' };
      this.lostPages++;
      if (this.lostPages > mostLostPages) throw this.tooMuch(cause, `page ${number}`);
      await this.restart();
      return { number, lost: cause.message };
    }
  }

  async close(): Promise<void> {
    const { thread } = this;
    this.thread = null;
    this.document = null;
    await thread?.stop();
  }

  private async restart(): Promise<void> {
    await this.close();
    this.fonts.clear();
    await this.start();
  }

  private async start(): Promise<void> {
    this.thread = new PdfThread(this.signal);
    const folder = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
    const { promise } = this.pdfjs.getDocument({
      // The library keeps and detaches what it gets.
      data: Uint8Array.from(this.bytes),
      // Its types know only the browser's workers.
      worker: new this.pdfjs.PDFWorker({ port: this.thread.port as never, verbosity }),
      cMapUrl: join(folder, 'cmaps/'),
      standardFontDataUrl: join(folder, 'standard_fonts/'),
      wasmUrl: join(folder, 'wasm/'),
      maxImageSize: this.options.limits.maxFigurePixels,
      isEvalSupported: false,
      disableFontFace: true,
      useSystemFonts: false,
      stopAtErrors: false,
      verbosity,
    });
    try {
      this.document = await this.thread.wait(promise, {
        seconds: this.options.limits.maxPageSeconds + startCost.seconds,
        bytes: this.options.limits.maxPageBytes + startCost.bytes + this.bytes.length,
      });
    } catch (cause) {
      this.signal?.throwIfAborted();
      if (cause instanceof PdfStopped) throw this.tooMuch(cause, 'its list of pages');
      throw refusal(cause, this.options);
    }
  }

  private ask<T>(question: (document: PdfDocument) => Promise<T>): Promise<T> {
    if (!this.thread || !this.document) throw new PdfStopped('the book is closed');
    const { maxPageSeconds: seconds, maxPageBytes: bytes } = this.options.limits;
    return this.thread.wait(question(this.document), { seconds, bytes });
  }

  private tooMuch(cause: PdfStopped, place: string): InvalidInputError {
    return new InvalidInputError(`${place}: ${cause.message}; the PDF is damaged or hostile.`, {
      source: this.options.source,
      mend: 'If you trust it, raise the limits `maxPageSeconds` and `maxPageBytes`.',
      cause,
    });
  }
}

async function loadPdfjs({ source }: ResolvedIngestOptions): Promise<PdfModule> {
  // The library replaces these by slower ones for the sake of old browsers, for the whole program.
  const { push } = Array.prototype;
  const { parse, stringify } = JSON;
  try {
    return await import('pdfjs-dist/legacy/build/pdf.mjs');
  } catch (cause) {
    throw new InvalidInputError('the PDF reader cannot be loaded.', {
      source,
      mend: 'Install pdfjs-dist, or convert the book to HTML or text.',
      cause,
    });
  } finally {
    Array.prototype.push = push;
    Object.assign(JSON, { parse, stringify });
  }
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
