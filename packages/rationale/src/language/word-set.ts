import { splitWords } from '@skinr1/ontology';

/** A set of words, in the forms that names are compared in: without case, accents, plural or British spelling. */
export interface WordSet {
  /** True if the word, in its compared form, is of the set. */
  has(form: string): boolean;
  /** True if a text has a word of the set. */
  in(text: string): boolean;
}

/**
 * A set of words written with spaces between; a star at the end of one stands for any ending
 * (`distribut*`).
 */
export function wordSet(...lists: readonly string[]): WordSet {
  const whole = new Set<string>();
  const beginnings = new Set<string>();
  const lengths = new Set<number>();
  for (const word of lists.join(' ').split(/\s+/).filter(Boolean)) {
    if (word.endsWith('*')) {
      const beginning = word.slice(0, -1);
      beginnings.add(beginning);
      lengths.add(beginning.length);
    } else {
      for (const { form } of splitWords(word)) whole.add(form);
    }
  }
  const has = (form: string): boolean =>
    whole.has(form) || [...lengths].some((length) => beginnings.has(form.slice(0, length)));
  return { has, in: (text) => splitWords(text).some(({ form }) => has(form)) };
}

/** The words of a text in the forms that they are compared in. */
export function formsOf(text: string): string[] {
  return splitWords(text).map(({ form }) => form);
}
