import type { Ontology } from '@skinr1/ontology';
import { deniedThoughShown } from '../claims/sign-contradictions.ts';
import type { Checks } from './reasons.ts';
import { type StepReading, wordsOf } from './step-reading.ts';

/** One text shows no sign that it denies. */
export function checkCoherence(
  checks: Checks,
  readings: readonly StepReading[],
  ontology: Ontology,
): void {
  const denied = new Set(
    deniedThoughShown(
      readings.flatMap(({ claims }) => claims),
      ontology,
    ),
  );
  for (const reading of readings) {
    for (const claim of reading.claims) {
      if (claim.kind !== 'image sign' || claim.polarity !== 'lacked') continue;
      checks.expect(
        !denied.has(claim),
        'self_contradiction',
        () => `denies ${wordsOf(reading, claim)}, which the same text shows`,
        reading.index,
        claim,
      );
    }
  }
}
