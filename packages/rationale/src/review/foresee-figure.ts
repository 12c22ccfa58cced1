import type { Ontology } from '@skinr1/ontology';
import type { DiseaseCard } from '../cards/card.ts';
import {
  type FigureCaption,
  type PlacedFigure,
  recordFromFigure,
} from '../trajectories/figure-records.ts';
import { claimableSigns, isFinding } from '../trajectories/plan.ts';
import { plannedDiseases, whyUnusable } from '../trajectories/planned-diseases.ts';

/** What the next build will make of a figure with a person's caption. */
export function foreseeFigure(
  placed: PlacedFigure,
  added: FigureCaption,
  colored: boolean,
  cards: readonly DiseaseCard[],
  ontology: Ontology,
): { readonly usable: boolean; readonly message: string } {
  const record = recordFromFigure(placed, {
    ontology,
    captions: [added],
    isColored: () => colored,
  });
  if ('reason' in record) return unusable(record);
  const diseases = plannedDiseases(cards, ontology);
  const barred = whyUnusable(record.id, record.diagnosisId, diseases, ontology);
  if (barred) return unusable(barred);
  const disease = diseases.get(record.diagnosisId);
  if (disease === undefined) throw new Error('unreachable: whyUnusable knows the diseases');
  const nameOf = (id: string): string => ontology.morphologyTerm(id)?.name ?? id;
  const claimable = claimableSigns(record, disease, ontology);
  const names = claimable.map(({ termId }) => nameOf(termId)).join(', ');
  if (isFinding(claimable, record, disease, ontology)) {
    const message = `The next build can use it: the book says of ${disease.name} too ${names}.`;
    return { usable: true, message };
  }
  if (claimable.length > 0) {
    const message = `The book says of ${disease.name} too ${names}; a color or an outline alone is no finding to reason from.`;
    return { usable: false, message };
  }
  const shown = record.shown.map(nameOf).join(', ');
  const known = [...disease.signs.present.keys()].map(nameOf).join(', ');
  const message = `It shows ${shown}, none of which the book says of ${disease.name} as typical or possible (it names ${known}).`;
  return { usable: false, message };
}

function unusable({ cause, reason }: { readonly cause: string; readonly reason: string }): {
  readonly usable: boolean;
  readonly message: string;
} {
  return { usable: false, message: reason === cause ? cause : `${cause}: ${reason}` };
}
