import { type NoteNames, noNames, tidy } from '../document/builder-input.ts';
import type { DocumentBuilder } from '../document/document-builder.ts';
import { figureLabel } from '../document/figure-label.ts';
import type { ParagraphKind, SourceDocument } from '../document/source-document.ts';
import { decodeText } from './decode-text.ts';
import { type HtmlBlock, readHtmlBlocks } from './html-blocks.ts';
import { joinParted } from './html-parted.ts';
import type { ImageResolution, IngestOptions, ResolvedIngestOptions } from './limits.ts';
import { type NotePlace, titleHeading } from './note-title.ts';
import { readOneFile } from './read-one-file.ts';
import { headingInText } from './set-apart.ts';
import { xhtmlToHtml } from './xhtml.ts';

/**
 * Reads an HTML book. Headings make sections; a paragraph in bold is a heading or question, and one that
 * opens in bold, small capitals or italics has a run-in heading; images get the caption printed with them. A page that
 * begins as XML is read as XHTML. Scripts are ignored, images outside the book's folder are refused.
 *
 * Throws InvalidInputError: too large, nested too deeply, not in the declared encoding, no text.
 */
export function readHtml(bytes: Uint8Array, options: IngestOptions = {}): SourceDocument {
  return readOneFile(bytes, options, 'html', emitHtml);
}

/**
 * Puts an HTML page into a document; as a note it is a section, titled by its heading, else its title, else the name
 * given.
 */
export function emitHtml(
  builder: DocumentBuilder,
  bytes: Uint8Array,
  options: ResolvedIngestOptions,
  note: NotePlace | null,
): NoteNames {
  const text = decodeText(bytes, options.source, options.encoding);
  const html = /^\s*<\?xml\s/.test(text) ? xhtmlToHtml(text) : text;
  const { title, blocks, omitted } = readHtmlBlocks(html, options);
  for (const omission of omitted) builder.omit(omission);
  if (note === null) {
    emitHtmlBlocks(builder, blocks, options);
    return { ...noNames, title };
  }
  const headings = blocks.filter(({ kind }) => kind === 'heading');
  const titled = titleHeading(
    headings.map((block) => ({ level: block.level, isFirst: block === blocks[0] })),
  );
  const heading = titled === null ? undefined : headings[titled];
  const names = { ...noNames, title: heading?.content.text || tidy(title) || note.name };
  builder.note(names, note.level, heading?.level);
  emitHtmlBlocks(
    builder,
    blocks.filter((block) => block !== heading),
    options,
  );
  return names;
}

/** Puts blocks into a document; also used for the chapters of an EPUB. */
export function emitHtmlBlocks(
  builder: DocumentBuilder,
  read: readonly HtmlBlock[],
  options: ResolvedIngestOptions,
): void {
  const blocks = joinParted(read);
  const leaves: (() => void)[] = [];
  let index = 0;
  while (index < blocks.length) {
    const block = blocks[index] as HtmlBlock;
    if (block.kind === 'terms' || block.kind === 'box') {
      leaves.push(block.kind === 'box' ? builder.enterAside() : builder.enterList());
      index++;
    } else if (block.kind === 'end-of-terms' || block.kind === 'end-of-box') {
      leaves.pop()?.();
      index++;
    } else if (isFigureLabel(block) && blocks[index + 1]?.kind === 'image') {
      index = emitFigure(builder, blocks, index + 1, block, options);
    } else if (block.kind === 'image') {
      index = emitFigure(builder, blocks, index, null, options);
    } else {
      emitBlock(builder, block);
      index++;
    }
  }
}

function emitBlock(builder: DocumentBuilder, block: HtmlBlock): void {
  const { content, kind, line } = block;
  if (kind === 'heading') {
    builder.heading(content.text, block.level);
    for (const { page } of content.pages) builder.page(page);
  } else if (kind === 'term') {
    builder.subheading(content.text, 'term');
    for (const { page } of content.pages) builder.page(page);
  } else if (kind === 'table') {
    builder.table(block.rows, line);
  } else if (kind === 'paragraph') {
    emitParagraph(builder, block);
  } else {
    builder.paragraph(content, kind as ParagraphKind, line);
  }
}

function emitParagraph(
  builder: DocumentBuilder,
  { content, start, centered, line }: HtmlBlock,
): void {
  const heading = centered || figureLabel(content.text) ? null : headingInText(content.text, start);
  if (heading === null) {
    builder.paragraph(content, 'prose', line);
    return;
  }
  const { rest } = heading;
  builder.subheading(content.text.slice(0, heading.length), heading.origin, heading);
  const pages = content.pages.map((mark) => ({
    ...mark,
    offset: Math.max(0, mark.offset - rest),
  }));
  builder.paragraph({ text: content.text.slice(rest), pages }, 'prose', line);
}

function isFigureLabel(block: HtmlBlock): boolean {
  return (
    block.kind === 'paragraph' &&
    block.content.text.length < 40 &&
    figureLabel(block.content.text) !== null
  );
}

function emitFigure(
  builder: DocumentBuilder,
  blocks: readonly HtmlBlock[],
  at: number,
  labelBlock: HtmlBlock | null,
  options: ResolvedIngestOptions,
): number {
  const image = blocks[at] as HtmlBlock;
  const captions = captionBlocks(blocks, at + 1);
  const printed = captions.map(({ content }) => content.text).join(' ');
  const label = labelBlock?.content.text ?? '';
  const title = label.slice(figureLabel(label)?.length ?? 0);
  // "Plate 30. Scabies." before a plate with a number of its own is another one, as in a list.
  const isOther = title !== '' && figureLabel(printed) !== null;
  if (isOther && labelBlock) emitBlock(builder, labelBlock);
  const text = printed || title || image.alt;
  const numbered = [isOther ? '' : label, text].map((part) => figureLabel(part)?.number);
  const number = numbered.find((found) => found !== undefined) ?? null;
  const path = resolveReference(builder, image, options);
  builder.figure({
    reference: image.reference,
    path,
    number,
    caption: text.slice(figureLabel(text)?.length ?? 0),
    line: image.line,
  });
  for (const block of [labelBlock, ...captions]) {
    for (const { page } of block?.content.pages ?? []) builder.page(page);
  }
  return at + 1 + captions.length;
}

function resolveReference(
  builder: DocumentBuilder,
  { reference, line }: HtmlBlock,
  options: ResolvedIngestOptions,
): string | null {
  const resolution = reference === null ? noAddress : options.resolveImage(reference);
  if (resolution.path === null) {
    builder.omit({
      kind: 'figure',
      what: reference ?? '',
      place: line === null ? null : `line ${line}`,
      reason: resolution.reason,
    });
  }
  return resolution.path;
}

const noAddress: ImageResolution = { path: null, reason: 'it has no address' };

/** The blocks right after an image that are its caption: set apart, short, and not something else. */
function captionBlocks(blocks: readonly HtmlBlock[], from: number): HtmlBlock[] {
  const captions: HtmlBlock[] = [];
  let length = 0;
  for (const block of blocks.slice(from, from + 4)) {
    const { text } = block.content;
    const apart = block.kind === 'caption' || (block.kind === 'paragraph' && block.centered);
    if (!apart || text === '' || /^\(?\s*synonyms?\b/i.test(text)) break;
    if (isFigureLabel(block) && captions.length > 0) break;
    length += text.length;
    if (length > 1500) break;
    captions.push(block);
  }
  return captions;
}
