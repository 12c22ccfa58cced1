import { addedWords } from './added-words.ts';
import type { Fault } from './fault.ts';

/** Says where it comes from. */
export const inventedCause: Fault = addedWords('invented cause', {
  tails: [
    'caused by a virus',
    'due to sunlight',
    'after an insect bite',
    'triggered by stress',
    'from contact with nickel',
    'inherited from the father',
  ],
  sentences: [
    'It is caused by mites.',
    'Sun exposure is to blame.',
    'Friction provoked it.',
    'It follows an injury.',
    'An allergy lies behind it.',
    'Smoking is the trigger.',
  ],
});
