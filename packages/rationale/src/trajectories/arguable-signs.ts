import type { Ontology } from '@skinr1/ontology';
import { formsOf, type WordSet, wordSet } from '../language/word-set.ts';
import { type Alternatives, alternativesOf } from './alternatives.ts';
import type { CardSigns, SupportedSign } from './card-signs.ts';
import { isConditional } from './conditional.ts';

/** A sign whose lack may be an argument against its disease, with what its passage lists beside it. */
export interface ArguableSign {
  readonly sign: SupportedSign;
  readonly alternatives: Alternatives;
}

/**
 * The signs of a card that are typical, under no condition ("brown after healing") and said of a lesion. Read once: a
 * card is weighed against many images.
 */
export function arguableSigns({ present }: CardSigns, ontology: Ontology): ArguableSign[] {
  return [...present.values()]
    .filter(
      (sign) =>
        sign.frequency === 'typical' &&
        !isConditional(sign.span.quote) &&
        !isOfAnother(sign, ontology),
    )
    .map((sign) => ({
      sign,
      alternatives: alternativesOf(sign.span.quote, sign.termId, sign.at, ontology),
    }));
}

/** Nouns of lesions: an outline of anything else ("a circumscribed area") is none of the disease. */
const lesions: WordSet = wordSet(
  'lesion plaque patch papule nodule macule spot vesicle blister bulla pustule mole nevus tumor growth border margin edge outline rim ulcer ring eruption wheal and or with in by on from but which',
);

/** True for an outline that is said of something else than a lesion. */
function isOfAnother({ termId, span, at }: SupportedSign, ontology: Ontology): boolean {
  if (ontology.morphologyTerm(termId)?.group !== 'outline') return false;
  const after = span.quote.slice(at.end, at.end + 30);
  const next = /^\s+\p{L}/u.test(after) ? formsOf(after)[0] : undefined;
  return next !== undefined && !lesions.has(next);
}
