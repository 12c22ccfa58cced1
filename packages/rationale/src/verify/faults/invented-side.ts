import { addedWords } from './added-words.ts';
import type { Fault } from './fault.ts';

/** Says on which side it is. */
export const inventedSide: Fault = addedWords('invented side', {
  tails: [
    'on the left',
    'on the right side',
    'on the left side',
    'bilaterally',
    'on one side only',
    'to the right of the midline',
  ],
  sentences: [
    'The left side is affected.',
    'It is unilateral.',
    'Both sides are involved.',
    'It lies on the right.',
    'The change is left-sided.',
  ],
});
