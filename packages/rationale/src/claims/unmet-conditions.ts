import { denialsOf } from './denial.ts';
import { isDenial, isWouldNot } from './denying-words.ts';
import type { Sentence, Token } from './tokens.ts';

/** "No scale to support psoriasis", "it lacks scale to think of psoriasis": what is lacked would be for it. */
export function isForLackOf(sentence: Sentence, index: number): boolean {
  const purpose = sentence.findIndex(({ word }) => word === 'to' || word === 'in order to');
  if (purpose < 1 || purpose > index || (sentence[purpose - 1] as Token).role !== 'sign')
    return false;
  return denialsOf(sentence, purpose - 1).length % 2 === 1;
}

/** "Scale would be odd if it were psoriasis", "I would see scale if …": what stands before the condition does not hold. */
export function isCounted(sentence: Sentence, condition: number): boolean {
  return sentence
    .slice(0, condition)
    .some(
      ({ role }, at) =>
        (isDenial(role) && !isWouldNot(sentence, at)) || role === 'absent' || role === 'adverse',
    );
}
