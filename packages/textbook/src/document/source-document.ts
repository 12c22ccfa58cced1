import { InvalidInputError, type SourceSpan, type TextRange } from '@skinr1/core';
import type { Omission } from './omissions.ts';

/** Formats that books are read from. */
export type SourceFormat =
  | 'markdown'
  | 'html'
  | 'text'
  | 'epub'
  | 'pdf'
  | 'csv'
  | 'json'
  /** A folder of notes. */
  | 'folder';

/**
 * What kind of block a paragraph is. `aliases`: other names of what the section treats, as front matter gives
 * them, parted by `; `.
 */
export type ParagraphKind =
  | 'prose'
  | 'list-item'
  | 'preformatted'
  | 'caption'
  | 'footnote'
  | 'aliases';

/** One block of running text. */
export interface Paragraph extends TextRange {
  readonly kind: ParagraphKind;
  /** Line in the source file, from 1, where the format has lines. */
  readonly line: number | null;
}

/**
 * What makes a section. `start`: the text before the first heading. `heading`: a heading of the format.
 * `bold-line`: a line of its own in bold, as large as the text. `run-in`: bold, small capitals or italics that open
 * a paragraph, before a dash, colon or stop. `term`: what a definition list defines. `row`: the first cell of a table
 * whose first column holds names, and the heads of its other columns. `question`: a question, or an order such as
 * "Describe the lesions." `file`: a note of a folder, or the title that a book's front matter gives.
 */
export type SectionOrigin =
  | 'start'
  | 'heading'
  | 'bold-line'
  | 'run-in'
  | 'term'
  | 'row'
  | 'question'
  | 'file';

/**
 * A heading with the paragraphs directly under it; those of its sub-sections belong to the sub-sections, and what
 * follows a run-in heading belongs to that.
 */
export interface Section extends TextRange {
  readonly origin: SectionOrigin;
  /** The name, without numbering and other dress. */
  readonly heading: string;
  /** The numbering as printed: `XXXI`, `12.3`; `null` without one. */
  readonly number: string | null;
  /** Where `heading` is, letter by letter; empty for the text before the first heading. */
  readonly headingRange: TextRange;
  /** Headings from the outermost down to this one, this one included. */
  readonly headingPath: readonly string[];
  /** 0 for the text before the first heading, then 1, 2, …; questions and what is under them: {@link questionLevel} and more. */
  readonly level: number;
  /** Tags of the note; empty for other sections. */
  readonly tags: readonly string[];
  readonly paragraphs: readonly Paragraph[];
}

/** Level of questions: below every heading. */
export const questionLevel = 16;

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
  /** Other names and tags that the front matter gives; those of a folder's notes stand with their sections. */
  readonly aliases: readonly string[];
  readonly tags: readonly string[];
  /** ISO 639-1 code, told from the text; `null` if it is too short or too mixed to be sure. */
  readonly language: string | null;
  /** File name or other name shown in messages. */
  readonly source: string;
  readonly format: SourceFormat;
  readonly text: string;
  readonly sections: readonly Section[];
  readonly figures: readonly Figure[];
  readonly tables: readonly Table[];
  /** Where pages start, in order; empty for formats without pages. */
  readonly pages: readonly { readonly start: number; readonly page: number }[];
  /** What is not in the document, or a figure without its picture, each with the reason. */
  readonly omitted: readonly Omission[];
  /** How much more is omitted than is listed. */
  readonly omittedBeyond: number;
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
