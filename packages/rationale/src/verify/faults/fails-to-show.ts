import type { Fault } from './fault.ts';
import { replacedInStep } from './replaced-words.ts';

/** Turns a verb of seeing into its opposite, without "no" or "not". */
export const failsToShow: Fault = replacedInStep('fails to show', 'observe', [
  [/^(?:Seen|On view|Visible findings):/, 'Missing:'],
  [/^(?:Seen|On view|Visible findings):/, 'Nowhere to be seen:'],
  [/\b(?:shows|reveals)\b/, 'fails to show'],
  [/\b(?:shows|reveals)\b/, 'lacks'],
  [/\b(?:shows|reveals)\b/, 'is devoid of'],
  [/\bI note\b/, 'I miss'],
  [/\bI note\b/, 'I look in vain for'],
]);
