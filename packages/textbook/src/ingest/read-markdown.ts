import { InvalidInputError } from '@skinr1/core';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import { type NoteNames, tidy } from '../document/builder-input.ts';
import { DocumentBuilder } from '../document/document-builder.ts';
import type { SourceDocument } from '../document/source-document.ts';
import { checkSize } from './check-size.ts';
import { decodeText } from './decode-text.ts';
import { splitFrontMatter } from './front-matter.ts';
import { type Emphasis, InlineText } from './inline-text.ts';
import { type IngestOptions, type ResolvedIngestOptions, resolveIngestOptions } from './limits.ts';
import { findDeepNesting } from './markdown-nesting.ts';
import { headingInText } from './set-apart.ts';

/** What this reader needs of a Markdown node; the tree's own types are wider. */
interface MarkdownNode {
  type: string;
  readonly value?: string;
  readonly depth?: number;
  readonly url?: string;
  readonly alt?: string | null;
  readonly title?: string | null;
  readonly children?: readonly MarkdownNode[];
  readonly position?: { readonly start: { readonly line: number } } | undefined;
}

/**
 * Reads a Markdown book: headings make sections, list items and paragraphs make paragraphs, a paragraph in bold is a
 * heading or question and one that opens in bold or italics has a run-in heading, an image is a figure whose caption
 * is the emphasized line under it, else its alternative text. Front matter gives title, other names and tags; its
 * title is a section that the book's headings stand below, unless it is the first heading. Raw HTML is ignored.
 *
 * Throws InvalidInputError: too large, nested too deeply, not UTF-8, no text.
 */
export function readMarkdown(bytes: Uint8Array, options: IngestOptions = {}): SourceDocument {
  const resolved = resolveIngestOptions(options);
  checkSize(bytes, resolved);
  const builder = new DocumentBuilder(resolved.source, resolved.limits);
  const names = emitMarkdown(builder, bytes, resolved, null);
  return builder.finish(bytes, names, 'markdown');
}

/**
 * Puts a Markdown note into a document. With `note`, its title stands at that level, if it has no better one than the
 * name given; without, only front matter makes a section of the title. Returns the note's names.
 */
export function emitMarkdown(
  builder: DocumentBuilder,
  bytes: Uint8Array,
  options: ResolvedIngestOptions,
  note: { readonly name: string; readonly level: number } | null,
): NoteNames {
  const text = decodeText(bytes, options.source, options.encoding);
  const { names, body, problem } = splitFrontMatter(text);
  if (problem !== null) {
    builder.omit({ kind: 'text', what: 'front matter', place: 'line 1', reason: problem });
  }
  checkNesting(body, options);
  const tree = fromMarkdown(body, {
    extensions: [gfmTable()],
    mdastExtensions: [gfmTableFromMarkdown()],
  }) as MarkdownNode;
  const first = tree.children?.find(({ type }) => type === 'heading');
  const heading = first ? tidy(plainText(first)) : '';
  const title = names.title || heading || note?.name || '';
  if (note !== null || names.title !== '') {
    builder.note({ ...names, title }, note?.level ?? 1);
    // The title again, as the note's first heading.
    if (first && isSameName(heading, title)) first.type = 'title';
  }
  emitChildren(builder, tree, options, 0);
  return { ...names, title };
}

/** The same letters and digits. */
function isSameName(a: string, b: string): boolean {
  const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  return letters(a) === letters(b);
}

/** Refuses what would make the Markdown parser slow. */
function checkNesting(markdown: string, options: ResolvedIngestOptions): void {
  const line = findDeepNesting(markdown, options.limits.maxDepth);
  if (line === null) return;
  throw new InvalidInputError('marks nested deeper than any book needs.', {
    source: options.source,
    place: `line ${line}`,
    mend: 'Remove the run of quote, list or bracket marks.',
  });
}

