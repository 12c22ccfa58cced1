import type { Ontology } from '@skinr1/ontology';
import type { Claim } from '../claims/claim.ts';
import type { Argument } from '../claims/left-open.ts';
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
    const names = expected.join();
    return trajectory.steps.map((step, index) => {
      const { text, kind } = step;
      // "But it would show scale": the step before has named the disease.
      const argument = kind === 'exclude' ? argumentOf(step, trajectory.consideredId) : null;
      const key = argument === null ? '' : Object.values(argument).join(' ');
      const claims = readings.of(`${names}\n${key}\n${text}`, () =>
        readClaims(text, { ontology, expected, argument, antecedent: argument?.diseaseId ?? null }),
      );
      return { step, index, claims };
    });
  };
}

/** What a step argues from that sets a disease aside. */
function argumentOf({ claims }: GroundedStep, diseaseId: string | null): Argument | null {
  if (diseaseId === null) return null;
  const missing = claims.filter(({ kind }) => kind === 'absent').map(({ termId }) => termId);
  return { diseaseId, missing };
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
