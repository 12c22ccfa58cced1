import { DocumentBuilder } from '../document/document-builder.ts';
import {
  questionLevel,
  type SourceDocument,
  type SourceFormat,
} from '../document/source-document.ts';
import { checkSize } from './check-size.ts';
import { decodeText } from './decode-text.ts';
import { type HtmlBlock, readHtmlBlocks } from './html-blocks.ts';
import { type IngestOptions, type ResolvedIngestOptions, resolveIngestOptions } from './limits.ts';
import { xhtmlToHtml } from './xhtml.ts';

/**
 * Reads an HTML book. Headings make sections; a paragraph in bold is a question or run-in heading; images
 * get the caption printed with them. A page that begins as XML is read as XHTML. Scripts are ignored, images outside the book's folder are refused.
 *
 * Throws InvalidInputError: too large, nested too deeply, not in the declared encoding, no text.
 */
export function readHtml(bytes: Uint8Array, options: IngestOptions = {}): SourceDocument {
  const resolved = resolveIngestOptions(options);
  checkSize(bytes, resolved);
  const text = decodeText(bytes, resolved.source, resolved.encoding);
  const html = /^\s*<\?xml\s/.test(text) ? xhtmlToHtml(text) : text;
  const { title, blocks } = readHtmlBlocks(html, resolved);
  const builder = new DocumentBuilder(resolved.source, resolved.limits);
  emitHtmlBlocks(builder, blocks, resolved);
  return builder.finish(bytes, title, 'html' satisfies SourceFormat);
}

/** Puts blocks into a document; also used for the chapters of an EPUB. */
export function emitHtmlBlocks(
  builder: DocumentBuilder,
  blocks: readonly HtmlBlock[],
  options: ResolvedIngestOptions,
): void {
  let index = 0;
  while (index < blocks.length) {
    const block = blocks[index] as HtmlBlock;
    if (isFigureLabel(block) && blocks[index + 1]?.kind === 'image') {
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
  } else if (kind === 'table') {
    builder.table(block.rows, line);
  } else if (kind === 'paragraph') {
    const rest = runInHeading(block);
    if (rest === null) {
      builder.paragraph(content, 'prose', line);
    } else {
      builder.heading(content.text.slice(0, rest), questionLevel);
      const pages = content.pages.map((mark) => ({
        ...mark,
        offset: Math.max(0, mark.offset - rest),
      }));
      builder.paragraph({ text: content.text.slice(rest).trimStart(), pages }, 'prose', line);
    }
  } else {
    builder.paragraph(content, kind as Exclude<typeof kind, 'image'>, line);
  }
}

/**
 * Where the body starts if the block opens with a bold question or label ("**Treatment.** Rest."), or is
 * one altogether; `null` for ordinary prose.
 */
function runInHeading(block: HtmlBlock): number | null {
  const { text } = block.content;
  const { boldLength } = block;
  if (boldLength === 0 || boldLength > 400 || block.centered) return null;
  const head = text.slice(0, boldLength).trim();
  const rest = text.slice(boldLength);
  if (/^[\s.?:!]*$/.test(rest)) return text.length;
  const labeled = /[.?:—]$/.test(head) || /^\s*[.?:—–]/.test(rest);
  if (!labeled || head.length < 3 || head.length > 120) return null;
  return boldLength + (/^\s*[.?:—–]+\s*/.exec(rest)?.[0].length ?? 0);
}

const label = /^\(?(?:fig(?:ure|s)?\.?|plate)\s*([\divxlc]+(?:[.-]\d+)?[a-z]?)\b[.:]?\s*/i;

function isFigureLabel(block: HtmlBlock): boolean {
  return (
    block.kind === 'paragraph' && block.content.text.length < 40 && label.test(block.content.text)
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
  const alternative = label.test(image.alt) ? image.alt.replace(label, '') : image.alt;
  const text = printed || alternative;
  const numbered = [labelBlock?.content.text, text].map((part) => label.exec(part ?? '')?.[1]);
  const number = numbered.find((found) => found !== undefined) ?? null;
  const { path, warning } = resolveReference(image, options);
  if (warning) builder.warn(warning);
  builder.figure({
    reference: image.reference,
    path,
    number,
    caption: text.replace(label, ''),
    line: image.line,
  });
  for (const block of [labelBlock, ...captions]) {
    for (const { page } of block?.content.pages ?? []) builder.page(page);
  }
  return at + 1 + captions.length;
}

function resolveReference(
  image: HtmlBlock,
  options: ResolvedIngestOptions,
): { path: string | null; warning: string | null } {
  const place = image.line === null ? '' : `line ${image.line}: `;
  if (image.reference === null) return { path: null, warning: `${place}image without an address` };
  const resolution = options.resolveImage(image.reference);
  if (resolution.path !== null) return { path: resolution.path, warning: null };
  const shown = image.reference.slice(0, 200);
  return { path: null, warning: `${place}image ${JSON.stringify(shown)}: ${resolution.reason}` };
}

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
