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
