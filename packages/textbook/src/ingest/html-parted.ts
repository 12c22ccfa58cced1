import type { HtmlBlock } from './html-blocks.ts';

/** What may stand between the two parts of a paragraph: a picture, with what is set apart about it. */
const between = (block: HtmlBlock): boolean =>
  block.kind === 'image' ||
  block.kind === 'caption' ||
  (block.kind === 'paragraph' && (block.centered || isPageMark(block)));

/** Nothing but the number of a page. */
function isPageMark({ content }: HtmlBlock): boolean {
  return content.text === '' && content.pages.length > 0;
}

/** Pictures and lines of captions that one paragraph runs around at most. */
const mostBetween = 6;

/** Puts a sentence together again that a picture parts; the picture follows its paragraph. */
export function joinParted(blocks: readonly HtmlBlock[]): HtmlBlock[] {
  const joined: HtmlBlock[] = [];
  for (let index = 0; index < blocks.length; index++) {
    const block = blocks[index] as HtmlBlock;
    const rest = isOpen(block) ? restOf(blocks, index) : null;
    if (rest === null) {
      joined.push(block);
      continue;
    }
    const { text, pages } = block.content;
    const later = blocks[rest] as HtmlBlock;
    const inside = blocks.slice(index + 1, rest);
    const moved = [...inside.filter(isPageMark), later]
      .flatMap((each) => each.content.pages)
      .map(({ offset, page }) => ({ page, offset: offset + text.length + 1 }));
    const content = { text: `${text} ${later.content.text}`, pages: [...pages, ...moved] };
    joined.push({ ...block, content }, ...inside.filter((each) => !isPageMark(each)));
    index = rest;
  }
  return joined;
}

function isOpen({ kind, centered, content: { text } }: HtmlBlock): boolean {
  return kind === 'paragraph' && !centered && /[\p{Ll},]$/u.test(text);
}

/** Where the paragraph goes on behind a picture: in small letters; `null` if it does not. */
function restOf(blocks: readonly HtmlBlock[], index: number): number | null {
  let at = index + 1;
  let pictures = 0;
  for (; at - index <= mostBetween; at++) {
    const block = blocks[at];
    if (block === undefined || !between(block)) break;
    if (block.kind === 'image') pictures++;
  }
  const next = blocks[at];
  if (pictures === 0 || next?.kind !== 'paragraph' || next.centered) return null;
  return /^\p{Ll}/u.test(next.content.text) && next.start === null ? at : null;
}
