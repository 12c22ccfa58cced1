import { denialsOf } from './denial.ts';
import { isAbsence, isDenial, isWouldNot } from './denying-words.ts';
import type { Sentence, Token } from './tokens.ts';
import { contextWords } from './word-roles.ts';

/** "No scale to support psoriasis", "it lacks scale to think of psoriasis": what is lacked would be for it. */
export function isForLackOf(sentence: Sentence, index: number): boolean {
  const purpose = sentence.findIndex(({ word }) => word === 'to' || word === 'in order to');
  if (purpose < 1 || purpose > index || (sentence[purpose - 1] as Token).role !== 'sign')
    return false;
  return denialsOf(sentence, purpose - 1).length % 2 === 1;
}

/** "The picture lacks scale, a feature of psoriasis": what is lacked is said to be the disease's own. */
export function isOwnSignLacked(sentence: Sentence, cue: number): boolean {
  if (!contextWords.characterizing.has((sentence[cue] as Token).word)) return false;
  // "A feature of psoriasis is missing: scale."
  const [name, copula, lack] = sentence.slice(cue + 1);
  if (name?.role === 'disease' && copula?.role === 'copula' && isAbsence(lack)) return true;
  for (let at = cue - 1; at >= 0; at--) {
    const { role } = sentence[at] as Token;
    if (role === 'sign') return denialsOf(sentence, at).length % 2 === 1;
    if (!apposed.has(role)) return false;
  }
  return false;
}

/** What may stand between a sign and the words that say whose it is: ", the usual". */
const apposed: ReadonlySet<Token['role']> = new Set([
  'grammar',
  'typical',
  'favorable',
  'discourse',
  'ordinary',
  'break',
  'scene',
  'copula',
] as Token['role'][]);

/** "Had it been psoriasis", "were this psoriasis": what follows is known not to be so. */
export function isContrary(sentence: Sentence): boolean {
  return sentence.some(
    ({ role, word }, at) =>
      (role === 'condition' && contrary.test(word)) || isPastConditional(sentence, at),
  );
}

/** "I would have expected scale": it was not found. */
function isPastConditional(sentence: Sentence, at: number): boolean {
  const [modal, have, verb] = sentence.slice(at, at + 3);
  if (have?.word !== 'have' || !past.test(modal?.word ?? '')) return false;
  return verb?.role === 'expect' || verb?.role === 'show';
}

const past = /^(?:would|should)$/;

const contrary = /^(?:had|were|if (?:it|this) (?:were|had))\b/;

/** "Scale would be odd if it were psoriasis", "I would see scale if …": what stands before the condition does not hold. */
export function isCounted(sentence: Sentence, condition: number): boolean {
  return sentence
    .slice(0, condition)
    .some(
      ({ role }, at) =>
        (isDenial(role) && !isWouldNot(sentence, at)) || role === 'absent' || role === 'adverse',
    );
}

/** "Scale is rarely a part of psoriasis." */
export function isRare(sentence: Sentence, cue: number | null): boolean {
  if (cue === null) return false;
  return sentence.slice(Math.max(0, cue - rareReach), cue).some(({ role }) => role === 'rare');
}

/** How far before a cue the word may stand that makes it rare: "rarely, if ever, a part of". */
const rareReach = 4;

/** "How would psoriasis explain vesicles?" */
export function asksHow([first, second]: Sentence): boolean {
  return first?.word === 'how' && /^(?:would|could|can|should)\b/.test(second?.word ?? '');
}
