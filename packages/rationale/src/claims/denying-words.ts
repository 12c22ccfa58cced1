import type { Sentence, Token } from './tokens.ts';

/** True for words that deny what follows: "no", "not", "without", "had there been". */
export function isDenial(role: Token['role']): boolean {
  return role === 'not' || role === 'without' || role === 'counterfactual';
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
