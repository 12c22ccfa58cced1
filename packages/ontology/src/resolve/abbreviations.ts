import { foldCharacters } from '../text/characters.ts';

/**
 * The label with its abbreviations written out, or `null` where there are none. Only words with two
 * capitals are abbreviations, and in a label all in capitals only if every word is one: "SCC in situ",
 * "AK/SCC", but not "ACNE AD FACIEM".
 */
export function expandAbbreviations(
  label: string,
  nameOf: (short: string) => string | null,
): string | null {
  let expanded = 0;
  let kept = 0;
  const text = foldCharacters(label).replace(/[A-Za-z][A-Za-z0-9]*/g, (word) => {
    const name = /[A-Z].*[A-Z]/.test(word) ? nameOf(word) : null;
    if (name === null) kept++;
    else expanded++;
    return name ?? word;
  });
  if (expanded === 0) return null;
  return kept === 0 || /[a-z]/.test(label) ? text : null;
}
