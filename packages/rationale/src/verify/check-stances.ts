import type { StepKind } from '@skinr1/core';
import type { Claim, Stance, StanceClaim } from '../claims/claim.ts';
import { disownedConclusion } from './faults/disowned-conclusion.ts';
import { rulesItOut } from './faults/rules-it-out.ts';
import { selfComparison } from './faults/self-comparison.ts';
import { swappedDirection } from './faults/swapped-direction.ts';
import type { Checks as ChecksOf } from './reasons.ts';
import type { RuleSubject, VerificationRule } from './rule.ts';
import { type StepReading, wordsOf } from './step-reading.ts';

/** What a step may say of the diagnosis and of the disease considered. */
const allowed: Readonly<
  Record<StepKind, Readonly<Record<'diagnosis' | 'considered', readonly Stance[]>>>
> = {
  observe: { diagnosis: [], considered: [] },
  match: {
    diagnosis: ['for', 'concluded', 'mentioned', 'considered'],
    considered: ['against', 'mentioned'],
  },
  consider: {
    diagnosis: ['for', 'concluded', 'mentioned', 'considered'],
    considered: ['for', 'concluded', 'mentioned', 'considered'],
  },
  exclude: {
    diagnosis: ['for', 'concluded', 'mentioned', 'considered'],
    considered: ['against', 'mentioned', 'considered'],
  },
  conclude: {
    diagnosis: ['for', 'concluded', 'mentioned'],
    considered: ['against', 'mentioned'],
  },
};

const codes = [
  'certainty_wrong',
  'conclusion_disowned',
  'direction_wrong',
  'self_contradiction',
] as const;

type Checks = ChecksOf<(typeof codes)[number]>;

/**
 * What speaks for and against whom: every stance and comparison goes the way of its step, and of the whole.
 * Nothing is ruled out, since signs on a picture make a disease less likely and no more.
 */
export const stances: VerificationRule<(typeof codes)[number]> = {
  codes,
  check,
  faults: [disownedConclusion, rulesItOut, selfComparison, swappedDirection],
};

function check(checks: Checks, { trajectory, readings }: RuleSubject): void {
  const { diagnosisId, consideredId } = trajectory;
  for (const reading of readings) {
    const { step, index, claims } = reading;
    const aboutOther = step.kind === 'consider' || step.kind === 'exclude';
    let argues = step.kind !== 'exclude';
    for (const claim of claims) {
      if (claim.kind === 'comparison') {
        if (checkComparison(checks, reading, claim, diagnosisId, consideredId)) argues = true;
      }
      if (deniesWhatIsSeen(reading, claim, consideredId) || missesWhatIsTypical(reading, claim)) {
        argues = true;
      }
      if (claim.kind !== 'stance') continue;
      const diseaseId = claim.diseaseId ?? (aboutOther ? consideredId : diagnosisId);
      const isConsidered = diseaseId !== null && diseaseId === consideredId;
      if (isConsidered && claim.stance === 'against') argues = true;
      checkStance(checks, reading, claim, isConsidered ? 'considered' : 'diagnosis');
    }
    checks.expect(
      argues,
      'direction_wrong',
      () => `says nothing against '${consideredId}', which it excludes`,
      index,
    );
  }
}

/** "Eczema does not usually show scale" argues where scale is seen. */
function deniesWhatIsSeen(
  { step }: StepReading,
  claim: Claim,
  consideredId: string | null,
): boolean {
  if (claim.kind !== 'disease sign' || claim.diseaseId !== consideredId) return false;
  if (claim.frequency !== 'never' && claim.frequency !== 'unlikely') return false;
  return step.claims.some(({ termId, kind }) => kind === 'seen' && termId === claim.termId);
}

/** "For eczema I miss vesicles": that the image lacks what the step claims of the disease, argues by itself. */
function missesWhatIsTypical({ step }: StepReading, claim: Claim): boolean {
  if (claim.kind !== 'image sign' || claim.polarity !== 'lacked' || claim.narrowed) return false;
  return step.claims.some(({ termId, kind }) => kind === 'absent' && termId === claim.termId);
}

function checkStance(
  checks: Checks,
  reading: StepReading,
  claim: StanceClaim,
  of: 'diagnosis' | 'considered',
): void {
  const { step, index } = reading;
  const overclaims = claim.stance === 'excluded' && of === 'considered' && step.kind !== 'consider';
  checks.expect(
    !overclaims,
    'certainty_wrong',
    () => `rules ${wordsOf(reading, claim)} out, which no sign on a picture does`,
    index,
    claim,
  );
  if (overclaims) return;
  const disowned =
    of === 'diagnosis' && (claim.stance === 'against' || claim.stance === 'excluded');
  checks.expect(
    allowed[step.kind][of].includes(claim.stance),
    disowned ? 'conclusion_disowned' : 'direction_wrong',
    () => `the ${step.kind} step says “${claim.stance}” of the ${of} (${wordsOf(reading, claim)})`,
    index,
    claim,
  );
  checks.expect(
    step.kind !== 'conclude' || claim.certainty !== 'hedged',
    'certainty_wrong',
    () => 'the conclusion is hedged',
    index,
    claim,
  );
}

/** Returns whether the comparison argues against the one considered. */
function checkComparison(
  checks: Checks,
  reading: StepReading,
  claim: Extract<StepReading['claims'][number], { kind: 'comparison' }>,
  diagnosisId: string,
  consideredId: string | null,
): boolean {
  const { likelierId, thanId } = claim;
  checks.expect(
    likelierId !== thanId,
    'self_contradiction',
    () => `compares '${thanId}' with itself`,
    reading.index,
    claim,
  );
  if (likelierId === thanId) return false;
  const firstThought = reading.step.kind === 'consider' && likelierId === consideredId;
  checks.expect(
    firstThought || (likelierId === diagnosisId && thanId === consideredId),
    thanId === diagnosisId ? 'conclusion_disowned' : 'direction_wrong',
    () => `sets '${likelierId}' above '${thanId}'`,
    reading.index,
    claim,
  );
  return thanId === consideredId;
}
