import { featureColumns, nameColumns } from './heading-words.ts';

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

/**
 * True for a table of two columns that tells one thing by its features: "Feature | Finding", "Surface | silvery
 * scales". With a third column it compares several things.
 */
export function isFeatureTable(rows: readonly (readonly string[])[]): boolean {
  const [head = [], ...below] = rows;
  const first = head[0]?.toLowerCase().match(/\p{L}+/gu) ?? [];
  return (
    below.length > 0 &&
    first.length <= 3 &&
    first.some((word) => featureColumns.has(word)) &&
    rows.every(([name = '', description = '', ...more]) => {
      return (
        name.length > 0 &&
        name.length <= longestName &&
        description.length > 0 &&
        more.every((cell) => cell === '')
      );
    })
  );
}

/** True for "Disease", "Name of the condition", "Diagnosis / disorder". */
export function isNameColumn(head: string): boolean {
  const words = head.toLowerCase().match(/\p{L}+/gu) ?? [];
  return words.length <= 5 && words.some((word) => nameColumns.has(word));
}
