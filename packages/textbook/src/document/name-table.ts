import { nameColumns } from './heading-words.ts';

const longestName = 120;

/**
 * True if the head of a table's first column says that it holds names, every row below has one, and a further column says
 * something of them in words: a table of numbers or with a second column of names describes nothing.
 */
export function isNameTable([head = [], ...rows]: readonly (readonly string[])[]): boolean {
  if (rows.length === 0 || !isNameColumn(head[0] ?? '')) return false;
  const named = rows.filter(([name = '']) => /\p{L}/u.test(name) && name.length <= longestName);
  if (named.length < rows.length) return false;
  return head.some((cell, column) => {
    if (column === 0 || isNameColumn(cell)) return false;
    const worded = rows.filter((row) => /\p{L}{3}|\p{Lo}/u.test(row[column] ?? ''));
    return worded.length > rows.length / 2;
  });
}

/** True for "Disease", "Name of the condition", "Diagnosis / disorder". */
export function isNameColumn(head: string): boolean {
  const words = head.toLowerCase().match(/\p{L}+/gu) ?? [];
  return words.length <= 5 && words.some((word) => nameColumns.has(word));
}
