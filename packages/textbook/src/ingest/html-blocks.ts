import type { PagedText } from '../document/builder-input.ts';
import type { Omission } from '../document/omissions.ts';
import {
  attribute,
  type Element,
  elementsBelow,
  type Node,
  parseBounded,
  rawText,
  skipped,
  titleOf,
} from './html-tree.ts';
import { type Emphasis, type EmphasizedStart, InlineText } from './inline-text.ts';
import type { ResolvedIngestOptions } from './limits.ts';

/** One block of an HTML page, before it is known what role it plays. */
export interface HtmlBlock {
  readonly kind:
    | 'heading'
    | 'paragraph'
    | 'list-item'
    | 'preformatted'
    | 'caption'
    | 'footnote'
    | 'image'
    | 'table'
    | 'term'
    /** Where a list of terms starts and ends. */
    | 'terms'
    | 'end-of-terms'
    /** Where a box that is set apart from the text starts and ends. */
    | 'box'
    | 'end-of-box';
  readonly content: PagedText;
  /** Heading level; 0 for other blocks. */
  readonly level: number;
  /** Set apart in the middle or at the right, as captions are. */
  readonly centered: boolean;
  /** How the block starts, if set apart there. */
  readonly start: EmphasizedStart | null;
  /** Address of an image. */
  readonly reference: string | null;
  readonly alt: string;
  readonly rows: readonly (readonly string[])[];
  readonly line: number | null;
}

/** Of what is skipped: what shows a picture, and what shows nothing. */
const drawn = new Set('iframe object embed svg canvas audio video'.split(' '));
const unseen = new Set('script style head template noscript input'.split(' '));
const blockTags = new Set(
  'address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header hr html li main ol p pre section summary table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
);

/** Title and blocks of an HTML page in reading order. Scripts, styles and forms are left out. */
export function readHtmlBlocks(
  html: string,
  options: ResolvedIngestOptions,
): { title: string; blocks: HtmlBlock[]; omitted: Omission[] } {
  const root = parseBounded(html, options);
  const collector = new BlockCollector();
  collector.visit(root, false);
  collector.flush();
  return { title: titleOf(root), blocks: collector.blocks, omitted: collector.omitted() };
}

class BlockCollector {
  readonly blocks: HtmlBlock[] = [];
  private inline = new InlineText();
  private line: number | null = null;
  private centered = false;
  private readonly skips = new Map<
    string,
    { readonly count: number; readonly line: number | null }
  >();

  visit(node: Node, centered: boolean): void {
    if (node.nodeName === '#text' && 'value' in node) {
      this.line ??= node.sourceCodeLocation?.startLine ?? null;
      this.inline.add(node.value);
      return;
    }
    if (!('tagName' in node)) {
      if ('childNodes' in node) for (const child of node.childNodes) this.visit(child, centered);
      return;
    }
    if (skipped.has(node.tagName) || attribute(node, 'hidden') !== '') {
      this.skip(node);
      return;
    }
    if (blockTags.has(node.tagName)) this.visitBlock(node, centered);
    else this.visitInline(node, centered);
  }

  /** What was skipped, each kind of element once. */
  omitted(): Omission[] {
    return [...this.skips].map(([tagName, { count, line }]) => ({
      kind: drawn.has(tagName) ? 'figure' : 'text',
      what: `${count} <${tagName}>`,
      place: line === null ? null : `line ${line}`,
      reason: 'elements of this kind are not read',
    }));
  }

  private skip(element: Element): void {
    const { tagName } = element;
    // What a reader of the page does not see either is no loss.
    if (unseen.has(tagName)) return;
    if (!drawn.has(tagName) && rawText(element, true).trim() === '') return;
    const line = element.sourceCodeLocation?.startLine ?? null;
    const known = this.skips.get(tagName) ?? { count: 0, line };
    this.skips.set(tagName, { ...known, count: known.count + 1 });
  }

  flush(kind: HtmlBlock['kind'] = 'paragraph', level = 0): void {
    const content = this.inline.finish();
    if (content.text !== '' || content.pages.length > 0) {
      this.push({ kind, level, content, start: this.inline.start });
    }
    this.inline = new InlineText();
    this.line = null;
  }

  private visitBlock(element: Element, outerCentered: boolean): void {
    this.flush();
    const { tagName } = element;
    const style = `${attribute(element, 'class')} ${attribute(element, 'align')} ${tagName}`;
    const centered = outerCentered || /center|right|caption/i.test(style);
    this.centered = centered;
    if (tagName === 'table' && isDataTable(element)) {
      this.table(element);
    } else if (tagName === 'pre') {
      this.line = element.sourceCodeLocation?.startLine ?? null;
      const text = rawText(element).replace(/^\n+/, '').trimEnd();
      this.push({ kind: 'preformatted', content: { text, pages: [] } });
    } else {
      this.line = element.sourceCodeLocation?.startLine ?? null;
      const around = tagName === 'dl' ? 'terms' : isBox(element) ? 'box' : null;
      if (around) this.push({ kind: around });
      // What opens details is set like a heading.
      if (tagName === 'summary') this.inline.emphasize('bold', 1);
      for (const child of element.childNodes) this.visit(child, centered);
      if (around) {
        this.flush();
        this.push({ kind: `end-of-${around}` });
      }
      this.centered = centered;
      this.flush(kindOf(element), /^h[1-6]$/.test(tagName) ? Number(tagName[1]) : 0);
    }
    this.line = null;
    this.centered = outerCentered;
  }

