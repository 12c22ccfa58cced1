import { conditions } from './conditions/index.ts';
import type { MorphologyRecord } from './format.ts';
import historical from './language/historical-names.json' with { type: 'json' };
import ordinary from './language/ordinary-words.json' with { type: 'json' };
import signs from './morphology.json' with { type: 'json' };
import { languages } from './names/index.ts';
import type { ShippedData } from './packed-data.ts';
import { vocabularies } from './vocabularies/index.ts';

/** The hierarchy, its signs, the labels of data sets and names in other languages. */
export const shippedData: ShippedData = {
  conditions,
  morphology: signs.terms as readonly MorphologyRecord[],
  vocabularies,
  languages,
};

/**
 * Today's preferred name of each name of English-language dermatology before about 1950. Names are written
 * in any spelling; compare them with a `PhraseIndex`.
 */
export const historicalNames: Readonly<Record<string, string>> = historical.names;

/** Names of conditions that are ordinary words of running text: "corn", "burn", "rash". */
export const ordinaryWords: readonly string[] = ordinary.words;
