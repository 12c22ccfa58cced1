import type { Sentence, Token } from './tokens.ts';

/** True for words that deny what follows: "no", "not", "without", "had there been". */
export function isDenial(role: Token['role']): boolean {
  return role === 'not' || role === 'without' || role === 'counterfactual';
}

/** "Would not", which denies under a condition. */
export function isWouldNot(sentence: Sentence, at: number): boolean {
  return sentence[at]?.word === "wouldn't" || sentence[at - 1]?.word === 'would';
}

/** True for "absent", "missing", "lacking". */
export function isAbsence(token: Token | undefined): boolean {
  return (
    token?.role === 'absent' || (token?.role === 'without' && /^(?:miss|lack)/.test(token.word))
  );
}

/** True for what a list of signs is made of. */
export function isOfList(sentence: Sentence, at: number): boolean {
  const { role } = sentence[at] as Token;
  return role === 'sign' || role === 'and' || role === 'or' || role === 'grammar';
}

/** "I favor it less": index of the word that ends the phrase of a cue. */
export function lessBehind(sentence: Sentence, index: number): number | null {
  for (let at = index + 1; at < Math.min(sentence.length, index + 4); at++) {
    const { role, word, separator } = sentence[at] as Token;
    if (separator !== '') return null;
    const ends = sentence[at + 1]?.separator !== '' || sentence[at + 1]?.word === 'for';
    if (word === 'less') return ends ? at : null;
    if (role !== 'pronoun' && role !== 'disease' && role !== 'grammar') return null;
  }
  return null;
}
