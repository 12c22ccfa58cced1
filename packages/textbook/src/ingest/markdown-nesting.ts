/** Quote and list marks at the start of a line beyond which no book nests. */
const mostMarks = 100;
/** Opening brackets in a row. */
const mostBrackets = 100;
/** Marks of emphasis with hardly a letter between them. */
const mostEmphasis = 1000;
/** Brackets, runs of emphasis and openings of comments in one block; the parser takes quadratic time over them. */
const mostInline = 4_000;
/** Spaces before a list mark. */
const widestIndent = 400;

/**
 * The line, from 1, at which a Markdown parser would become slow: hundreds of quote, list, bracket or emphasis
 * marks in a row. `null` if there is none. Takes linear time.
 */
export function findDeepNesting(markdown: string, maxDepth: number): number | null {
  const marks = Math.min(maxDepth, mostMarks);
  let line = 0;
  let inline = 0;
  for (const text of markdown.split('\n')) {
    line++;
    if (startsBlock.test(text)) inline = 0;
    inline += text.match(/\[|<[?!]|\*+|_+/g)?.length ?? 0;
    if (inline > mostInline || isDeeplyMarked(text, marks) || hasRunOfBrackets(text)) return line;
  }
  const at = findRunOfEmphasis(markdown);
  return at === null ? null : markdown.slice(0, at).split('\n').length;
}

/** A blank line, or one that opens a heading, an item or a quote. */
const startsBlock = /^\s*(?:$|#{1,6}\s|[-+*]\s|\d{1,9}[.)]\s|>)/;

/** Whether a line starts with so many quote or list marks, or with one far to the right. */
function isDeeplyMarked(line: string, most: number): boolean {
  let count = 0;
  const mark = /[ \t]*(?:>|[-+*](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$))/y;
  while (mark.test(line)) count++;
  if (count === 0) return false;
  const indent = line.length - line.trimStart().length;
  return (count >= most && !isRule(line)) || indent >= widestIndent;
}

/** A thematic break, "- - - -", which nests nothing. */
function isRule(line: string): boolean {
  const [first] = line.trimStart();
  if (first !== '-' && first !== '*') return false;
  for (const character of line) if (character !== first && !/[ \t]/.test(character)) return false;
  return true;
}

function hasRunOfBrackets(line: string): boolean {
  let count = 0;
  for (let at = 0; at < line.length; at++) {
    if (line[at] === '[') count++;
    else if (line[at] !== '!' || line[at + 1] !== '[') count = 0;
    if (count >= mostBrackets) return true;
  }
  return false;
}

/** Where a run of emphasis marks, each within three letters of the next, has become too long. */
function findRunOfEmphasis(text: string): number | null {
  let count = 0;
  let letters = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (character === '*' || character === '_') {
      count++;
      letters = 0;
      if (count >= mostEmphasis) return at;
    } else {
      letters++;
      if (letters > 3 || /\s/.test(character)) count = 0;
    }
  }
  return null;
}
