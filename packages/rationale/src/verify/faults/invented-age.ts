import { addedWords } from './added-words.ts';
import type { Fault } from './fault.ts';

/** Says how old the patient is. */
export const inventedAge: Fault = addedWords('invented age', {
  tails: [
    'in a 34-year-old',
    'in an elderly patient',
    'in a child',
    'in an infant of six months',
    'in middle age',
    'in a teenager',
  ],
  sentences: [
    'The patient is 71 years old.',
    'Age: 45.',
    'This is an adult.',
    'It has been present since birth.',
    'The patient is in her fifties.',
  ],
});
