import type { TextRange } from '@skinr1/core';

const abbreviations = new Set(
  'fig figs e.g i.e cf dr drs mr mrs st vs etc approx ca no nos vol p pp ed al q.v q v viz mm cm sp spp var syn'.split(
    ' ',
  ),
);

/**
 * Sentences of a piece of text, as ranges into `text`. A full stop after a known abbreviation, a single
 * letter or before a small letter does not end a sentence.
 */
export function splitSentences(text: string, range: TextRange): TextRange[] {
  const sentences: TextRange[] = [];
  const boundary = /[.!?]+["'”’)\]]*/g;
  const part = text.slice(range.start, range.end);
  let start = 0;
  for (const match of part.matchAll(boundary)) {
    const end = match.index + match[0].length;
    if (end < part.length && !/\s/.test(part.charAt(end))) continue;
    if (match[0].startsWith('.') && !endsSentence(part, match.index, end)) continue;
    pushTrimmed(sentences, part, start, end, range.start);
    start = end;
  }
  pushTrimmed(sentences, part, start, part.length, range.start);
  return sentences;
}

function endsSentence(part: string, dot: number, end: number): boolean {
  const word =
    part
      .slice(Math.max(0, dot - 12), dot)
      .split(/[^\p{L}.]/u)
      .at(-1) ?? '';
  if (word.length === 1 && /\p{L}/u.test(word)) return false;
  if (abbreviations.has(word.toLowerCase())) return false;
  return !/^\s+\p{Ll}/u.test(part.slice(end, end + 4));
}

function pushTrimmed(
  into: TextRange[],
  part: string,
  start: number,
  end: number,
  offset: number,
): void {
  const text = part.slice(start, end);
  const lead = text.length - text.trimStart().length;
  const trimmed = text.trim();
  if (!/[\p{L}\d]/u.test(trimmed)) return;
  into.push({ start: offset + start + lead, end: offset + start + lead + trimmed.length });
}
