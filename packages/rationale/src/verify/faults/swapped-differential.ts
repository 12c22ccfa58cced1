import type { Ontology } from '@skinr1/ontology';
import type { GroundedStep, GroundedTrajectory } from '../../trajectories/types.ts';
import { asAnswer, changeSteps, type Fault, replaceWords, type SpoilingWay } from './fault.ts';
import { unrelatedDisease } from './unrelated-disease.ts';

/** Weighs the diagnosis against a disease other than the one that the reasons speak of. */
export const swappedDifferential: Fault = {
  name: 'swapped differential',
  ways: [
    way('another disease considered, in the field', (trajectory, other) => ({
      ...trajectory,
      consideredId: other,
    })),
    way('another disease considered, in the text', (trajectory, other, ontology) =>
      changeSteps(trajectory, (step) => renamed(step, trajectory, other, ontology)),
    ),
    way('another disease considered, in the field and the text', (trajectory, other, ontology) => ({
      ...changeSteps(trajectory, (step) => renamed(step, trajectory, other, ontology)),
      consideredId: other,
    })),
    way(
      'another disease considered, in field, text and claims',
      (trajectory, other, ontology): GroundedTrajectory => ({
        ...changeSteps(trajectory, (step) => ({
          ...renamed(step, trajectory, other, ontology),
          claims: step.claims.map((claim) =>
            claim.diseaseId === trajectory.consideredId ? { ...claim, diseaseId: other } : claim,
          ),
        })),
        consideredId: other,
      }),
    ),
  ],
};

/** A way that puts another disease in the place of the one considered. */
function way(
  how: string,
  swap: (trajectory: GroundedTrajectory, other: string, ontology: Ontology) => GroundedTrajectory,
): SpoilingWay {
  return {
    how,
    spoil: (trajectory, random, { ontology }) => {
      if (!speaksOfConsidered(trajectory)) return null;
      if (trajectory.consideredId === null) return null;
      const other = unrelatedDisease(trajectory, random, ontology);
      return other === null ? null : asAnswer(swap(trajectory, other, ontology));
    },
  };
}

/**
 * True if a sign is claimed of the one considered. Where none is, and signs that are seen speak against it,
 * they may as well speak against another: the swapped copy would be right.
 */
function speaksOfConsidered({ consideredId, steps }: GroundedTrajectory): boolean {
  return steps.some(({ claims }) => claims.some(({ diseaseId }) => diseaseId === consideredId));
}

function renamed(
  step: GroundedStep,
  { consideredId }: GroundedTrajectory,
  other: string,
  ontology: Ontology,
): GroundedStep {
  if (consideredId === null || (step.kind !== 'consider' && step.kind !== 'exclude')) return step;
  const name = ontology.get(consideredId).name;
  return { ...step, text: replaceWords(step.text, name, ontology.get(other).name) };
}
