import { isWouldNot } from './denying-words.ts';
import type { Sentence, Token } from './tokens.ts';

/**
 * "Psoriasis cannot digest the scale" denies no scale, but that psoriasis goes with it: the subject of the denial is a
 * disease, and its verb none of showing or having.
 */
export function isOfRelation(sentence: Sentence, denial: number, index: number): boolean {
  if ((sentence[denial] as Token).role !== 'not') return false;
  // "I would not see scale if it were psoriasis": there is scale.
  const isConditional = sentence.slice(index).some(({ role }) => role === 'condition');
  if (isConditional && isWouldNot(sentence, denial)) return true;
  if (isOfFitting(sentence, denial, index)) return true;
  const between = sentence.slice(denial + 1, index);
  if (!between.some(({ role, word }) => role === 'discourse' || doing.has(word))) return false;
  if (between.some(({ role }) => role === 'show' || role === 'has' || role === 'expect'))
    return false;
  for (let at = denial - 1; at >= 0; at--) {
    const { role } = sentence[at] as Token;
    if (role === 'disease') return true;
    if (!beforeRelation.has(role) || (sentence[at + 1] as Token).separator !== '') return false;
  }
  return false;
}

/** "I cannot make the scale fit with psoriasis": what is denied is that they go together. */
function isOfFitting(sentence: Sentence, denial: number, index: number): boolean {
  if (!fitting.has(sentence[denial + 1]?.word ?? '')) return false;
  for (let at = index + 1; at < sentence.length; at++) {
    const { role, separator } = sentence[at] as Token;
    if (separator !== '') return false;
    if (role === 'disease') return true;
  }
  return false;
}

const fitting: ReadonlySet<string> = new Set([
  'make',
  'get',
  'square',
  'reconcile',
  'fit',
  'explain',
  'match',
  'marry',
  'place',
  'put',
  'pin',
  'blame',
]);

/** Verbs that are grammar by themselves. */
const doing: ReadonlySet<string> = new Set([
  'get',
  'go',
  'take',
  'give',
  'make',
  'come',
  'do',
  'put',
]);

/** What may stand between a disease and the denial of what it does. */
const beforeRelation: ReadonlySet<Token['role']> = new Set([
  'grammar',
  'discourse',
  'modal',
] as Token['role'][]);
