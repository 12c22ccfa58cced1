import type { SourceSpan } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import { findSigns } from '../language/find-signs.ts';
import { formsOf, type WordSet, wordSet } from '../language/word-set.ts';
import { type Alternatives, alternativesOf } from './alternatives.ts';
import type { CardSigns, SupportedSign } from './card-signs.ts';
import { isConditional, ofOneForm } from './conditional.ts';
import { isLimited, isOfMany, isOfPart, isPlaced } from './limited-signs.ts';
import { isColor, outlookOf } from './outlook.ts';
import { isUnsteady } from './unsteady-signs.ts';

/**
 * Signs whose lack is an argument against their disease, if the image lacks them all: alternatives are named
 * together, so that one of them does not stand for the others.
 */
export interface ArgumentByAbsence {
  readonly signs: readonly SupportedSign[];
  /** True if one of them is a color. */
  readonly ofColor: boolean;
  /** True if a passage tells what the dermatoscope shows of one. */
  readonly magnified: boolean;
}

/** The arguments by absence that a card gives, in the order of its signs, whatever they are weighed against. */
export function argumentsByAbsence(signs: CardSigns, ontology: Ontology): ArgumentByAbsence[] {
  const arguable = arguableSigns(signs, ontology);
  const found = new Map<string, ArgumentByAbsence>();
  for (const { termIds, open } of arguable.map(({ alternatives }) => alternatives)) {
    const group = arguable.flatMap(({ sign }) => (termIds.includes(sign.termId) ? [sign] : []));
    if (open || group.length < termIds.length) continue;
    const ofColor = group.some(({ termId }) => isColor(termId, ontology));
    const magnified = group.some(({ span }) => isMagnified(span));
    found.set([...termIds].sort().join(' '), { signs: group, ofColor, magnified });
  }
  return [...found.values()];
}

/** A sign whose lack may be an argument against its disease, with what its passage lists beside it. */
interface ArguableSign {
  readonly sign: SupportedSign;
  readonly alternatives: Alternatives;
}

/**
 * The signs of a card that are typical, plain to see, under no condition ("brown after healing") and said of a lesion
 * wherever it stands and at any time.
 */
function arguableSigns({ present }: CardSigns, ontology: Ontology): ArguableSign[] {
  return [...present.values()]
    .filter(
      (sign) =>
        sign.frequency === 'typical' &&
        !isConditional(sign.span.quote) &&
        !ofOneForm(sign.span) &&
        !isLimited(sign) &&
        !isOfMany(sign) &&
        !isUnsteady(sign.span.quote, sign.at) &&
        !isDefinition(sign.span.quote, ontology) &&
        !isPlaced({ quote: sign.span.quote, at: sign.at }) &&
        !isOfAnother(sign, ontology),
    )
    .map((sign) => ({
      sign,
      alternatives: alternativesOf(sign.span.quote, sign.termId, sign.at, ontology),
    }));
}

/** True for a passage on what the dermatoscope shows, by its heading or its words. */
function isMagnified({ headingPath, quote }: SourceSpan): boolean {
  return /derm(?:at)?oscop/i.test(`${headingPath.at(-1) ?? ''} ${quote}`);
}

/** "Bullae are large blisters": what the word means, not what the disease shows. */
function isDefinition(passage: string, ontology: Ontology): boolean {
  const [first] = findSigns(passage, { start: 0, end: passage.length }, ontology);
  if (first === undefined || /\w/.test(passage.slice(0, first.start))) return false;
  return defines.test(passage.slice(first.end));
}

const defines =
  /^(?:,[^,.;]*,)?\s+(?:is|are)\b[^.;]*\b(?:blisters?|lesions?|elevations?|formations?|swellings?|spots|bumps|areas?|growths?)\b/i;

/** Nouns of lesions: an outline of anything else ("a circumscribed area") is none of the disease. */
const lesions: WordSet = wordSet(
  'lesion plaque patch papule nodule macule spot vesicle blister bulla pustule mole nevus tumor growth border margin edge outline rim ulcer ring eruption wheal and or with in by on from but which',
);

/** "Sharp in plaques, blurred in patches". */
const ofOneKind = /^\s+in (?:plaques|patches|papules|nodules|macules|tumou?rs)\b/i;

/** True for an outline that is said of something else than a lesion, and for a color of one part of it. */
export function isOfAnother(sign: SupportedSign, ontology: Ontology): boolean {
  const { termId, span, at } = sign;
  const outlook = outlookOf(termId, ontology);
  if (outlook === 'color') return isOfPart(sign);
  if (outlook === null) return false;
  const after = span.quote.slice(at.end, at.end + 30);
  if (ofOneKind.test(after)) return true;
  const next = /^\s+\p{L}/u.test(after) ? formsOf(after)[0] : undefined;
  return next !== undefined && !lesions.has(next);
}
