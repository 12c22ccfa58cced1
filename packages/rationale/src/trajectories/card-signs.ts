import type { SourceSpan, TextRange } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import type { CardSign, DiseaseCard } from '../cards/card.ts';
import { impliedSigns } from '../language/sign-kinship.ts';
import { compareFrequencies, type StatedFrequency } from '../language/stated-frequency.ts';

/** A sign of a disease with the passage that says so. */
export interface SupportedSign {
  readonly termId: string;
  readonly frequency: StatedFrequency;
  readonly span: SourceSpan;
  /** Where in the span's quote the sign's own words are. */
  readonly at: TextRange;
}

/** Per disease, the signs that its card affirms or denies. */
export interface CardSigns {
  readonly present: ReadonlyMap<string, SupportedSign>;
  readonly absent: ReadonlyMap<string, SupportedSign>;
}

/**
 * The signs of a card, each with its best passage: a typical mention before a possible one, a sign's own
 * name before a wider one that it includes. A sign that the book both affirms and denies is affirmed
 * only where it is called typical.
 */
export function cardSigns(card: DiseaseCard, ontology: Ontology): CardSigns {
  const present = new Map<string, SupportedSign>();
  const absent = new Map<string, SupportedSign>();
  const signs = card.signs.filter(
    ({ termId, span }) => !isOfOtherThings(span.quote) && !isOfDistribution(termId, span.quote),
  );
  for (const sign of signs) {
    const into = sign.frequency === 'absent' ? absent : present;
    keepBetter(into, sign.termId, sign);
  }
  for (const sign of signs) {
    if (sign.frequency === 'absent') continue;
    for (const wider of impliedSigns(sign.termId, ontology)) {
      if (!present.has(wider)) keepBetter(present, wider, sign);
    }
  }
  for (const termId of absent.keys()) {
    const affirmed = present.get(termId);
    if (affirmed?.frequency === 'typical') absent.delete(termId);
    else present.delete(termId);
  }
  return { present, absent };
}

const tellsApart =
  /\b(?:diagnosed|distinguished|differentiated|discriminated|told|separated) from\b/i;
const inside =
  /\b(?:internal organs?|viscera|tongue|larynx|pharynx|throat|rectum|bladder|liver|spleen|kidneys?|lungs?|heart|brain|stomach|intestines?|bowels?|testicles?|testis)\b(?!-)/i;
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

function keepBetter(into: Map<string, SupportedSign>, termId: string, sign: CardSign): void {
  const known = into.get(termId);
  if (known && compareFrequencies(known.frequency, sign.frequency) <= 0) return;
  const { frequency, span, match } = sign;
  const at = { start: match.start - span.start, end: match.end - span.start };
  into.set(termId, { termId, frequency, span, at });
}
