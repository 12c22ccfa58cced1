import type { ZipLimits } from './zip-archive.ts';

/** Bounds on what a book may ask of the machine. A book beyond a bound is refused with a clear error. */
export interface IngestLimits extends ZipLimits {
  /** Bytes of the source file. @defaultValue 256 MiB */
  readonly maxBytes: number;
  /** Characters of extracted text. @defaultValue 64 million */
  readonly maxCharacters: number;
  /** Nesting of HTML elements or Markdown blocks. @defaultValue 400 */
  readonly maxDepth: number;
  /** Cells of all tables of a Markdown text; rows beyond are listed as left out. */
  readonly maxTableCells: number;
  /** @defaultValue 200,000 */
  readonly maxSections: number;
  /** @defaultValue 50,000 */
  readonly maxFigures: number;
  /** Pixels of one figure. @defaultValue 100 million */
  readonly maxFigurePixels: number;
  /** Files of a folder. @defaultValue 20,000 */
  readonly maxFiles: number;
  /** Bytes of a file of a folder up to which it is a note; a larger one is a book of its own. @defaultValue 256 KiB */
  readonly maxNoteBytes: number;
  /** Pages of a PDF. @defaultValue 20,000 */
  readonly maxPages: number;
  /** Seconds that the parser may take for one page of a PDF. @defaultValue 5 */
  readonly maxPageSeconds: number;
  /** Bytes by which memory may grow while one page of a PDF is parsed. @defaultValue 768 MiB */
  readonly maxPageBytes: number;
}

/** The bounds used where a caller sets none. */
export const defaultIngestLimits: IngestLimits = {
  maxBytes: 256 * 1024 * 1024,
  maxCharacters: 64_000_000,
  maxDepth: 400,
  maxTableCells: 40_000,
  maxSections: 200_000,
  maxFigures: 50_000,
  maxFigurePixels: 100_000_000,
  maxFiles: 20_000,
  maxNoteBytes: 256 * 1024,
  maxPages: 20_000,
  maxPageSeconds: 5,
  maxPageBytes: 768 * 1024 * 1024,
  maxEntries: 20_000,
  maxEntryBytes: 64 * 1024 * 1024,
  maxUnpackedBytes: 1024 * 1024 * 1024,
  maxUnpackRatio: 200,
};

/** What every reader of a format gets. */
export interface IngestOptions {
  /** Name of the source, for messages. @defaultValue 'book' */
  readonly source?: string;
  /** Character encoding; by default what the file declares, else UTF-8. */
  readonly encoding?: string;
  readonly limits?: Partial<IngestLimits>;
  /**
   * Finds the file of an image address, `null` if there is none that may be used. The default finds none:
   * text given as a string has no folder.
   */
  readonly resolveImage?: (reference: string) => ImageResolution;
}

/** Where an image of a book is, or why it cannot be used. */
export type ImageResolution =
  | { readonly path: string }
  | { readonly path: null; readonly reason: string };

/** The options with everything filled in. */
export interface ResolvedIngestOptions {
  readonly source: string;
  readonly encoding: string | undefined;
  readonly limits: IngestLimits;
  readonly resolveImage: (reference: string) => ImageResolution;
}

export function resolveIngestOptions(options: IngestOptions = {}): ResolvedIngestOptions {
  return {
    source: options.source ?? 'book',
    encoding: options.encoding,
    limits: { ...defaultIngestLimits, ...options.limits },
    resolveImage:
      options.resolveImage ??
      (() => ({ path: null, reason: 'the book was given without a folder' })),
  };
}
