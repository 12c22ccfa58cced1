import type { Fault } from './fault.ts';
import { replacedInStep } from './replaced-words.ts';

/** Hedges what is seen or concluded, or makes a certainty of what is only likely. */
export const swappedCertainty: Fault = {
  name: 'swapped certainty',
  ways: [
    ...replacedInStep('swapped certainty', 'observe', [
      [/^(Seen|On view|Visible findings): /, '$1: perhaps '],
      [/\b(shows|reveals|note) /, '$1 what may be '],
      [/\b(shows|reveals|note) /, '$1 a suggestion of '],
    ]).ways,
    ...replacedInStep('swapped certainty', 'match', [
      [/\bfits\b/, 'certainly fits'],
      [/\bsuggest\b/, 'prove'],
      [/\bsupports\b/, 'confirms'],
      [/\bis that of\b/, 'must be that of'],
      [/\bis in keeping with\b/, 'is diagnostic of'],
      [/\bpresents with\b/, 'rarely presents with'],
      [/\bpresents with\b/, 'always presents with'],
    ]).ways,
    ...replacedInStep('swapped certainty', 'conclude', [
      [/: /, ': possibly '],
      [/: /, ': undoubtedly '],
    ]).ways,
  ],
};
