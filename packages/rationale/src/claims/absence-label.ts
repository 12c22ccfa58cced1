import { isDenial } from './denying-words.ts';
import type { Sentence, Token } from './tokens.ts';

/** The denials of a sentence's first words up to an index, where these are a label: "Missing:", "Not seen:". */
export function absenceLabel(sentence: Sentence, end: number): number[] {
  const found: number[] = [];
  const namesDisease = sentence.slice(0, end + 1).some(({ role }) => role === 'disease');
  for (let at = 0; at <= end; at++) {
    const { role } = sentence[at] as Token;
    // "Not explained by psoriasis:" denies the explanation.
    if (isDenial(role) && namesDisease && !seeing.has((sentence[at + 1] as Token).role)) continue;
    if (role === 'absent' || isDenial(role)) found.push(at);
    else if (!inLabel.has(role)) return [];
  }
  return found;
}

const seeing: ReadonlySet<Token['role']> = new Set(['show', 'has'] as const);

/** What may stand beside the denial: "Ask what is missing:". */
const inLabel: ReadonlySet<Token['role']> = new Set([
  'show',
  'grammar',
  'copula',
  'discourse',
  'scene',
  'for',
  'typical',
  'favorable',
  'disease',
  'premise',
  'expect',
  'break',
  'and',
  'inert',
] as Token['role'][]);
