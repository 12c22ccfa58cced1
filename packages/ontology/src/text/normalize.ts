import { foldCharacters } from './characters.ts';
import { scanWords, type WordVisitor } from './scan-words.ts';
import { formOf } from './word-forms.ts';

/** Words that carry no meaning in a disease name. `and`, `or`, `with` and `non` do, and stay. */
const fillers: ReadonlySet<string> = new Set(['the', 'of']);

/**
 * Splits a label into comparable words: folded characters, lower case, American spelling, singular, no
 * possessive; camelCase, snake_case and hyphens split. A slash, `&` and `+` read as "and", a question
 * mark as "query".
 */
export function words(label: string): string[] {
  const found = new LabelWords();
  scanWords(foldCharacters(label), labelScan, found);
  return found.forms;
}

const labelScan = { digitsApart: false };

class LabelWords implements WordVisitor {
  readonly forms: string[] = [];

  word(word: string): void {
    const form = formOf(word);
    if (!fillers.has(form)) this.forms.push(form);
  }

  symbol(symbol: string): void {
    this.forms.push(symbol === '?' ? 'query' : 'and');
  }
}

/** The key under which a name is found whatever its spelling tradition, number or punctuation. */
export function normalizedKey(label: string): string {
  return words(label).join(' ');
}

/** The key under which a name is found whatever the order of its words ("lupus, discoid"). */
export function bagKey(sortable: readonly string[]): string {
  return [...sortable].sort().join(' ');
}
