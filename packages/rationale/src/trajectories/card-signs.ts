import type { SourceSpan, TextRange } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import type { CardSign, DiseaseCard } from '../cards/card.ts';
import { impliedSigns } from '../language/sign-kinship.ts';
import { compareFrequencies, type StatedFrequency } from '../language/stated-frequency.ts';
import { isConditionalAt, isSequelAt, ofOneForm } from './conditional.ts';
import { colorBefore } from './qualified-signs.ts';
import { isUnsteady } from './unsteady-signs.ts';

/** A sign of a disease with the passage that says so. */
export interface SupportedSign {
  readonly termId: string;
  readonly frequency: StatedFrequency;
  readonly span: SourceSpan;
  /** Where in the span's quote the sign's own words are. */
  readonly at: TextRange;
  /** True if the passage gives it under a condition, "red where it is inflamed", or is on one form of the disease. */
  readonly conditional: boolean;
  /** The color that the passage gives it, "white spots"; `null` if none. */
  readonly color: string | null;
}

/** True for a sign that a card calls typical, under no condition. */
export function isTypical({ frequency, conditional }: SupportedSign): boolean {
  return frequency === 'typical' && !conditional;
}

/** Per disease, the signs that its card affirms or denies. */
export interface CardSigns {
  readonly present: ReadonlyMap<string, SupportedSign>;
  /** All passages that affirm a sign of `present`, in the card's order. */
  readonly passages: ReadonlyMap<string, readonly SupportedSign[]>;
  readonly absent: ReadonlyMap<string, SupportedSign>;
  /** Signs that the card names for it only as what it leaves behind, or among those of other things. */
  readonly passing: ReadonlySet<string>;
}

/**
 * The signs of a card, each with its best passage: a typical mention before a possible one, one without a condition
 * before one under it, one at any time before the beginning or end, a sign's own name before a wider one that it
 * includes. A sign that the book both affirms and denies is affirmed only where it is called typical.
 */
export function cardSigns(card: DiseaseCard, ontology: Ontology): CardSigns {
  const present = new Map<string, SupportedSign>();
  const absent = new Map<string, SupportedSign>();
  const passages = new Map<string, SupportedSign[]>();
  const affirm = (termId: string, sign: SupportedSign): void => {
    keepBetter(present, termId, sign);
    const known = passages.get(termId);
    if (known) known.push({ ...sign, termId });
    else passages.set(termId, [{ ...sign, termId }]);
  };
  const signs = card.signs
    .filter(
      ({ termId, span }) => !isOfOtherThings(span.quote) && !isOfDistribution(termId, span.quote),
    )
    .map((sign) => supported(sign, ontology))
    .filter(({ span, at }) => !isSequelAt(span.quote, at));
  for (const sign of signs) {
    if (sign.frequency === 'absent') keepBetter(absent, sign.termId, sign);
    else affirm(sign.termId, sign);
  }
  const named = new Set(present.keys());
  for (const sign of signs) {
    if (sign.frequency === 'absent') continue;
    for (const wider of impliedSigns(sign.termId, ontology)) {
      if (!named.has(wider)) affirm(wider, sign);
    }
  }
  for (const termId of absent.keys()) {
    const affirmed = present.get(termId);
    if (affirmed?.frequency === 'typical') absent.delete(termId);
    else present.delete(termId);
  }
  const told = card.signs.filter(({ frequency }) => frequency !== 'absent');
  const passing = new Set(told.map(({ termId }) => termId).filter((id) => !present.has(id)));
  return { present, absent, passages, passing };
}

function supported(
  { termId, frequency, span, match }: CardSign,
  ontology: Ontology,
): SupportedSign {
  const at = { start: match.start - span.start, end: match.end - span.start };
  const conditional = isConditionalAt(span.quote, at) || ofOneForm(span);
  return { termId, frequency, span, at, conditional, color: colorBefore(span.quote, at, ontology) };
}

const tellsApart =
  /\b(?:diagnosed|distinguished|differentiated|discriminated|told|separated) from\b/i;
const inside =
  /\b(?:internal organs?|viscera|tongue|larynx|pharynx|throat|rectum|bladder|liver|spleen|kidneys?|lungs?|heart|brain|stomach|intestines?|bowels?|testicles?|testis|in the (?:nose|ears?|mouth))\b(?!-)/i;
const onSkin = /\b(?:skin|cutaneous|surface|integument)\b/i;

/** True for a sentence whose signs are those of the diseases that it sets apart, or of organs within. */
function isOfOtherThings(sentence: string): boolean {
  return tellsApart.test(sentence) || (inside.test(sentence) && !onSkin.test(sentence));
}

const acrossBody = /\b(?:both sides|left and right|mirror each other|bilateral\w*)\b/i;

/** "Both sides mirror each other" is no symmetry of a lesion. */
function isOfDistribution(termId: string, sentence: string): boolean {
  return (termId === 'symmetry' || termId === 'asymmetry') && acrossBody.test(sentence);
}

function keepBetter(into: Map<string, SupportedSign>, termId: string, sign: SupportedSign): void {
  const known = into.get(termId);
  if (known && !isBetter(sign, known)) return;
  into.set(termId, { ...sign, termId });
}

function isBetter(sign: SupportedSign, known: SupportedSign): boolean {
  const order = compareFrequencies(known.frequency, sign.frequency);
  if (order !== 0 || known.conditional !== sign.conditional) {
    return order > 0 || (order === 0 && known.conditional);
  }
  return isUnsteady(known.span.quote, known.at) && !isUnsteady(sign.span.quote, sign.at);
}
