import { createHash } from 'node:crypto';
import type { GroundedTrajectory } from '../trajectories/types.ts';

/**
 * What a person's decision is about: image, kind, diagnoses and wording of a trajectory, as 16 hex digits.
 * A later build that words it otherwise makes another key, so that no decision is taken for a text nobody saw.
 */
export function trajectoryKey(
  { recordId, type, diagnosisId, consideredId, steps }: GroundedTrajectory,
  texts: readonly string[] = steps.map(({ text }) => text),
): string {
  const content = JSON.stringify([recordId, type, diagnosisId, consideredId, texts]);
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}
