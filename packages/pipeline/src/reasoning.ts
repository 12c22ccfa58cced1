import type { Case, SkippedRow } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import {
  buildDdxGraph,
  buildTrajectories,
  createVerifier,
  type DiseaseCard,
  extractCards,
  type GroundedTrajectory,
  type SourceDocument,
  type UnknownName,
} from '@skinr1/rationale';

/** What stage 0 made of the textbook and the dense cases. */
export interface Reasoning {
  readonly cards: readonly DiseaseCard[];
  /** Names in the book that the ontology does not know. */
  readonly unknownNames: readonly UnknownName[];
  /** Verified trajectories only. */
  readonly trajectories: readonly GroundedTrajectory[];
  /** Trajectories that failed verification, with the reasons. */
  readonly rejected: readonly { readonly id: string; readonly reasons: readonly string[] }[];
  /** Records that no trajectory could be built for. */
  readonly dropped: readonly SkippedRow[];
}

/** Stage 0: textbook to cards to differential graph to verified trajectories. */
export function buildReasoning(
  documents: readonly SourceDocument[],
  dense: readonly Case[],
  options: {
    readonly ontology: Ontology;
    readonly seed: number;
    readonly perDiagnosisAndType: number;
  },
): Reasoning {
  const { ontology, seed, perDiagnosisAndType } = options;
  const { cards, unknownNames } = extractCards(documents, { ontology });
  const graph = buildDdxGraph({ cards, ontology });
  const built = buildTrajectories({
    cards,
    records: dense,
    ontology,
    graph,
    seed,
    perDiagnosisAndType,
  });
  const verify = createVerifier({ documents, ontology, cards, graph });
  const trajectories: GroundedTrajectory[] = [];
  const rejected: { id: string; reasons: string[] }[] = [];
  for (const trajectory of built.trajectories) {
    const record = built.records.get(trajectory.recordId);
    if (!record) throw new Error(`unreachable: ${trajectory.id} has no record`);
    const verdict = verify(trajectory, { record });
    if (verdict.ok) trajectories.push(trajectory);
    else
      rejected.push({ id: trajectory.id, reasons: verdict.reasons.map(({ message }) => message) });
  }
  const dropped = built.dropped.map(({ recordId, reason }) => ({
    source: 'trajectories',
    place: recordId,
    reason,
  }));
  return { cards, unknownNames, trajectories, rejected, dropped };
}
