import type { Ontology } from '@skinr1/ontology';
import type { Claim } from '../claims/claim.ts';
import { ordinaryDiseases } from '../claims/mentions.ts';
import { readClaims } from '../claims/read-claims.ts';
import { TextMemory } from '../text-memory.ts';
import type { GroundedStep, GroundedTrajectory } from '../trajectories/types.ts';

/** A step with what its text says. */
export interface StepReading {
  readonly step: GroundedStep;
  readonly index: number;
  readonly claims: readonly Claim[];
}

/** Reads the texts of all steps of a trajectory, once for all checks. */
export type StepReader = (trajectory: GroundedTrajectory) => StepReading[];

/** A reader for many trajectories; a text that several of them have is read once. */
export function createStepReader(ontology: Ontology): StepReader {
  const readings = new TextMemory<readonly Claim[]>();
  const ordinary = new TextMemory<readonly string[]>();
  return (trajectory) => {
    const expected = ordinary.of(`${trajectory.diagnosisId}\n${trajectory.consideredId}`, () =>
      ordinaryDiseases(expectedDiseases(trajectory, ontology), ontology),
    );
    const reading = `${expected.join()}\n`;
    return trajectory.steps.map((step, index) => {
      const { text } = step;
      const claims = readings.of(reading + text, () => readClaims(text, { ontology, expected }));
      return { step, index, claims };
    });
  };
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
