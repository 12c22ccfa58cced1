import { InvalidInputError, type SourceSpan, type TextRange } from '@skinr1/core';

/** Formats that books are read from. */
export type SourceFormat = 'markdown' | 'html' | 'text' | 'epub' | 'pdf';

/** What kind of block a paragraph is. */
export type ParagraphKind = 'prose' | 'list-item' | 'preformatted' | 'caption' | 'footnote';

/** One block of running text. */
export interface Paragraph extends TextRange {
  readonly kind: ParagraphKind;
  /** Line in the source file, from 1, where the format has lines. */
  readonly line: number | null;
}

/**
 * A heading with the paragraphs directly under it (those of its sub-sections belong to the sub-sections).
 * A question of a question-and-answer book is a section one level below the headings.
 */
export interface Section extends TextRange {
  readonly heading: string;
  /** Where the heading itself is; empty for the text before the first heading. */
  readonly headingRange: TextRange;
  /** Headings from the outermost down to this one, this one included. */
  readonly headingPath: readonly string[];
  /** 0 for the text before the first heading, then 1, 2, …; questions are {@link questionLevel}. */
  readonly level: number;
  readonly paragraphs: readonly Paragraph[];
}

/** Level of questions: below every real heading. */
export const questionLevel = 7;

/** A figure with its caption and the paragraphs that speak of it. */
export interface Figure {
  /** Path of the image file, absolute once found beside the book; `null` if the book has no such file. */
  readonly path: string | null;
  /** The address as the book writes it. */
  readonly reference: string | null;
  /** The number the book gives it, such as `17`. */
  readonly number: string | null;
  readonly caption: string;
  /** Where the caption is; empty when there is none. */
  readonly captionRange: TextRange;
  readonly headingPath: readonly string[];
  /** Index into {@link SourceDocument.sections}. */
  readonly section: number;
  /** The paragraphs that refer to the figure by number, else its neighbors. */
  readonly nearby: readonly TextRange[];
  readonly page: number | null;
}

/** A table; each cell is also part of the document's text. */
export interface Table extends TextRange {
  readonly rows: readonly (readonly string[])[];
  readonly headingPath: readonly string[];
}

/** A book as text with structure. Every span cited from it satisfies `quote === text.slice(start, end)`. */
export interface SourceDocument {
  /** SHA-256 of the source's bytes, in hex. */
  readonly id: string;
  readonly title: string;
  /** File name or other name shown in messages. */
  readonly source: string;
  readonly format: SourceFormat;
  readonly text: string;
  readonly sections: readonly Section[];
  readonly figures: readonly Figure[];
  readonly tables: readonly Table[];
  /** Where pages start, in order; empty for formats without pages. */
  readonly pages: readonly { readonly start: number; readonly page: number }[];
  /** What could not be taken over, such as an image outside the book's folder. */
  readonly warnings: readonly string[];
}

/** The page that an offset lies on; `null` without pages. */
export function pageAt(document: SourceDocument, offset: number): number | null {
  let low = 0;
  let high = document.pages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((document.pages[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return document.pages[low - 1]?.page ?? null;
}

/** A citable span of a document. Throws InvalidInputError for a range outside the text. */
export function spanOf(
  document: SourceDocument,
  range: TextRange,
  headingPath: readonly string[],
): SourceSpan {
  const { start, end } = range;
  if (!(Number.isInteger(start) && start >= 0 && end > start && end <= document.text.length)) {
    throw new InvalidInputError(`no text from ${start} to ${end}.`, {
      source: document.source,
      mend: `Use a range inside 0 to ${document.text.length}.`,
    });
  }
  return {
    documentId: document.id,
    start,
    end,
    quote: document.text.slice(start, end),
    headingPath,
    page: pageAt(document, start),
  };
}
