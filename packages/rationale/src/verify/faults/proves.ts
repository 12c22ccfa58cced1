import { addedWords } from './added-words.ts';
import type { Fault } from './fault.ts';

/** Makes a proof of what suggests. */
export const proves: Fault = addedWords('proves', {
  tails: [
    'which proves it',
    'and this is proof',
    'with certainty',
    'beyond doubt',
    'which confirms it',
    'and that is conclusive',
  ],
  sentences: [
    'This proves it.',
    'The diagnosis is certain.',
    'It is pathognomonic.',
    'That settles it definitively.',
    'There is no doubt.',
    'It is undoubtedly so.',
  ],
});
