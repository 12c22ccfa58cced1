import { addedWords } from './added-words.ts';
import type { Fault } from './fault.ts';

/** Rules out what it speaks for, or more than a picture can. */
export const rulesItOut: Fault = addedWords('rules it out', {
  tails: [
    'which rules it out',
    'and rules this out',
    'which excludes it',
    'so that it is ruled out',
    'and makes it impossible',
  ],
  sentences: [
    'This rules it out.',
    'It is excluded.',
    'That eliminates it.',
    'Nothing else is possible.',
    'This disproves it.',
  ],
});
