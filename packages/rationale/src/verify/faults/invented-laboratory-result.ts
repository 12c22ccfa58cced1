import { addedWords } from './added-words.ts';
import type { Fault } from './fault.ts';

/** Says what the laboratory found. */
export const inventedLaboratoryResult: Fault = addedWords('invented laboratory result', {
  tails: [
    'with a positive culture',
    'with hyphae in potassium hydroxide',
    'with raised antibodies',
    'with eosinophilia',
    'with a positive swab',
  ],
  sentences: [
    'The culture grew staphylococci.',
    'Serology is positive.',
    'PCR was negative.',
    'The blood count is normal.',
    'Under Wood light it fluoresces.',
    'The antibody titer is high.',
  ],
});
