import type { DocumentBuilder } from '../document/document-builder.ts';
import { figureLabel, labelOnly } from '../document/figure-label.ts';
import { questionLevel } from '../document/source-document.ts';
import { greatestOf, leastOf } from './extremes.ts';
import {
  headKey,
  isRunningHead,
  joinLines,
  joinPaged,
  type Layout,
  levelOf,
  readLayout,
  rounded,
} from './pdf-layout.ts';
import { goesOn, itemMark, startsItem } from './pdf-line-breaks.ts';
import type { PdfBlock, PdfLine } from './pdf-rows.ts';
import { tableCaption } from './pdf-tables.ts';
import { headingInText, headingOrigin } from './set-apart.ts';

/**
 * Puts the lines of a book into a document: headings by size and weight, paragraphs, captions, notes, tables.
 * Empties the list on the way, so that memory does not hold the book twice.
 */
export function emitPdfLines(builder: DocumentBuilder, lines: PdfLine[]): void {
  const layout = readLayout(lines);
  dropRunningHeads(builder, lines, layout);
  new PdfEmitter(builder, lines, layout).run();
}

/** Takes running heads and page numbers out of the lines, and lists each kind of them once. */
function dropRunningHeads(builder: DocumentBuilder, lines: PdfLine[], layout: Layout): void {
  const dropped = new Map<string, { readonly first: PdfLine; count: number }>();
  let kept = 0;
  for (const line of lines) {
    if (!isRunningHead(line, layout)) {
      lines[kept++] = line;
      continue;
    }
    const key = headKey(line);
    const known = dropped.get(key);
    if (known) known.count++;
    else dropped.set(key, { first: line, count: 1 });
  }
  lines.length = kept;
  for (const { first, count } of dropped.values()) {
    const place = `page ${first.page}`;
    const reason = `a running head or page number, on ${count} ${count === 1 ? 'page' : 'pages'}`;
    builder.omit({ kind: 'text', what: first.text, place, reason });
  }
}

/** Takes the place of lines that are done. */
const done = {} as PdfLine;

/** Lines of one paragraph at most; beyond it the layout was not understood, and parts are better. */
const longestBlock = 400;

class PdfEmitter {
  private readonly builder: DocumentBuilder;
  private readonly lines: PdfLine[];
  private readonly layout: Layout;
  private index = 0;
  private emptied = 0;
  private page: number;
  /** Number of a figure that is still to come. */
  private label: { readonly number: string; readonly page: number } | null = null;

  constructor(builder: DocumentBuilder, lines: PdfLine[], layout: Layout, page = 0) {
    this.builder = builder;
    this.lines = lines;
    this.layout = layout;
    this.page = page;
  }

  run(): void {
    while (this.index < this.lines.length) {
      this.lines.fill(done, this.emptied, this.index);
      this.emptied = this.index;
      const line = this.lines[this.index] as PdfLine;
      if (line.page !== this.page) {
        this.page = line.page;
        this.builder.page(line.page);
      }
      if (this.label && line.page > this.label.page + 1) this.emitLabel();
      if (line.block) {
        this.index++;
        this.emitPlaced(line, line.block);
      } else {
        const { text, placed } = this.takeBlock();
        const label = labelOnly(this.join(text));
        if (label === null) this.emitText(text);
        else this.emitLabeled(label, line);
        for (const found of placed) if (found.block) this.emitPlaced(found, found.block);
      }
    }
    this.emitLabel();
  }

  /** The lines from here on that belong to one heading, paragraph or caption, and the figures between them. */
  private takeBlock(): { text: PdfLine[]; placed: PdfLine[] } {
    const first = this.lines[this.index] as PdfLine;
    const text = [first];
    const placed: PdfLine[] = [];
    for (this.index++; text.length < longestBlock; ) {
      const previous = text.at(-1) as PdfLine;
      let at = this.index;
      while (this.lines[at]?.block) at++;
      const next = this.lines[at];
      if (!next || this.startsBlock(previous, next, first)) break;
      if (at > this.index) {
        // A figure may stand inside a paragraph; it comes after it, so that the sentence stays whole.
        if (!goesOn(previous, next)) break;
        for (const block of this.lines.slice(this.index, at)) placed.push(block);
      }
      text.push(next);
      this.index = at + 1;
    }
    return { text, placed };
  }

