import { createHash } from 'node:crypto';
import { InvalidInputError, type TextRange } from '@skinr1/core';
import type { IngestLimits } from '../ingest/limits.ts';
import { attachNearby } from './figure-context.ts';
import type {
  Figure,
  Paragraph,
  ParagraphKind,
  Section,
  SourceDocument,
  SourceFormat,
  Table,
} from './source-document.ts';

interface OpenSection {
  readonly heading: string;
  readonly headingRange: TextRange;
  readonly headingPath: readonly string[];
  readonly level: number;
  readonly start: number;
  readonly paragraphs: Paragraph[];
}

/** A figure as the reader of a format finds it. */
export interface FigureInput {
  readonly reference: string | null;
  readonly path: string | null;
  readonly number: string | null;
  readonly caption: string;
  readonly line: number | null;
  /** @defaultValue the page of the text so far */
  readonly page?: number;
}

/** Text of a block with the page numbers that start inside it. */
export interface PagedText {
  readonly text: string;
  readonly pages: readonly { readonly offset: number; readonly page: number }[];
}

/** Collects the blocks of a book in reading order into one text with exact offsets. */
export class DocumentBuilder {
  private readonly chunks: string[] = [];
  private length = 0;
  private readonly sections: OpenSection[] = [];
  private readonly figures: Figure[] = [];
  private readonly tables: Table[] = [];
  private readonly pages: { start: number; page: number }[] = [];
  private readonly warnings: string[] = [];
  /** The headings that the next block stands under, outermost first. */
  private readonly above: { level: number; heading: string }[] = [];
  private readonly source: string;
  private readonly limits: IngestLimits;

  constructor(source: string, limits: IngestLimits) {
    this.source = source;
    this.limits = limits;
    this.open('', { start: 0, end: 0 }, 0, []);
  }

  /** A heading; deeper sections close by themselves. */
  heading(text: string, level: number): void {
    const heading = tidy(text);
    if (heading === '') return;
    const range = this.append(heading);
    while (this.above.length > 0 && (this.above.at(-1)?.level ?? 0) >= level) this.above.pop();
    this.above.push({ level, heading });
    const path = this.above.map((entry) => entry.heading);
    this.open(heading, range, level, path);
  }

  /** A paragraph; blank ones are left out. Returns where it stands. */
  paragraph(
    content: string | PagedText,
    kind: ParagraphKind = 'prose',
    line: number | null = null,
  ): TextRange {
    const { text, pages } = typeof content === 'string' ? { text: content, pages: [] } : content;
    if (text.trim() === '') {
      for (const { page } of pages) this.page(page);
      return { start: this.length, end: this.length };
    }
    const range = this.append(text);
    for (const { offset, page } of pages) this.pages.push({ start: range.start + offset, page });
    this.current.paragraphs.push({ ...range, kind, line });
    return range;
  }

  /** The following text is on this page. */
  page(page: number): void {
    this.pages.push({ start: this.length === 0 ? 0 : this.length + 2, page });
  }

  figure(input: FigureInput): void {
    if (this.figures.length >= this.limits.maxFigures) {
      throw this.tooMuch(`more than ${this.limits.maxFigures} figures`, 'maxFigures', input.line);
    }
    const page = input.page ?? this.pages.at(-1)?.page ?? null;
    const caption = tidy(input.caption);
    const captionRange =
      caption === ''
        ? { start: this.length, end: this.length }
        : this.paragraph(caption, 'caption', input.line);
    this.figures.push({
      path: input.path,
      reference: input.reference,
      number: input.number,
      caption,
      captionRange,
      headingPath: this.current.headingPath,
      section: this.sections.length - 1,
      nearby: [],
      page,
    });
  }

  table(rows: readonly (readonly string[])[], line: number | null): void {
    const filled = rows.map((row) => row.map(tidy)).filter((row) => row.some((cell) => cell));
    if (filled.length === 0) return;
    const start = this.length === 0 ? 0 : this.length + 2;
    for (const row of filled) {
      this.paragraph(row.filter((cell) => cell !== '').join(' | '), 'preformatted', line);
    }
    this.tables.push({
      start,
      end: this.length,
      rows: filled,
      headingPath: this.current.headingPath,
    });
  }

  warn(message: string): void {
    if (this.warnings.length < 1000) this.warnings.push(message);
  }

  finish(bytes: Uint8Array, title: string, format: SourceFormat): SourceDocument {
    const text = this.chunks.join('');
    if (text.trim() === '') {
      throw new InvalidInputError('the book has no text.', {
        source: this.source,
        mend: 'If it is a scan, run text recognition on it first.',
      });
    }
    const sections: Section[] = this.sections.map((section) => ({
      ...section,
      end: section.paragraphs.at(-1)?.end ?? section.headingRange.end,
    }));
    const document: SourceDocument = {
      id: createHash('sha256').update(bytes).digest('hex'),
      title: tidy(title) || this.source,
      source: this.source,
      format,
      text,
      sections,
      figures: this.figures,
      tables: this.tables,
      pages: this.pages.filter(({ start }) => start < text.length),
      warnings: this.warnings,
    };
    return attachNearby(document);
  }

  private get current(): OpenSection {
    return this.sections.at(-1) as OpenSection;
  }

  private open(heading: string, range: TextRange, level: number, path: readonly string[]): void {
    if (this.sections.length >= this.limits.maxSections) {
      throw this.tooMuch(`more than ${this.limits.maxSections} sections`, 'maxSections', null);
    }
    this.sections.push({
      heading,
      headingRange: range,
      headingPath: path,
      level,
      start: range.start,
      paragraphs: [],
    });
  }

  private append(text: string): TextRange {
    const separator = this.length === 0 ? '' : '\n\n';
    if (this.length + separator.length + text.length > this.limits.maxCharacters) {
      throw this.tooMuch(
        `more than ${this.limits.maxCharacters} characters of text`,
        'maxCharacters',
        null,
      );
    }
    this.chunks.push(separator, text);
    const start = this.length + separator.length;
    this.length = start + text.length;
    return { start, end: this.length };
  }

  private tooMuch(what: string, limit: string, line: number | null): InvalidInputError {
    return new InvalidInputError(`${what}.`, {
      source: this.source,
      place: line === null ? undefined : `line ${line}`,
      mend: `Split the book or raise the limit \`${limit}\`.`,
    });
  }
}

/** One line, single spaces, no soft hyphens. */
export function tidy(text: string): string {
  return text
    .replace(/\u00ad/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
