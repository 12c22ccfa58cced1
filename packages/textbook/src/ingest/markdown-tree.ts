import { InvalidInputError } from '@skinr1/core';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import type { Omission } from '../document/omissions.ts';
import type { ResolvedIngestOptions } from './limits.ts';
import { toPlainMarkdown } from './markdown-dialects.ts';
import { findDeepNesting } from './markdown-nesting.ts';
import { boundTables } from './markdown-tables.ts';

/** What this reader needs of a Markdown node; the tree's own types are wider. */
export interface MarkdownNode {
  readonly type: string;
  readonly value?: string;
  readonly depth?: number;
  readonly url?: string;
  readonly alt?: string | null;
  readonly title?: string | null;
  /** Of a block of code: its language and what is written after it. */
  readonly lang?: string | null;
  readonly meta?: string | null;
  readonly children?: readonly MarkdownNode[];
  readonly position?: { readonly start: { readonly line: number } } | undefined;
}

/**
 * The tree of a Markdown text. Throws InvalidInputError for what would make the parser slow; of tables that would, rows
 * are left out.
 *
 * @param omit gets what was left out
 */
export function parseMarkdown(
  text: string,
  options: ResolvedIngestOptions,
  omit: (omission: Omission) => void,
): MarkdownNode {
  const { markdown, omitted } = boundTables(toPlainMarkdown(text), options.limits.maxTableCells);
  for (const each of omitted) omit(each);
  const line = findDeepNesting(markdown, options.limits.maxDepth);
  if (line !== null) {
    throw new InvalidInputError('marks nested deeper than any book needs.', {
      source: options.source,
      place: `line ${line}`,
      mend: 'Remove the run of quote, list or bracket marks.',
    });
  }
  return fromMarkdown(markdown, {
    extensions: [gfmTable()],
    mdastExtensions: [gfmTableFromMarkdown()],
  }) as MarkdownNode;
}

export function lineOf(node: MarkdownNode): number | null {
  return node.position?.start.line ?? null;
}

export function plainText(node: MarkdownNode): string {
  if (node.type === 'html' || node.type === 'image') return '';
  if (node.type === 'break') return ' ';
  if (node.value !== undefined) return node.value.replace(attributes, '');
  return (node.children ?? []).map(plainText).join('');
}

/** `{: .class}`, `{#id}`, `{.class}` after a word or heading, and `{width=50%}` after a picture. */
const attributes = /\{[:#.][^{}\n]{0,400}\}|^\{[\w-]{1,40}=[^{}\n]{0,400}\}/g;
