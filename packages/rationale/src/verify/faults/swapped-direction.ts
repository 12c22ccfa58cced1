import type { Fault } from './fault.ts';
import { replacedInStep } from './replaced-words.ts';

/** Makes an argument for of one against, and the other way round. */
export const swappedDirection: Fault = {
  name: 'swapped direction',
  ways: [
    ...replacedInStep('swapped direction', 'match', [
      [/\bfits\b/, 'does not fit'],
      [/\bsuggest\b/, 'argue against'],
      [/\bsupports\b/, 'speaks against'],
      [/\bis in keeping with\b/, 'is at odds with'],
      [/\bBetter fit\b/, 'Poor fit'],
      [/\bbetter explained by\b/, 'left unexplained by'],
    ]).ways,
    ...replacedInStep('swapped direction', 'exclude', [
      [/\bAgainst\b/, 'For'],
      [/\bargues against\b/, 'argues for'],
      [/\bis against\b/, 'is in favor of'],
      [/\bso not\b/, 'so it is'],
      [/\bbecomes unlikely\b/, 'becomes likely'],
      [/\bcan be set aside\b/, 'is supported'],
      [/\bunexplained\b/, 'explained'],
    ]).ways,
  ],
};
