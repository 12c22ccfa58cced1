import type { Discriminators } from '../trajectories/discriminators.ts';
import type { GroundedStep, GroundedTrajectory, SignClaim } from '../trajectories/types.ts';
import { type CardEvidence, isSameSpan } from './evidence.ts';
import type { Checks as ChecksOf } from './reasons.ts';
import type { RuleSubject, VerificationRule } from './rule.ts';

const codes = ['exclusion_unlicensed'] as const;

type Checks = ChecksOf<(typeof codes)[number]>;

/**
 * A disease is set aside by a sign that its card denies, by a cited passage that gives the sign to the other
 * one, or by the absence of a sign that its card calls typical. That its card is silent is no argument.
 */
export const exclusion: VerificationRule<(typeof codes)[number]> = { codes, check, faults: [] };

function check(checks: Checks, { trajectory, evidence, discriminators }: RuleSubject): void {
  const { consideredId, steps } = trajectory;
  if (consideredId === null) return;
  steps.forEach((step, index) => {
    if (step.kind !== 'exclude') return;
    checks.expect(
      step.claims.length > 0,
      'exclusion_unlicensed',
      () => `sets '${consideredId}' aside without a sign`,
      index,
    );
    for (const claim of step.claims) {
      const licensed =
        claim.kind === 'absent'
          ? evidence.get(consideredId)?.signs.get(claim.termId)?.frequencies.has('typical')
          : isDenied(step, claim, consideredId, evidence) ||
            isToldApart(step, claim, trajectory, discriminators);
      checks.expect(
        licensed === true,
        'exclusion_unlicensed',
        () =>
          claim.kind === 'absent'
            ? `the sources do not call ${claim.termId} typical of '${consideredId}'`
            : `no cited passage denies ${claim.termId} of '${consideredId}' or tells the two apart by it`,
        index,
      );
    }
  });
}

function isDenied(
  { citations }: GroundedStep,
  { termId }: SignClaim,
  consideredId: string,
  evidence: CardEvidence,
): boolean {
  const denying = evidence.get(consideredId)?.signs.get(termId)?.denying;
  return citations.some((citation) => denying?.has(citation));
}

function isToldApart(
  { citations }: GroundedStep,
  { termId }: SignClaim,
  { diagnosisId, consideredId }: GroundedTrajectory,
  discriminators: Discriminators,
): boolean {
  return discriminators(diagnosisId, consideredId ?? '').some(
    ({ span, owners }) =>
      owners.get(termId) === diagnosisId &&
      citations.some((citation) => isSameSpan(citation, span)),
  );
}
