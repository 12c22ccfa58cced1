import { addedWords } from './added-words.ts';
import type { Fault } from './fault.ts';

/** Says for how long it has been there. */
export const inventedDuration: Fault = addedWords('invented duration', {
  tails: [
    'for three weeks',
    'for two years',
    'since last winter',
    'of six months duration',
    'for several days',
  ],
  sentences: [
    'It has been there for years.',
    'It appeared yesterday.',
    'The lesion is two months old.',
    'It has lasted a decade.',
    'Duration: five weeks.',
    'It arose overnight.',
  ],
});
