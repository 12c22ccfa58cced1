import type { DocumentBuilder } from '../document/document-builder.ts';
import { figureLabel } from '../document/figure-label.ts';
import { readHtmlBlocks } from './html-blocks.ts';
import { type Emphasis, InlineText } from './inline-text.ts';
import type { ResolvedIngestOptions } from './limits.ts';
import { lineOf, type MarkdownNode, parseMarkdown, plainText } from './markdown-tree.ts';
import { emitHtmlBlocks } from './read-html.ts';
import { headingInText } from './set-apart.ts';

/** Puts the blocks of a Markdown tree into a document. */
export class MarkdownEmitter {
  private readonly builder: DocumentBuilder;
  private readonly options: ResolvedIngestOptions;
  private readonly title: MarkdownNode | undefined;

  /** `title`: the heading that is the note's title, which has been put in already. */
  constructor(
    builder: DocumentBuilder,
    options: ResolvedIngestOptions,
    title: MarkdownNode | undefined,
  ) {
    this.builder = builder;
    this.options = options;
    this.title = title;
  }

  emit(parent: MarkdownNode, depth = 0): void {
    const children = parent.children ?? [];
    for (let index = 0; index < children.length; index++) {
      const node = children[index] as MarkdownNode;
      if (node.type === 'heading') {
        if (node !== this.title) this.builder.heading(plainText(node), node.depth ?? 1);
      } else if (node.type === 'paragraph') {
        if (this.paragraph(node, children[index + 1], parent.type)) index++;
      } else if (node.type === 'table') {
        const rows = (node.children ?? []).map((row) =>
          (row.children ?? []).map((cell) => plainText(cell).trim()),
        );
        this.builder.table(rows, lineOf(node));
      } else if (node.type === 'code') {
        this.code(node);
      } else if (node.type === 'html') {
        this.html(node);
      } else if (node.children && depth < this.options.limits.maxDepth) {
        this.emit(node, depth + 1);
      }
    }
  }

  /** Emits a paragraph; true if the following node was used as the caption of its image. */
  private paragraph(
    node: MarkdownNode,
    next: MarkdownNode | undefined,
    parentType: string,
  ): boolean {
    const line = lineOf(node);
    const inline = new InlineText();
    const images: MarkdownNode[] = [];
    for (const part of node.children ?? []) addInline(inline, part, images);
    const { text } = inline.finish();
    if (text !== '') this.text(text, inline, parentType, line);
    const captioned = images.length === 1 && text === '' && isEmphasized(next);
    for (const image of images) {
      this.image(image, captioned ? plainText(next as MarkdownNode) : null, line);
    }
    return captioned;
  }

  private text(text: string, inline: InlineText, parentType: string, line: number | null): void {
    const callout = parentType === 'blockquote' ? /^\[!([\w-]{1,40})\][+-]? ?/.exec(text) : null;
    if (callout) {
      this.builder.paragraph(text.slice(callout[0].length), 'prose', line);
      return;
    }
    const heading =
      parentType === 'listItem' || isCaption(text) ? null : headingInText(text, inline.start);
    if (heading !== null) {
      this.builder.subheading(text.slice(0, heading.length), heading.origin, heading);
    }
    const kind = parentType === 'listItem' ? 'list-item' : 'prose';
    this.builder.paragraph(text.slice(heading?.rest ?? 0), kind, line);
  }

