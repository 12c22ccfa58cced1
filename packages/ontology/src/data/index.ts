import type { MorphologyRecord } from './format.ts';
import historical from './language/historical-names.json' with { type: 'json' };
import ordinary from './language/ordinary-words.json' with { type: 'json' };
import signs from './morphology.json' with { type: 'json' };

export { conditions } from './conditions/index.ts';
export { languages } from './names/index.ts';
export { vocabularies } from './vocabularies/index.ts';

/** Signs that can be seen on the skin or with a dermatoscope. */
export const morphology: readonly MorphologyRecord[] = signs.terms as readonly MorphologyRecord[];

/**
 * Today's preferred name of each name of English-language dermatology before about 1950. Names are written
 * in any spelling; compare them with a `PhraseIndex`.
 */
export const historicalNames: Readonly<Record<string, string>> = historical.names;

/** Names of conditions that are ordinary words of running text: "corn", "burn", "rash". */
export const ordinaryWords: readonly string[] = ordinary.words;
