import { words } from '../text/normalize.ts';
import { type Caution, denialByHeading, findCaution } from './lexicon.ts';
import type { Translator } from './translator.ts';

/** What a heading does to what it heads, in any language: "None: melanoma", "Verdacht: Melanom". */
export function findHeadingCaution(heading: string, translator: Translator): Caution | null {
  const forms = words(heading);
  const caution = findCaution(forms) ?? denialByHeading(forms);
  if (caution) return caution;
  for (const english of translator.plainWords(heading)) {
    const foreign = findCaution(english);
    if (foreign) return foreign;
  }
  return null;
}
