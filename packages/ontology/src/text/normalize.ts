import { foldCharacters } from './characters.ts';
import { scanWords, type WordVisitor } from './scan-words.ts';
import { formOf } from './word-forms.ts';

/** True for a word that carries no meaning in a disease name. `and`, `or`, `with` and `non` do, and stay. */
function isFiller(form: string): boolean {
  return form === 'of' || form === 'the';
}

/**
 * Splits a label into comparable words: folded characters, lower case, American spelling, singular, no
 * possessive; camelCase, snake_case and hyphens split. A slash, `&` and `+` read as "and", a question
 * mark as "query".
 */
export function words(label: string): string[] {
  return readLabel(label).forms;
}

/** The words of a label, and whether something stands in it that may divide it into parts. */
export interface ReadLabel {
  readonly forms: string[];
  readonly isDivided: boolean;
}

/** {@link words}, with what else is seen on the way. A label known to be plain ASCII needs no folding. */
export function readLabel(label: string, isPlain = false): ReadLabel {
  const found = new LabelWords();
  scanWords(isPlain ? label : foldCharacters(label), labelScan, found);
  return found;
}

/** Tells of the words and symbols of a label of plain ASCII as they stand in it. */
export function scanPlainLabel(label: string, visitor: WordVisitor): void {
  scanWords(label, labelScan, visitor);
}

const labelScan = { digitsApart: false };

class LabelWords implements WordVisitor, ReadLabel {
  readonly forms: string[] = [];
  isDivided = false;

  word(word: string): boolean {
    // "Darier_s_Disease": a possessive in the name of a file, which cannot hold an apostrophe.
    if (word === 's' && this.forms.length > 0) return false;
    const form = formOf(word);
    if (!isFiller(form)) this.forms.push(form);
    return false;
  }

  symbol(symbol: string): void {
    this.forms.push(symbol === '?' ? 'query' : 'and');
  }

  divider(): void {
    this.isDivided = true;
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
