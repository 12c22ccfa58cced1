import { InvalidInputError } from '@skinr1/core';
import { type DefaultTreeAdapterMap, defaultTreeAdapter, parse } from 'parse5';
import type { ResolvedIngestOptions } from './limits.ts';

export type Node = DefaultTreeAdapterMap['node'];
export type Element = DefaultTreeAdapterMap['element'];

/** Elements whose content is not read. */
export const skipped: ReadonlySet<string> = new Set(
  'script style head template noscript iframe object embed svg math canvas audio video form select textarea input button nav'.split(
    ' ',
  ),
);
/** parse5 with a bound on nesting, checked while parsing so that a hostile page stops early. */
export function parseBounded(html: string, options: ResolvedIngestOptions): Node {
  let depth = 0;
  const treeAdapter = {
    ...defaultTreeAdapter,
    onItemPush: (element: Element): void => {
      depth++;
      if (depth > options.limits.maxDepth) {
        const line = element.sourceCodeLocation?.startLine;
        throw new InvalidInputError(
          `elements nested deeper than ${options.limits.maxDepth}, which no book needs.`,
          {
            source: options.source,
            place: line === undefined ? undefined : `line ${line}`,
            mend: 'Repair the HTML or raise the limit `maxDepth`.',
          },
        );
      }
    },
    onItemPop: (): void => {
      depth--;
    },
  };
  return parse(html, { treeAdapter, sourceCodeLocationInfo: true, scriptingEnabled: false });
}

export function titleOf(root: Node): string {
  const above = (tagName: string): boolean => tagName === 'html' || tagName === 'head';
  for (const element of elementsBelow(root, ({ tagName }) => above(tagName))) {
    if (element.tagName === 'title') return rawText(element);
  }
  return '';
}

export function attribute(element: Element, name: string): string {
  return element.attrs.find((entry) => entry.name === name)?.value ?? '';
}

/** Elements below a node in document order; of those that `descends` refuses, not what is inside. */
export function* elementsBelow(
  node: Node,
  descends: (element: Element) => boolean = () => true,
): Generator<Element> {
  if (!('childNodes' in node)) return;
  for (const child of node.childNodes) {
    if (!('tagName' in child)) continue;
    yield child;
    if (descends(child)) yield* elementsBelow(child, descends);
  }
}

export function rawText(node: Node, all = false): string {
  if ('value' in node) return node.value;
  if (!('childNodes' in node)) return '';
  if (!all && 'tagName' in node && skipped.has(node.tagName)) return '';
  if (node.nodeName === 'br') return '\n';
  return node.childNodes.map((child) => rawText(child, all)).join('');
}
