import { addedWords } from './added-words.ts';
import type { Fault } from './fault.ts';

/** Says where on the body it is, which the record does not. */
export const inventedSite: Fault = addedWords('invented site', {
  tails: [
    'on the cheek',
    'of the scalp',
    'over the shin',
    'on the dorsum of the hand',
    'in the groin',
    'on the trunk',
    'behind the ear',
    'at the nape',
    'around the mouth',
    'on the sole',
    'along the jawline',
    'in the armpit',
  ],
  sentences: [
    'It sits on the forearm.',
    'The nose is affected.',
    'The site is the lower lip.',
    'The elbows and knees are involved.',
    'Location: abdomen.',
  ],
});