  private visitInline(element: Element, centered: boolean): void {
    const { tagName } = element;
    const page = pageMark(element);
    if (page !== null) {
      this.inline.page(page);
    } else if (tagName === 'br' || tagName === 'wbr') {
      this.inline.add(tagName === 'br' ? ' ' : '');
    } else if (tagName === 'img') {
      this.image(element);
    } else if (!isNoteMark(element)) {
      const emphasis = emphasisOf(element);
      if (emphasis) this.inline.emphasize(emphasis, 1);
      for (const child of element.childNodes) this.visit(child, centered);
      if (emphasis) this.inline.emphasize(emphasis, -1);
    }
  }

  private image(element: Element): void {
    const reference = attribute(element, 'src');
    const alt = attribute(element, 'alt') || attribute(element, 'title');
    const line = element.sourceCodeLocation?.startLine ?? null;
    // An image inside a running paragraph follows it, so that the sentence stays whole.
    this.flush();
    this.push({ kind: 'image', reference: reference || null, alt, line });
  }

  private table(element: Element): void {
    const rows: string[][] = [];
    for (const row of elementsBelow(element, ({ tagName }) => tagName !== 'tr')) {
      if (row.tagName !== 'tr') continue;
      const cells = row.childNodes.filter(
        (child): child is Element =>
          'tagName' in child && (child.tagName === 'td' || child.tagName === 'th'),
      );
      rows.push(cells.map((cell) => rawText(cell).replace(/\s+/g, ' ').trim()));
    }
    this.push({ kind: 'table', rows, line: element.sourceCodeLocation?.startLine ?? null });
  }

  private push(block: Partial<HtmlBlock> & Pick<HtmlBlock, 'kind'>): void {
    this.blocks.push({
      content: { text: '', pages: [] },
      level: 0,
      centered: this.centered,
      start: null,
      reference: null,
      alt: '',
      rows: [],
      line: this.line,
      ...block,
    });
  }
}

function kindOf(element: Element): HtmlBlock['kind'] {
  if (/^h[1-6]$/.test(element.tagName)) return 'heading';
  if (element.tagName === 'li') return 'list-item';
  if (element.tagName === 'dt') return 'term';
  if (element.tagName === 'figcaption' || /\bcaption\b/.test(attribute(element, 'class'))) {
    return 'caption';
  }
  for (let node: Element | null = element; node; node = node.parentNode as Element | null) {
    if (node.attrs && /\bfootnotes?\b/i.test(attribute(node, 'class'))) return 'footnote';
  }
  return 'paragraph';
}

/** Longest text of a box; what is longer lays out the page. */
const longestBox = 8000;

/** What is set apart from the text around it, by its element or by what its class says. */
function isBox(element: Element): boolean {
  if (element.tagName === 'aside') return true;
  if (!/^(?:div|section|blockquote)$/.test(element.tagName)) return false;
  const named = `${attribute(element, 'class')} ${attribute(element, 'epub:type')}`;
  const isNamed = /(?:^|[\s_-])(?:box(?:ed)?|textbox|sidebar|callout|inset)(?:$|[\s_-])/i.test(
    named,
  );
  return isNamed && rawText(element).length <= longestBox;
}

function emphasisOf(element: Element): Emphasis | null {
  const { tagName } = element;
  const style = `${attribute(element, 'class')} ${attribute(element, 'style')}`;
  if (tagName === 'b' || tagName === 'strong') return 'bold';
  if (/font-weight\s*:\s*(?:bold|[6-9]00)|\bbold\b/i.test(style)) return 'bold';
  if (/\bsm(?:all)?-?_?c(?:ap(?:ital)?s?)?\b|\bsc\b|small-caps/i.test(style))
    return 'small-capitals';
  if (tagName === 'i' || tagName === 'em' || /\bitalics?\b/i.test(style)) return 'italics';
  return null;
}

/** The number of a page mark such as `<span class='pagenum'>[Pg 91]</span>`; `null` for anything else. */
function pageMark(element: Element): number | null {
  const marked =
    /\bpage-?(num|number|break)?\b|\bpb\b/i.test(attribute(element, 'class')) ||
    /pagebreak/.test(attribute(element, 'epub:type') + attribute(element, 'role'));
  if (!marked) return null;
  const text = `${rawText(element)} ${attribute(element, 'title')} ${attribute(element, 'id')}`;
  const match = /\d{1,5}/.exec(text);
  return match ? Number(match[0]) : null;
}

/** A reference mark of a footnote, which is not part of the sentence. */
function isNoteMark(element: Element): boolean {
  if (/fnanchor|noteref|footnote-?ref/i.test(attribute(element, 'class'))) return true;
  return element.tagName === 'sup' && /^\s*\[?(\d{1,3}|[a-z*†‡])\]?\s*$/i.test(rawText(element));
}

/** False for tables that only lay out the page. */
function isDataTable(table: Element): boolean {
  for (const { tagName } of elementsBelow(table)) {
    if (/^(p|h[1-6]|img|table|div|ul|ol)$/.test(tagName)) return false;
  }
  return true;
}
