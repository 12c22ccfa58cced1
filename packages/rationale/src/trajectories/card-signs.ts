import type { SourceSpan } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import type { CardSign, DiseaseCard } from '../cards/card.ts';
import { impliedSigns } from '../language/sign-kinship.ts';
import { compareFrequencies, type StatedFrequency } from '../language/stated-frequency.ts';

/** A sign of a disease with the passage that says so. */
export interface SupportedSign {
  readonly termId: string;
  readonly frequency: StatedFrequency;
  readonly span: SourceSpan;
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
  for (const sign of card.signs) {
    const into = sign.frequency === 'absent' ? absent : present;
    keepBetter(into, sign.termId, sign);
  }
  for (const sign of card.signs) {
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

function keepBetter(into: Map<string, SupportedSign>, termId: string, sign: CardSign): void {
  const known = into.get(termId);
  if (known && compareFrequencies(known.frequency, sign.frequency) <= 0) return;
  into.set(termId, { termId, frequency: sign.frequency, span: sign.span });
}
