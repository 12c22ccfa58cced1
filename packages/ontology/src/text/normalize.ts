import { foldCharacters } from './characters.ts';
import { wordForm } from './word-forms.ts';

/** Words that carry no meaning in a disease name. `and`, `or`, `with` and `non` do, and stay. */
const fillers: ReadonlySet<string> = new Set(['the', 'of']);

/**
 * Splits a label into comparable words: folded characters, lower case, American spelling, singular, no
 * possessive; camelCase, snake_case and hyphens split. A slash, `&` and `+` read as "and", a
 * question mark as "query".
 */
export function words(label: string): string[] {
  const folded = foldCharacters(label)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  const parts = folded
    .replace(/'s?(?![a-z0-9])/g, ' ')
    .replace(/[&+/]/g, ' and ')
    .replace(/\?/g, ' query ');
  const found = parts.replace(/'/g, '').match(/[a-z0-9]+/g) ?? [];
  const result: string[] = [];
  for (const word of found) if (!fillers.has(word)) result.push(wordForm(word));
  return result;
}

/** The key under which a name is found whatever its spelling tradition, number or punctuation. */
export function normalizedKey(label: string): string {
  return words(label).join(' ');
}

/** The key under which a name is found whatever the order of its words ("lupus, discoid"). */
export function bagKey(sortable: readonly string[]): string {
  return [...sortable].sort().join(' ');
}
