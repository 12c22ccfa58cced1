import { nameColumns } from './heading-words.ts';

const longestName = 120;

/** True if the head of a table's first column says that it holds names, and every row below has one. */
export function isNameTable([head = [], ...rows]: readonly (readonly string[])[]): boolean {
  if (rows.length === 0 || head.length < 2) return false;
  const named = rows.filter(([name = '']) => /\p{L}/u.test(name) && name.length <= longestName);
  return named.length === rows.length && isNameColumn(head[0] ?? '');
}

/** True for "Disease", "Name of the condition", "Diagnosis / disorder". */
export function isNameColumn(head: string): boolean {
  const words = head.toLowerCase().match(/\p{L}+/gu) ?? [];
  return words.length <= 5 && words.some((word) => nameColumns.has(word));
}
