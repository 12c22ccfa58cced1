import { createHash } from 'node:crypto';
import { InvalidInputError, type TextRange } from '@skinr1/core';
import type { IngestLimits } from '../ingest/limits.ts';
import { type FigureInput, type NoteNames, type PagedText, tidy } from './builder-input.ts';
import { detectLanguage } from './detect-language.ts';
import { attachNearby } from './figure-context.ts';
import { undressHeading } from './heading-dress.ts';
import { captionFromLists } from './listed-captions.ts';
import { isFeatureTable, isNameTable } from './name-table.ts';
import { type Omission, OmissionList } from './omissions.ts';
import { Outline } from './outline.ts';
import type {
  Figure,
  Paragraph,
  ParagraphKind,
  Section,
  SectionOrigin,
  SourceDocument,
  SourceFormat,
  Table,
} from './source-document.ts';
import { addFeatureRows, addNameRows } from './table-sections.ts';

type OpenSection = Omit<Section, 'end' | 'paragraphs'> & { readonly paragraphs: Paragraph[] };

/** Collects the blocks of a book in reading order into one text with exact offsets. */
export class DocumentBuilder {
  private readonly chunks: string[] = [];
  private length = 0;
  private readonly sections: OpenSection[] = [];
  /** The section that the next paragraph belongs to. */
  private openIndex = 0;
  private file: string | null = null;
  private readonly figures: Figure[] = [];
  /** Figures that are a number and a caption without a picture. */
  private readonly labels = new Set<Figure>();
  private readonly tables: Table[] = [];
  private readonly pages: { start: number; page: number }[] = [];
  private readonly omissions = new OmissionList();
  private readonly outline = new Outline();
  private readonly source: string;
  private readonly limits: IngestLimits;

  constructor(source: string, limits: IngestLimits) {
    this.source = source;
    this.limits = limits;
    this.sections.push({
      origin: 'start',
      heading: '',
      number: null,
      headingRange: { start: 0, end: 0 },
      headingPath: [],
      level: 0,
      tags: [],
      start: 0,
      paragraphs: [],
    });
  }

  /** A heading of the format, 1 the outermost; deeper sections close by themselves. */
  heading(text: string, level: number): void {
    this.open(text, level, 'heading', []);
  }

  /**
   * A heading that is set in the text, below the heading above it; `depth` 2 for one below another of its kind, as
   * the columns of a row are; `isWeak` for a run-in heading that stands below other ones.
   */
  subheading(
    text: string,
    origin: Exclude<SectionOrigin, 'start' | 'heading' | 'file'>,
    { depth = 1, isWeak = false }: { readonly depth?: 1 | 2; readonly isWeak?: boolean } = {},
  ): void {
    this.open(text, depth, origin, [], isWeak);
  }

  /**
   * A note with its names; its own headings stand below it. `titleLevel`: the level among them of the one that is its
   * title and is not to be repeated; 0 if none is.
   */
  note({ title, aliases, tags }: NoteNames, level: number, titleLevel = 0): void {
    this.outline.leaveNote(level);
    this.open(title, level, 'file', tags);
    this.outline.enterNote(level, titleLevel);
    this.paragraph(aliases.map(tidy).join('; '), 'aliases');
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
    const figure: Figure = {
      path: input.path,
      reference: input.reference,
      number: input.number,
      caption,
      captionRange,
      headingPath: this.current.headingPath,
      section: this.openIndex,
      nearby: [],
      page,
    };
    this.figures.push(figure);
    if (input.pictured === false) this.labels.add(figure);
  }

  /**
   * A table. With a first column of names each row is a section of its own, and each further cell one below it under
   * the head of its column. A table of features is a section for each.
   */
  table(
    rows: readonly (readonly string[])[],
    line: number | null,
    hasNames: boolean = isNameTable(rows),
  ): void {
    const filled = rows.map((row) => row.map(tidy)).filter((row) => row.some((cell) => cell));
    if (filled.length === 0) return;
    const start = this.length === 0 ? 0 : this.length + 2;
    const { headingPath } = this.current;
    if (hasNames) addNameRows(filled, line, this);
    else if (isFeatureTable(filled)) addFeatureRows(filled.slice(1), line, this);
    else {
      for (const row of filled) {
        this.paragraph(row.filter((cell) => cell !== '').join(' | '), 'preformatted', line);
      }
    }
    this.tables.push({ start, end: this.length, rows: filled, headingPath });
  }

  /** Begins a list of terms or rows. What it returns ends it: the text goes on in the section above the list. */
  enterList(): () => void {
    const { openIndex } = this;
    return () => {
      this.openIndex = openIndex;
      this.outline.leaveList();
    };
  }

  /** Begins what is set apart in a box. What it returns ends it: the text goes on in the section around it. */
  enterAside(): () => void {
    const { openIndex } = this;
    const leave = this.outline.enterAside();
    return () => {
      this.openIndex = openIndex;
      leave();
    };
  }

  omit(omission: Omission): void {
    const { file } = this;
    const place = [file, omission.place].filter((part) => part !== null).join(', ') || null;
    this.omissions.add({ ...omission, place });
  }

  /** Names the file that is being read, for the places of omissions; `null` for the whole. */
  enterFile(file: string | null): void {
    this.file = file;
  }

  /** The document. `id` is made of the bytes. */
  finish(
    bytes: Uint8Array,
    { title, aliases, tags }: NoteNames,
    format: SourceFormat,
  ): SourceDocument {
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
      aliases,
      tags,
      language: detectLanguage(text),
      source: this.source,
      format,
      text,
      sections,
      figures: this.figures,
      tables: this.tables,
      pages: this.pages.filter(({ start }) => start < text.length),
      omitted: this.omissions.listed,
      omittedBeyond: this.omissions.beyond,
    };
    return attachNearby(captionFromLists(document, this.labels));
  }

  private get current(): OpenSection {
    return this.sections[this.openIndex] as OpenSection;
  }

  private open(
    text: string,
    level: number,
    origin: SectionOrigin,
    tags: readonly string[],
    isWeak = false,
  ): void {
    const whole = tidy(text);
    if (whole === '') return;
    if (this.sections.length >= this.limits.maxSections) {
      throw this.tooMuch(`more than ${this.limits.maxSections} sections`, 'maxSections', null);
    }
    const dress = undressHeading(whole);
    const range = this.append(whole);
    const headingRange = { start: range.start + dress.start, end: range.start + dress.end };
    const heading = whole.slice(dress.start, dress.end);
    const above = this.numberAbove(dress.number);
    const before = this.outline.last;
    const { numberOnly } = dress;
    const number = dress.number ?? above;
    const entry = this.outline.add({ heading, origin, number, numberOnly, isWeak }, level);
    // "CHAPTER XXXI" and the name under it are one heading of two lines.
    const joined =
      above !== null && entry.level === before?.level ? this.sections.pop() : undefined;
    const start = joined?.start ?? range.start;
    this.sections.push({
      origin,
      heading,
      number,
      headingRange,
      headingPath: entry.path,
      level: entry.level,
      tags,
      start,
      paragraphs: [],
    });
    this.openIndex = this.sections.length - 1;
  }

  /** The number that stands alone as the heading right above, if the heading to come has none of its own. */
  private numberAbove(number: string | null): string | null {
    const { last } = this.outline;
    const bare = this.current.paragraphs.length === 0 && this.current.heading === last?.heading;
    const shown = this.figures.at(-1)?.section === this.openIndex;
    return number === null && last?.numberOnly && bare && !shown ? last.number : null;
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