  /** A block of code; one that draws a picture from a file is a figure. */
  private code(node: MarkdownNode): void {
    const { value = '', lang, meta } = node;
    const picture = /\binclude_graphics\(\s{0,9}["']([^"'\n]{1,300})["']/.exec(value)?.[1];
    if (picture === undefined) {
      this.builder.paragraph(value, 'preformatted', lineOf(node));
      return;
    }
    const head = `${lang ?? ''} ${meta ?? ''}`;
    const caption =
      /\bfig\.cap ?= ?["']([^"\n]{1,1500})["']/.exec(head)?.[1] ??
      /^#\| ?fig-cap: ?["']?([^"\n]{1,1500})/m.exec(value)?.[1];
    const image = { type: 'image', url: picture, alt: caption ?? '' };
    this.image(image, null, lineOf(node));
  }

  /** A block of HTML in the text. */
  private html(node: MarkdownNode): void {
    const { value = '' } = node;
    const first = lineOf(node) ?? 1;
    if (/\bmarkdown ?= ?["'](?:1|block|span)/.test(value)) {
      const tree = parseMarkdown(withoutTagLines(value), this.options, (omission) =>
        this.builder.omit({ ...omission, place: `line ${first}` }),
      );
      this.emit(moveLines(tree, first - 1), 1);
      return;
    }
    const { blocks, omitted } = readHtmlBlocks(value, this.options);
    for (const omission of omitted) {
      this.builder.omit({ ...omission, place: `line ${first}` });
    }
    const moved = blocks.map((block) => ({
      ...block,
      line: block.line === null ? null : block.line + first - 1,
    }));
    emitHtmlBlocks(this.builder, moved, this.options);
  }

  private image(image: MarkdownNode, printed: string | null, line: number | null): void {
    const reference = image.url ?? '';
    const resolution = this.options.resolveImage(reference);
    if (resolution.path === null) {
      const place = line === null ? null : `line ${line}`;
      this.builder.omit({ kind: 'figure', what: reference, place, reason: resolution.reason });
    }
    const caption = printed ?? (image.title || image.alt) ?? '';
    const label = figureLabel(caption);
    this.builder.figure({
      reference,
      path: resolution.path,
      number: label?.number ?? null,
      caption: caption.slice(label?.length ?? 0),
      line,
    });
  }
}

/** HTML around Markdown, as `<div markdown="1">`, with the lines that are nothing but tags left blank, and no such mark again. */
function withoutTagLines(html: string): string {
  const isTag = (line: string): boolean => /^<[^<>]{1,400}>$/.test(line.trim());
  return html
    .replace(/\bmarkdown ?= ?["']\w{1,10}["']/g, '')
    .split('\n')
    .map((line) => (isTag(line) ? '' : line))
    .join('\n');
}

function moveLines(node: MarkdownNode, by: number): MarkdownNode {
  const line = lineOf(node);
  return {
    ...node,
    ...(line === null ? {} : { position: { start: { line: line + by } } }),
    ...(node.children ? { children: node.children.map((child) => moveLines(child, by)) } : {}),
  };
}

/** A line that opens with the number of a figure or table is no heading. */
function isCaption(text: string): boolean {
  return figureLabel(text) !== null || /^tab(?:le|\.) ?\d/i.test(text);
}

function isEmphasized(node: MarkdownNode | undefined): boolean {
  const only = node?.type === 'paragraph' && node.children?.length === 1 ? node.children[0] : null;
  return only?.type === 'emphasis' && !/^also called/i.test(plainText(only));
}

const emphasisOf: Readonly<Record<string, Emphasis>> = { strong: 'bold', emphasis: 'italics' };
const emphasisOfTag: Readonly<Record<string, Emphasis>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italics',
  em: 'italics',
};

/** Adds a node to the text of its block and its pictures to the list. */
function addInline(inline: InlineText, node: MarkdownNode, images: MarkdownNode[]): void {
  if (node.type === 'image') {
    images.push(node);
    return;
  }
  if (node.type === 'html') {
    addTag(inline, node.value ?? '', images);
    return;
  }
  const emphasis = emphasisOf[node.type];
  if (emphasis) inline.emphasize(emphasis, 1);
  if (node.children && node.value === undefined) {
    for (const child of node.children) addInline(inline, child, images);
  } else {
    inline.add(plainText(node));
  }
  if (emphasis) inline.emphasize(emphasis, -1);
}

function addTag(inline: InlineText, tag: string, images: MarkdownNode[]): void {
  const [, closing = '', name = ''] = /^<(\/?)(\w{1,20})/.exec(tag) ?? [];
  const emphasis = emphasisOfTag[name.toLowerCase()];
  if (emphasis) inline.emphasize(emphasis, closing ? -1 : 1);
  else if (name === 'br') inline.add(' ');
  else if (name === 'img') {
    const value = (attribute: string): string =>
      new RegExp(`\\s${attribute} ?= ?["']([^"'\n]{0,1000})["']`, 'i').exec(tag)?.[1] ?? '';
    images.push({ type: 'image', url: value('src'), alt: value('alt') });
  }
}