function emitChildren(
  builder: DocumentBuilder,
  parent: MarkdownNode,
  options: ResolvedIngestOptions,
  depth: number,
): void {
  const children = parent.children ?? [];
  for (let index = 0; index < children.length; index++) {
    const node = children[index] as MarkdownNode;
    const line = node.position?.start.line ?? null;
    if (node.type === 'heading') {
      builder.heading(plainText(node), node.depth ?? 1);
    } else if (node.type === 'paragraph') {
      const caption = children[index + 1];
      if (emitParagraph(builder, node, caption, options, parent.type)) index++;
    } else if (node.type === 'table') {
      builder.table((node.children ?? []).map(cellsOf), line);
    } else if (node.type === 'code') {
      builder.paragraph(node.value ?? '', 'preformatted', line);
    } else if (node.children && depth < options.limits.maxDepth) {
      emitChildren(builder, node, options, depth + 1);
    }
  }
}

/** Emits a paragraph; true if the following node was used as the caption of its image. */
function emitParagraph(
  builder: DocumentBuilder,
  node: MarkdownNode,
  next: MarkdownNode | undefined,
  options: ResolvedIngestOptions,
  parentType: string,
): boolean {
  const line = node.position?.start.line ?? null;
  const parts = (node.children ?? []).filter(
    (part) => plainText(part).trim() !== '' || part.type === 'image',
  );
  const images = parts.filter(({ type }) => type === 'image');
  const inline = new InlineText();
  for (const part of parts) addInline(inline, part);
  const { text } = inline.finish();
  const heading =
    parentType === 'listItem' || parts.length === images.length
      ? null
      : headingInText(text, inline.start);
  if (heading !== null && !isCaption(text)) {
    builder.subheading(text.slice(0, heading.length), heading.origin);
    builder.paragraph(text.slice(heading.rest), 'prose', line);
  } else {
    builder.paragraph(text, parentType === 'listItem' ? 'list-item' : 'prose', line);
  }
  const captioned = images.length === 1 && text.trim() === '' && isEmphasised(next);
  for (const image of images) {
    emitImage(builder, image, captioned ? plainText(next as MarkdownNode) : null, options, line);
  }
  return captioned;
}

function emitImage(
  builder: DocumentBuilder,
  image: MarkdownNode,
  printed: string | null,
  options: ResolvedIngestOptions,
  line: number | null,
): void {
  const reference = image.url ?? '';
  const resolution = options.resolveImage(reference);
  if (resolution.path === null) {
    const place = line === null ? null : `line ${line}`;
    builder.omit({ kind: 'figure', what: reference, place, reason: resolution.reason });
  }
  const caption = printed ?? image.title ?? image.alt ?? '';
  const numbered = figureNumber.exec(caption);
  builder.figure({
    reference,
    path: resolution.path,
    number: numbered?.[1] ?? null,
    caption: numbered ? caption.slice(numbered[0].length) : caption,
    line,
  });
}

const figureNumber = /^fig(?:ure)?\.?\s*(\d+(?:[.-]\d+)?[a-z]?)[.:]?\s*/i;

/** A line that opens with the number of a figure or table is no heading. */
function isCaption(text: string): boolean {
  return figureNumber.test(text) || /^tab(?:le|\.)\s*\d/i.test(text);
}

function isEmphasised(node: MarkdownNode | undefined): boolean {
  const only = node?.type === 'paragraph' && node.children?.length === 1 ? node.children[0] : null;
  return only?.type === 'emphasis' && !/^also called/i.test(plainText(only));
}

function cellsOf(row: MarkdownNode): string[] {
  return (row.children ?? []).map((cell) => plainText(cell).trim());
}

const emphasisOf: Readonly<Record<string, Emphasis>> = { strong: 'bold', emphasis: 'italics' };

function addInline(inline: InlineText, node: MarkdownNode): void {
  const emphasis = emphasisOf[node.type];
  if (emphasis) inline.emphasize(emphasis, 1);
  if (node.value === undefined && node.type !== 'image') {
    if (node.type === 'break') inline.add(' ');
    for (const child of node.children ?? []) addInline(inline, child);
  } else {
    inline.add(plainText(node));
  }
  if (emphasis) inline.emphasize(emphasis, -1);
}

function plainText(node: MarkdownNode): string {
  if (node.type === 'html' || node.type === 'image') return '';
  if (node.type === 'break') return ' ';
  if (node.value !== undefined) return node.value.replace(attributes, '');
  return (node.children ?? []).map(plainText).join('');
}

/** `{: .class}` after a word, as some site generators write attributes. */
const attributes = /\{:[^{}]{0,400}\}/g;
