import { addedWords } from './added-words.ts';
import type { Fault } from './fault.ts';

/** Plays down or exaggerates how much there is. */
export const fewOrHardlyAny: Fault = addedWords('few or hardly any', {
  tails: [
    'hardly any of it',
    'though barely so',
    'in traces',
    'in profusion',
    'in very many places',
    'only faintly',
  ],
  sentences: [
    'Hardly any is seen.',
    'There is scarcely any of it.',
    'It is abundant.',
    'It covers nearly everything.',
    'Only a trace is visible.',
  ],
});
