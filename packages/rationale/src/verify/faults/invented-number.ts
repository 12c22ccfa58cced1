import { addedWords } from './added-words.ts';
import type { Fault } from './fault.ts';

/** Counts what nobody counted. */
export const inventedNumber: Fault = addedWords('invented number', {
  tails: [
    'in three places',
    'with two satellites',
    'numbering twelve',
    'at 4 points',
    'in seven spots',
  ],
  sentences: [
    'There are five of them.',
    'Three lesions are seen.',
    'A dozen lesions are present.',
    'I count 14.',
    'Two more lie beside it.',
    'Some 20 are visible.',
  ],
});
