import { InvalidInputError } from '@skinr1/core';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { DocumentBuilder } from '../document/document-builder.ts';
import { questionLevel, type SourceDocument } from '../document/source-document.ts';
import { checkSize } from './check-size.ts';
import { decodeText } from './decode-text.ts';
import { type IngestOptions, type ResolvedIngestOptions, resolveIngestOptions } from './limits.ts';
import { findDeepNesting } from './markdown-nesting.ts';

/** What this reader needs of a Markdown node; the tree's own types are wider. */
interface MarkdownNode {
  readonly type: string;
  readonly value?: string;
  readonly depth?: number;
  readonly url?: string;
  readonly alt?: string | null;
  readonly title?: string | null;
  readonly children?: readonly MarkdownNode[];
  readonly position?: { readonly start: { readonly line: number } } | undefined;
}

/**
 * Reads a Markdown book: headings make sections, list items and paragraphs make paragraphs, a paragraph
 * in bold is a question, an image is a figure whose caption is the emphasised line under it, else its
 * alternative text. Raw HTML is ignored.
 *
 * Throws InvalidInputError: too large, nested too deeply, not UTF-8, no text.
 */
export function readMarkdown(bytes: Uint8Array, options: IngestOptions = {}): SourceDocument {
  const resolved = resolveIngestOptions(options);
  checkSize(bytes, resolved);
  const markdown = decodeText(bytes, resolved.source, resolved.encoding);
  checkNesting(markdown, resolved);
  const tree = fromMarkdown(markdown) as MarkdownNode;
  const builder = new DocumentBuilder(resolved.source, resolved.limits);
  emitChildren(builder, tree, resolved, 0);
  const title = tree.children?.find(({ type }) => type === 'heading');
  return builder.finish(bytes, title ? plainText(title) : '', 'markdown');
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
  const text = plainText({
    type: 'paragraph',
    children: parts.filter(({ type }) => type !== 'image'),
  });
  if (parts.length === 1 && parts[0]?.type === 'strong' && text.length <= 400) {
    builder.heading(text, questionLevel);
    return false;
  }
  if (text.trim() !== '') {
    builder.paragraph(oneLine(text), parentType === 'listItem' ? 'list-item' : 'prose', line);
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
    const shown = JSON.stringify(reference.slice(0, 200));
    builder.warn(`line ${line ?? '?'}: image ${shown}: ${resolution.reason}`);
  }
  const caption = printed ?? image.title ?? image.alt ?? '';
  const numbered = /^fig(?:ure)?\.?\s*(\d+(?:[.-]\d+)?[a-z]?)[.:]?\s*/i.exec(caption);
  builder.figure({
    reference,
    path: resolution.path,
    number: numbered?.[1] ?? null,
    caption: numbered ? caption.slice(numbered[0].length) : caption,
    line,
  });
}

function isEmphasised(node: MarkdownNode | undefined): boolean {
  const only = node?.type === 'paragraph' && node.children?.length === 1 ? node.children[0] : null;
  return only?.type === 'emphasis' && !/^also called/i.test(plainText(only));
}

function plainText(node: MarkdownNode): string {
  if (node.type === 'html' || node.type === 'image') return '';
  if (node.type === 'break') return ' ';
  if (node.value !== undefined) return node.value;
  return (node.children ?? []).map(plainText).join('');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
