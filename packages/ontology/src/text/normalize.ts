import { foldCharacters } from './characters.ts';
import { scanWords } from './scan-words.ts';
import { formOf } from './word-forms.ts';

/** Words that carry no meaning in a disease name. `and`, `or`, `with` and `non` do, and stay. */
const fillers: ReadonlySet<string> = new Set(['the', 'of']);

/**
 * Splits a label into comparable words: folded characters, lower case, American spelling, singular, no
 * possessive; camelCase, snake_case and hyphens split. A slash, `&` and `+` read as "and", a question
 * mark as "query".
 */
export function words(label: string): string[] {
  const result: string[] = [];
  const onSymbol = (symbol: string): void => {
    result.push(symbol === '?' ? 'query' : 'and');
  };
  scanWords(foldCharacters(label), { digitsApart: false, onSymbol }, (word) => {
    const form = formOf(word);
    if (!fillers.has(form)) result.push(form);
  });
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
