import type { Ontology } from '@skinr1/ontology';
import {
  type DdxGraph,
  differentialCandidates,
  isDifferentialCandidate,
} from '../../ddx/build-ddx-graph.ts';

/** What partners are chosen from. */
export interface PartnerContext {
  readonly graph: DdxGraph;
  readonly ontology: Ontology;
  /** The diseases with a card to reason from. */
  readonly diseases: ReadonlyMap<string, unknown>;
}

/** Which disease may be weighed beside a diagnosis. */
export interface PartnerRule {
  /**
   * What such a disease must share to be the first thought: `some` sign beside color and outline, or `several`, or one
   * that few other diseases have with a color or an outline.
   */
  readonly firstThoughtShares: 'some' | 'several';
  /** The diseases to draw from. */
  candidates(diagnosisId: string, context: PartnerContext): string[];
  /** Why a disease that was weighed is none of them; `null` if it may be one. */
  objection(
    diagnosisId: string,
    otherId: string,
    context: Pick<PartnerContext, 'graph' | 'ontology'>,
  ): string | null;
}

/** A neighbor of the diagnosis in the differential-diagnosis graph. */
export const neighbor: PartnerRule = {
  firstThoughtShares: 'some',
  candidates: (diagnosisId, { graph, ontology, diseases }) =>
    differentialCandidates(graph, ontology, diagnosisId).filter((id) => diseases.has(id)),
  objection: (diagnosisId, otherId, { graph, ontology }) =>
    isDifferentialCandidate(graph, ontology, diagnosisId, otherId)
      ? null
      : `'${otherId}' is no differential diagnosis of '${diagnosisId}'`,
};

/** Any other disease that is neither a neighbor nor on one line with the diagnosis. */
export const stranger: PartnerRule = {
  firstThoughtShares: 'several',
  candidates: (diagnosisId, { graph, ontology, diseases }) => {
    const near = new Set([
      diagnosisId,
      ...ontology.ancestors(diagnosisId),
      ...ontology.descendants(diagnosisId),
      ...differentialCandidates(graph, ontology, diagnosisId),
    ]);
    return [...diseases.keys()].filter((id) => !near.has(id));
  },
  objection: () => null,
};
