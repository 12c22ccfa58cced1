/** Elements that HTML never closes. */
const voidElements = new Set(
  'area base br col embed hr img input link meta param source track wbr'.split(' '),
);

/**
 * XHTML as an HTML parser understands it: `<title/>` as `<title></title>`, since HTML would take all that
 * follows for the title, and `<![CDATA[…]]>` as text. Line numbers stay. Takes linear time on any text.
 */
export function xhtmlToHtml(xhtml: string): string {
  const parts: string[] = [];
  let kept = 0;
  for (let at = xhtml.indexOf('<'); at >= 0; ) {
    const end = endOfMarkup(xhtml, at);
    // What is never closed is left to the HTML parser.
    if (end === null) break;
    const replacement = replace(xhtml, at, end);
    if (replacement !== null) {
      parts.push(xhtml.slice(kept, at), replacement);
      kept = end;
    }
    at = xhtml.indexOf('<', end);
  }
  return parts.length === 0 ? xhtml : parts.join('') + xhtml.slice(kept);
}

const cdata = '<![CDATA[';

/** What stands in place of a tag, comment or section; `null` if it may stay. */
function replace(xhtml: string, at: number, end: number): string | null {
  if (xhtml.startsWith(cdata, at)) {
    const text = xhtml.slice(at + cdata.length, end - ']]>'.length);
    return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  }
  if (!xhtml.startsWith('/>', end - 2)) return null;
  const name = /^[a-z_][\w:.-]*/i.exec(xhtml.slice(at + 1, end))?.[0];
  if (name === undefined || voidElements.has(name.toLowerCase())) return null;
  return `${xhtml.slice(at, end - 2)}></${name}>`;
}

/** Offset after the tag, comment, section or instruction that opens at `at`; `null` if it does not end. */
function endOfMarkup(xhtml: string, at: number): number | null {
  for (const [opening, closing] of [
    ['<!--', '-->'],
    [cdata, ']]>'],
    ['<?', '?>'],
  ] as const) {
    if (!xhtml.startsWith(opening, at)) continue;
    const close = xhtml.indexOf(closing, at + opening.length);
    return close < 0 ? null : close + closing.length;
  }
  if (!/[a-z_/!]/i.test(xhtml[at + 1] ?? '')) return at + 1;
  for (let index = at + 1; index < xhtml.length; index++) {
    const character = xhtml[index];
    if (character === '>') return index + 1;
    // A sign on its own, not a tag.
    if (character === '<') return index;
    if (character !== '"' && character !== "'") continue;
    const close = xhtml.indexOf(character, index + 1);
    if (close < 0) return null;
    index = close;
  }
  return null;
}
