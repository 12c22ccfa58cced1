import type { Sentence, Token } from './tokens.ts';

/** Roles that a rule on neighbors looks for. */
export type Roles = ReadonlySet<Token['role']>;

/** True if the next word has one of the roles, without a pause before it. */
export function joined(sentence: Sentence, at: number, roles: Roles): boolean {
  const next = sentence[at + 1];
  return next !== undefined && next.separator === '' && roles.has(next.role);
}

/** True if the next word that is no article or the like has one of the roles. */
export function namesNext(sentence: Sentence, at: number, roles: Roles): boolean {
  let next = at + 1;
  while (sentence[next]?.role === 'grammar' && sentence[next]?.separator === '') next++;
  const found = sentence[next];
  return found !== undefined && roles.has(found.role);
}

/** True if a pause or nothing follows. */
export function endsPhrase(sentence: Sentence, at: number): boolean {
  return sentence[at + 1]?.separator !== '';
}

/** Index of the first word behind the last pause. */
export function phraseStart(sentence: Sentence, at: number): number {
  let start = at;
  while (start > 0 && (sentence[start] as Token).separator === '') start--;
  return start;
}

/** True if a token of a role stands in the same sentence, up to a semicolon. */
export function sharesClause(sentence: Sentence, at: number, role: Token['role']): boolean {
  let start = at;
  while (start > 0 && sentence[start]?.separator !== ';') start--;
  let end = at + 1;
  while (end < sentence.length && sentence[end]?.separator !== ';') end++;
  return sentence.slice(start, end).some((token) => token.role === role);
}
