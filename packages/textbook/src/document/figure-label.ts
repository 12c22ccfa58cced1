/** What opens the caption of a figure: its number, and how long the label is with the stops and dashes behind it. */
export interface FigureLabel {
  /** As printed: `17`, `3.2b`, `IV`. */
  readonly number: string;
  readonly length: number;
}

const word = /^\(?(?:fig(?:ure|s)?\.?|plate|pl\.)\s?/i;
const numeral = /^(\d+(?:[.-]\d+){0,3}[a-z]?|[IVXLC]{1,8}|[ivxlc]{1,8})(?![\p{L}\d])/u;
const behind = /^\)?[.:]?\s?[.:—–-]{0,3}\s?/;

/** The label that a text opens with, such as "Fig. 17.—" or "PLATE IV:"; `null` without one. */
export function figureLabel(text: string): FigureLabel | null {
  const named = word.exec(text)?.[0].length;
  if (named === undefined) return null;
  const number = numeral.exec(text.slice(named, named + 40))?.[1];
  if (number === undefined) return null;
  const end = named + number.length;
  return { number, length: end + (behind.exec(text.slice(end))?.[0].length ?? 0) };
}

/** The number that a text consists of, such as "Fig. 17."; of several, as over a pair of figures, the first. */
export function labelOnly(text: string): string | null {
  let rest = text;
  let first: string | null = null;
  for (let label = figureLabel(rest); label; label = figureLabel(rest)) {
    first ??= label.number;
    rest = rest.slice(label.length);
  }
  return rest === '' ? first : null;
}

/** One spelling for a number: Roman numerals as Arabic ones, letters small. */
export function numberKey(number: string): string {
  return /^[ivxlc]+$/i.test(number) ? String(arabic(number)) : number.toLowerCase();
}

function arabic(roman: string): number {
  const values = [...roman.toUpperCase()].map((letter) => digits[letter] ?? 0);
  return values.reduce(
    (sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value),
    0,
  );
}

const digits: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100 };
