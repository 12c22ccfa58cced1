import { addedWords } from './added-words.ts';
import type { Fault } from './fault.ts';

/** Says what the microscope shows. */
export const inventedHistology: Fault = addedWords('invented histology', {
  tails: [
    'with acantholysis on histology',
    'with nests of atypical melanocytes',
    'with a dense lymphocytic infiltrate',
    'confirmed by biopsy',
    'with parakeratosis',
  ],
  sentences: [
    'Biopsy shows spongiosis.',
    'Histology reveals acanthosis.',
    'Sections show basaloid islands.',
    'Under the microscope there are giant cells.',
    'The epidermis is thickened.',
    'Mitoses are found.',
  ],
});
