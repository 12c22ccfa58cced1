import { addedWords } from './added-words.ts';
import type { Fault } from './fault.ts';

/** Calls it large or small. */
export const inventedSize: Fault = addedWords('invented size', {
  tails: [
    'and huge',
    'of tiny size',
    'as large as a coin',
    'and rather small',
    'of enormous extent',
    'the size of a pea',
  ],
  sentences: [
    'It is large.',
    'The lesion is tiny.',
    'It is broad and long.',
    'It is as big as a palm.',
    'A gigantic lesion.',
  ],
});
