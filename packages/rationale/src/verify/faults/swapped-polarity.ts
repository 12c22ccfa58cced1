import type { Fault } from './fault.ts';
import { replacedInStep } from './replaced-words.ts';

/** Says that a sign is absent which the image shows, or the other way round. */
export const swappedPolarity: Fault = {
  name: 'swapped polarity',
  ways: [
    ...replacedInStep('swapped polarity', 'observe', [
      [/^(Seen|On view|Visible findings): /, '$1: no '],
      [/\b(shows|reveals|note) /, '$1 no '],
      [/\.$/, ' is absent.'],
    ]).ways,
    ...replacedInStep('swapped polarity', 'exclude', [
      [/\bno /, ''],
      [/\b[Ww]ithout /, 'With '],
    ]).ways,
  ],
};
