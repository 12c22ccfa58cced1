import type { Claim } from '../claims/claim.ts';
import { deniedThoughShown } from '../claims/sign-contradictions.ts';
import { shownAndDenied } from './faults/shown-and-denied.ts';
import type { Checks as ChecksOf } from './reasons.ts';
import type { RuleSubject, VerificationRule } from './rule.ts';
import { wordsOf } from './step-reading.ts';

const codes = ['self_contradiction'] as const;

type Checks = ChecksOf<(typeof codes)[number]>;

/** One text shows no sign that it denies. */
export const coherence: VerificationRule<(typeof codes)[number]> = {
  codes,
  check,
  faults: [shownAndDenied],
};

function check(checks: Checks, { readings, ontology }: RuleSubject): void {
  if (!readings.some(({ claims }) => claims.some(isLacked))) return;
  const denied = new Set<Claim>(
    deniedThoughShown(
      readings.flatMap(({ claims }) => claims),
      ontology,
    ),
  );
  for (const reading of readings) {
    for (const claim of reading.claims) {
      if (!isLacked(claim)) continue;
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

function isLacked(claim: Claim): boolean {
  return claim.kind === 'image sign' && claim.polarity === 'lacked';
}
