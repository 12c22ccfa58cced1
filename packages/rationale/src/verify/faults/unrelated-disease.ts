import type { Random } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import type { GroundedTrajectory } from '../../trajectories/types.ts';

/** Some disease unrelated to the diagnosis and to the one considered; `null` if there is none. */
export function unrelatedDisease(
  { consideredId, diagnosisId }: GroundedTrajectory,
  random: Random,
  ontology: Ontology,
): string | null {
  const related = (id: string, other: string | null): boolean =>
    other !== null &&
    (id === other || ontology.isAncestor(id, other) || ontology.isAncestor(other, id));
  const others = [...ontology.nodes()].filter(
    ({ id }) => ontology.depth(id) > 2 && !related(id, consideredId) && !related(id, diagnosisId),
  );
  return others.length === 0 ? null : random.pick(others).id;
}
