import { addedWords } from './added-words.ts';
import type { Fault } from './fault.ts';

/** Says of which sex the patient is. */
export const inventedSex: Fault = addedWords('invented sex', {
  tails: ['in a woman', 'in a man', 'in a girl', 'in a male patient', 'in a pregnant woman'],
  sentences: [
    'The patient is female.',
    'He is a man.',
    'She shows it too.',
    'A boy is affected.',
    'Sex: male.',
  ],
});
