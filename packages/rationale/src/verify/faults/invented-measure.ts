import { addedWords } from './added-words.ts';
import type { Fault } from './fault.ts';

/** Gives a size in units. */
export const inventedMeasure: Fault = addedWords('invented measure', {
  tails: [
    'measuring 7 mm',
    'of 2 cm',
    'about 12 mm across',
    '3.5 cm in diameter',
    'half an inch wide',
  ],
  sentences: [
    'It measures 8 mm.',
    'The diameter is 1.5 cm.',
    'Its size is 4 by 6 mm.',
    'The width is 9 millimeters.',
    'It is 20 mm long.',
  ],
});
