/** Code points from the first to the last, both included. */
export type CodePointRange = readonly [first: number, last: number];

/** The last code point. */
export const lastCodePoint = 0x10ffff;

/** All that a string of Unicode can hold: surrogates alone are no characters. */
export const anyCodePoint: readonly CodePointRange[] = [
  [0, 0xd7ff],
  [0xe000, lastCodePoint],
];

/** Ranges in order, those that touch as one. */
export function union(ranges: readonly CodePointRange[]): CodePointRange[] {
  const merged: [number, number][] = [];
  for (const [first, last] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const before = merged.at(-1);
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

/** What both hold. */
export function intersection(
  left: readonly CodePointRange[],
  right: readonly CodePointRange[],
): CodePointRange[] {
  return union(left).flatMap(([first, last]) =>
    union(right)
      .map(([from, to]): CodePointRange => [Math.max(first, from), Math.min(last, to)])
      .filter(([from, to]) => from <= to),
  );
}

/** Every character that ranges do not hold. */
export function complement(ranges: readonly CodePointRange[]): CodePointRange[] {
  const gaps: CodePointRange[] = [];
  let next = 0;
  for (const [first, last] of union(ranges)) {
    if (first > next) gaps.push([next, first - 1]);
    next = last + 1;
  }
  if (next <= lastCodePoint) gaps.push([next, lastCodePoint]);
  return intersection(gaps, anyCodePoint);
}

/** One byte of an encoded character, from the first to the last. */
export type ByteRange = readonly [first: number, last: number];

/** Code points up to which UTF-8 takes one, two, three and four bytes. */
const lastOfLength = [0x7f, 0x7ff, 0xffff, lastCodePoint] as const;

/**
 * Ranges of characters as sequences of byte ranges in UTF-8: a range is cut where the number of bytes changes and
 * where a byte behind the first does not run through all of its values.
 */
export function utf8Sequences(ranges: readonly CodePointRange[]): ByteRange[][] {
  return intersection(ranges, anyCodePoint).flatMap(([first, last]) => {
    let from = first;
    return lastOfLength.flatMap((most) => {
      if (from > most || from > last) return [];
      const part = splitByBytes(from, Math.min(last, most));
      from = most + 1;
      return part;
    });
  });
}

/** Both ends have the same number of bytes. */
function splitByBytes(first: number, last: number): ByteRange[][] {
  const [low, high] = [encode(first), encode(last)];
  for (let behind = 1; behind < low.length; behind++) {
    // All but the last `behind` bytes are the same, or those run from 80 to BF.
    const mask = (1 << (6 * behind)) - 1;
    if ((first & ~mask) === (last & ~mask)) continue;
    if ((first & mask) !== 0) {
      return [...splitByBytes(first, first | mask), ...splitByBytes((first | mask) + 1, last)];
    }
    if ((last & mask) !== mask) {
      return [...splitByBytes(first, (last & ~mask) - 1), ...splitByBytes(last & ~mask, last)];
    }
  }
  return [low.map((byte, i) => [byte, high[i] as number] as const)];
}

function encode(codePoint: number): number[] {
  const length = lastOfLength.findIndex((most) => codePoint <= most) + 1;
  if (length === 1) return [codePoint];
  const lead = (0xf00 >> length) & 0xff;
  return Array.from({ length }, (_, i) => {
    const bits = codePoint >> (6 * (length - 1 - i));
    return i === 0 ? lead | bits : 0x80 | (bits & 0x3f);
  });
}
