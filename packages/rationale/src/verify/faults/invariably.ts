import { addedWords } from './added-words.ts';
import type { Fault } from './fault.ts';

/** Makes a rule without exception of what is typical. */
export const invariably: Fault = addedWords('invariably', {
  tails: [
    'as it invariably does',
    'as always',
    'without exception',
    'as in every case',
    'as is universally so',
  ],
  sentences: [
    'It invariably looks so.',
    'This is always so.',
    'Every case looks like this.',
    'It never looks different.',
    'All patients have it.',
  ],
});
