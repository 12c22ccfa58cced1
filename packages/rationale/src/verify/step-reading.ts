import type { Ontology } from '@skinr1/ontology';
import type { Claim } from '../claims/claim.ts';
import { readClaims } from '../claims/read-claims.ts';
import type { GroundedStep, GroundedTrajectory } from '../trajectories/types.ts';

/** A step with what its text says. */
export interface StepReading {
  readonly step: GroundedStep;
  readonly index: number;
  readonly claims: readonly Claim[];
}

/** Reads the texts of all steps, once for all checks. */
export function readSteps(trajectory: GroundedTrajectory, ontology: Ontology): StepReading[] {
  const expected = expectedDiseases(trajectory, ontology);
  return trajectory.steps.map((step, index) => ({
    step,
    index,
    claims: readClaims(step.text, { ontology, expected }),
  }));
}

/** The diagnosis with its groups, and the disease considered: names that may be ordinary words. */
export function expectedDiseases(
  { diagnosisId, consideredId }: Pick<GroundedTrajectory, 'diagnosisId' | 'consideredId'>,
  ontology: Ontology,
): string[] {
  const path = ontology.has(diagnosisId) ? ontology.path(diagnosisId) : [];
  return consideredId === null ? [...path] : [...path, consideredId];
}

/** Ids of the diseases that a text names; `null` stands for one the ontology does not know. */
export function namedDiseases(claims: readonly Claim[]): (string | null)[] {
  return claims.flatMap((claim) => {
    if (claim.kind === 'stance' && claim.named) return [claim.diseaseId];
    return claim.kind === 'kinship' ? [claim.groupId] : [];
  });
}

/** The words of a claim, as they stand in the step. */
export function wordsOf({ step }: StepReading, { start, end }: Claim): string {
  return `“${step.text.slice(start, end)}”`;
}
