import type { SourceSpan } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import type { CardSign, DiseaseCard } from '../cards/card.ts';
import { impliedSigns } from '../language/sign-kinship.ts';

/** A sign of a disease with the passage that says so. */
export interface SupportedSign {
  readonly termId: string;
  readonly certainty: 'typical' | 'possible';
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
    const into = sign.polarity === 'present' ? present : absent;
    keepBetter(into, sign.termId, sign);
  }
  for (const sign of card.signs) {
    if (sign.polarity !== 'present') continue;
    for (const wider of impliedSigns(sign.termId, ontology)) {
      if (!present.has(wider)) keepBetter(present, wider, sign);
    }
  }
  for (const termId of absent.keys()) {
    if (present.get(termId)?.certainty === 'possible') present.delete(termId);
    else if (present.has(termId)) absent.delete(termId);
  }
  return { present, absent };
}

function keepBetter(into: Map<string, SupportedSign>, termId: string, sign: CardSign): void {
  const known = into.get(termId);
  if (known && (known.certainty === 'typical' || sign.certainty === 'possible')) return;
  into.set(termId, { termId, certainty: sign.certainty, span: sign.span });
}
