/** What front matter says of a note. */
export interface NoteNames {
  readonly title: string;
  readonly aliases: readonly string[];
  readonly tags: readonly string[];
}

/** Of a book without front matter. */
export const noNames: NoteNames = { title: '', aliases: [], tags: [] };

/** A figure as the reader of a format finds it. */
export interface FigureInput {
  readonly reference: string | null;
  readonly path: string | null;
  readonly number: string | null;
  readonly caption: string;
  readonly line: number | null;
  /** False for a number and a caption that no picture stands with. @defaultValue true */
  readonly pictured?: boolean;
  /** @defaultValue the page of the text so far */
  readonly page?: number;
}

/** Text of a block with the page numbers that start inside it. */
export interface PagedText {
  readonly text: string;
  readonly pages: readonly { readonly offset: number; readonly page: number }[];
}

/** One line, single spaces, no soft hyphens. */
export function tidy(text: string): string {
  return text
    .replace(/\u00ad/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
