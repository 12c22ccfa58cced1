import { addedWords } from './added-words.ts';
import type { Fault } from './fault.ts';

/** Says how it was or should be treated. */
export const inventedTreatment: Fault = addedWords('invented treatment', {
  tails: [
    'after failed steroid cream',
    'that cleared with antibiotics',
    'treated with cryotherapy',
    'responding to methotrexate',
  ],
  sentences: [
    'Excision is planned.',
    'Topical steroids helped.',
    'It was treated with an ointment.',
    'The patient takes isotretinoin.',
    'Surgery is the therapy of choice.',
    'An antifungal cream did not help.',
  ],
});
