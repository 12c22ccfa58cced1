import { denialsOf } from './denial.ts';
import { isDenial } from './denying-words.ts';
import type { Sentence, Token } from './tokens.ts';

/**
 * Indexes of the words that deny the malignancy at an index: "non-neoplastic", "not any kind of tumor", "gangrene, not a
 * neoplasm", "a matter of ischemia rather than of neoplasia".
 */
export function malignancyDenials(sentence: Sentence, index: number): number[] {
  for (let at = index - 1; at >= Math.max(0, index - malignancyReach); at--) {
    const { role, word } = sentence[at] as Token;
    if (isDenial(role) || setAgainst.has(word)) {
      const before = sentence[at - 1];
      return before !== undefined && isDenial(before.role) ? [at, at - 1] : [at];
    }
    if (!beforeMalignancy.has(role) || (sentence[at + 1] as Token).separator !== '') break;
  }
  return denialsOf(sentence, index);
}

const malignancyReach = 8;
const setAgainst: ReadonlySet<string> = new Set([
  'rather than',
  'instead of',
  'other than',
  'as opposed to',
  'outside',
]);
const beforeMalignancy: ReadonlySet<Token['role']> = new Set([
  'grammar',
  'kinship',
  'discourse',
  'premise',
  'copula',
  'scene',
  'ordinary',
] as Token['role'][]);
