import type { Case } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import type { DiseaseCard } from '../cards/card.ts';
import { type ArguableSign, arguableSigns } from './arguable-signs.ts';
import { type CardSigns, cardSigns } from './card-signs.ts';
import type { DroppedRecord } from './dropped.ts';

/** A disease as a plan needs it. */
export interface PlannedDisease {
  readonly id: string;
  readonly name: string;
  readonly signs: CardSigns;
  /** Those whose lack may speak against it. */
  readonly arguable: readonly ArguableSign[];
}

/** The diseases that trajectories can be about: known to the ontology, with a card that names a sign. */
export function plannedDiseases(
  cards: readonly DiseaseCard[],
  ontology: Ontology,
): Map<string, PlannedDisease> {
  const diseases = new Map<string, PlannedDisease>();
  for (const card of cards) {
    const id = card.ontologyId;
    if (id === null || diseases.has(id) || ontology.malignancyClass(id) === null) continue;
    const signs = cardSigns(card, ontology);
    if (signs.present.size === 0) continue;
    const arguable = arguableSigns(signs, ontology);
    diseases.set(id, { id, name: ontology.get(id).name, signs, arguable });
  }
  return diseases;
}

/** Why no trajectory can end in a diagnosis, whatever the image; `null` if one can. */
export function whyUnusable(
  recordId: string,
  diagnosisId: string,
  diseases: ReadonlyMap<string, PlannedDisease>,
  ontology: Ontology,
): DroppedRecord | null {
  if (!ontology.has(diagnosisId)) {
    const reason = `'${diagnosisId}' is not in the ontology`;
    return { recordId, cause: 'diagnosis not in the ontology', reason };
  }
  if (ontology.malignancyClass(diagnosisId) === null) {
    const reason = `the malignancy of '${diagnosisId}' varies`;
    return { recordId, cause: 'malignancy of the diagnosis varies', reason };
  }
  if (diseases.has(diagnosisId)) return null;
  const reason = `no card with visible signs for '${diagnosisId}'`;
  return { recordId, cause: 'no card of the diagnosis with visible signs', reason };
}

/** The cases whose diagnosis has a card to reason from: only their images are worth measuring. */
export function casesWithCards(
  cases: readonly Case[],
  cards: readonly DiseaseCard[],
  ontology: Ontology,
): Case[] {
  const diseases = plannedDiseases(cards, ontology);
  return cases.filter(
    ({ id, diagnosisId }) => whyUnusable(id, diagnosisId, diseases, ontology) === null,
  );
}