  private startsBlock(previous: PdfLine, next: PdfLine, first: PdfLine): boolean {
    if (levelOf(next, this.layout) !== levelOf(first, this.layout)) return true;
    if (next.bold !== previous.bold || next.mono !== previous.mono) return true;
    if (figureLabel(next.text) || tableCaption.test(next.text)) return true;
    if (Math.abs(next.size - previous.size) > 1) return true;
    const sameColumn = next.page === previous.page && next.column === previous.column;
    if (!sameColumn) return /[.?!:]["”)]?$/.test(previous.text);
    if (itemMark.test(next.text) && startsItem(previous, first)) return true;
    const gap = previous.y - next.y;
    if (gap < -previous.size) return true;
    // A figure between the lines takes room.
    if (gap > previous.size * 1.75 && !this.isParted(previous, next)) return true;
    if (levelOf(first, this.layout) > 0 || this.isApart(first)) return false;
    // The lines of an item hang below its text.
    if (itemMark.test(first.text)) return false;
    // A first line set in.
    return next.x - first.x > next.size * 0.8 && next.x - previous.x > next.size * 0.8;
  }

  private isParted(previous: PdfLine, next: PdfLine): boolean {
    return this.lines[this.index]?.block !== undefined && goesOn(previous, next);
  }

  private emitText(lines: readonly PdfLine[]): void {
    const first = lines[0] as PdfLine;
    const level = levelOf(first, this.layout);
    if (this.isApart(first) && level === 0) {
      this.builder.paragraph(lines.map(({ text }) => text).join('\n'), 'preformatted');
      return;
    }
    const text = this.join(lines);
    const caption = figureLabel(text);
    if (caption && text.length < 600) {
      this.emitLabelOf(caption.number, text.slice(caption.length));
    } else if (tableCaption.test(text) && text.length < 600) {
      this.builder.paragraph(text, 'caption');
    } else if (level > 0 && text.length <= 300) {
      if (level < questionLevel) this.builder.heading(text, level);
      else this.builder.subheading(text, headingOrigin(text, ''));
    } else {
      const paged = joinPaged(lines, this.layout);
      const mark = itemMark.exec(paged.text)?.[0].length ?? 0;
      const kind = this.isNote(first) ? 'footnote' : mark > 0 ? 'list-item' : 'prose';
      // A start that fills the line may go on in the next one: it is a sentence that is set apart.
      const opens = kind === 'prose' && first.start && first.start.length < first.text.length;
      const heading = opens ? headingInText(paged.text, first.start) : null;
      if (heading) this.builder.subheading(text.slice(0, heading.length), heading.origin, heading);
      const from = heading?.rest ?? mark;
      const pages = paged.pages.map((page) => ({
        ...page,
        offset: Math.max(0, page.offset - from),
      }));
      this.builder.paragraph({ text: paged.text.slice(from), pages }, kind);
      this.page = lines.at(-1)?.page ?? this.page;
    }
  }

  /** Set as on a typewriter, in a book that is not. */
  private isApart({ mono }: PdfLine): boolean {
    return mono && !this.layout.typewritten;
  }

  /** Small print at the foot of its page, with no text of the book's size below. */
  private isNote({ size, fromTop, page, column }: PdfLine): boolean {
    const small = (line: PdfLine): boolean => rounded(line.size) <= this.layout.bodySize * 0.88;
    if (fromTop < 0.7 || rounded(size) > this.layout.bodySize * 0.88) return false;
    for (let at = this.index; this.lines[at]?.page === page; at++) {
      const line = this.lines[at] as PdfLine;
      if (line.column === column && !small(line)) return false;
    }
    return true;
  }

  /** A label without a caption: "Fig. 17." */
  private emitLabeled(number: string, { page }: PdfLine): void {
    const next = this.lines[this.index];
    // The page may break between the number and its figure.
    if (next?.block?.kind === 'figure' && next.block.number === null) {
      this.label = { number, page };
      return;
    }
    // The caption is the short text that follows, maybe after the label again.
    const start = this.index;
    let caption = next && !next.block ? this.takeBlock() : null;
    while (caption && labelOnly(this.join(caption.text)) === number) {
      const after = this.lines[this.index];
      caption = after && !after.block ? this.takeBlock() : null;
    }
    const text = caption ? this.join(caption.text) : '';
    const line = caption?.text[0];
    const follows = line?.page === page && text.length < 300 && !figureLabel(text);
    const isCaption = follows && levelOf(line, this.layout) === 0;
    if (!isCaption) this.index = start;
    this.emitLabelOf(number, isCaption ? text : '');
    if (!isCaption) return;
    for (const found of caption?.placed ?? []) if (found.block) this.emitPlaced(found, found.block);
  }

  private emitPlaced(line: PdfLine, block: PdfBlock): void {
    if (block.kind === 'figure') {
      const caption = block.caption || this.captionOverPage(line);
      const number = block.number ?? figureLabel(caption)?.number ?? this.label?.number ?? null;
      if (number === this.label?.number) this.label = null;
      const text = caption.slice(figureLabel(caption)?.length ?? 0);
      const { path } = block;
      const { page } = line;
      this.builder.figure({ reference: path, path, number, caption: text, line: null, page });
    } else if (block.kind === 'table') {
      const caption = joinLines(block.caption, this.layout);
      if (caption !== '') this.builder.paragraph(caption, 'caption');
      this.builder.table(
        block.rows.map((cells) => cells.map((lines) => joinLines(lines, this.layout))),
        null,
      );
    } else if (block.kind === 'box') {
      const leave = this.builder.enterAside();
      new PdfEmitter(this.builder, [...block.lines], this.layout, this.page).run();
      leave();
    } else if (block.kind === 'label') {
      this.emitLabel();
      this.label = { number: block.number, page: line.page };
    } else {
      for (const entry of block.lines) this.builder.paragraph(entry, 'preformatted');
    }
  }

  /** The caption of a figure at the end of a page or column, where it stands at the top of the next one. */
  private captionOverPage(figure: PdfLine): string {
    const taken: PdfLine[] = [];
    const start = this.index;
    for (const line of this.lines.slice(start, start + 12)) {
      const over = line.page > figure.page || line.column > figure.column;
      const top = over && line.fromTop < 0.2 && !line.block && !line.bold;
      if (!top || levelOf(line, this.layout) > 0 || !this.isCentered(line, start)) break;
      taken.push(line);
    }
    const text = this.join(taken);
    if (text.length > 300) return '';
    this.index += taken.length;
    return text;
  }

  /** Set apart in the middle of the lines of its column that follow `start`. */
  private isCentered({ x, right, size, page, column }: PdfLine, start: number): boolean {
    const beside = this.lines
      .slice(start, start + 20)
      .filter((line) => line.page === page && line.column === column && !line.block);
    const before = x - leastOf(beside, (line) => line.x);
    const after = greatestOf(beside, (line) => line.right) - right;
    return before > size && Math.abs(before - after) <= size * 2;
  }

  /** Emits a number whose figure never came. */
  private emitLabel(): void {
    if (this.label) this.emitLabelOf(this.label.number, '', this.label.page);
    this.label = null;
  }

  /** A number and a caption without a picture. */
  private emitLabelOf(number: string, caption: string, page = this.page): void {
    const nothing = { reference: null, path: null, line: null, pictured: false };
    this.builder.figure({ ...nothing, number, caption, page });
  }

  private join(lines: readonly PdfLine[]): string {
    return joinLines(
      lines.map(({ text }) => text),
      this.layout,
    );
  }
}
