import type { Ontology } from '@skinr1/ontology';
import type { DiseaseCard } from '../cards/card.ts';
import { type CardSigns, cardSigns } from '../trajectories/card-signs.ts';

/** What judging needs of the cards, made once for many texts. */
export interface JudgeKnowledge {
  readonly ontology: Ontology;
  readonly signsOf: ReadonlyMap<string, CardSigns>;
}

/** Looks the cards through. */
export function judgeKnowledge(cards: readonly DiseaseCard[], ontology: Ontology): JudgeKnowledge {
  const signsOf = new Map<string, CardSigns>();
  for (const card of cards) {
    if (card.ontologyId !== null && !signsOf.has(card.ontologyId)) {
      signsOf.set(card.ontologyId, cardSigns(card, ontology));
    }
  }
  return { ontology, signsOf };
}
