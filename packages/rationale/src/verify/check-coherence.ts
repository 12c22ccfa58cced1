import type { Ontology } from '@skinr1/ontology';
import { impliedSigns } from '../language/sign-kinship.ts';
import type { Checks } from './reasons.ts';
import { type StepReading, wordsOf } from './step-reading.ts';

/** One text shows no sign that it denies; a sign includes the wider ones, so that no silvery scale is without scale. */
export function checkCoherence(
  checks: Checks,
  readings: readonly StepReading[],
  ontology: Ontology,
): void {
  const shown = new Set<string>();
  for (const { claims } of readings) {
    for (const claim of claims) {
      if (claim.kind !== 'image sign' || claim.polarity !== 'shown') continue;
      shown.add(claim.termId);
      for (const wider of impliedSigns(claim.termId, ontology)) shown.add(wider);
    }
  }
  for (const reading of readings) {
    for (const claim of reading.claims) {
      if (claim.kind !== 'image sign' || claim.polarity !== 'lacked') continue;
      checks.expect(
        !shown.has(claim.termId),
        'self_contradiction',
        () => `denies ${wordsOf(reading, claim)}, which the same text shows`,
        reading.index,
        claim,
      );
    }
  }
}
