import type { Ontology } from '@skinr1/ontology';
import type { ClaimedFrequency, DiseaseSignClaim, ImageSignClaim } from '../claims/claim.ts';
import { impliedSigns } from '../language/sign-kinship.ts';
import type { StatedFrequency } from '../language/stated-frequency.ts';
import { isKnownAbsent } from '../trajectories/records.ts';
import type {
  GroundedStep,
  GroundedTrajectory,
  SignClaim,
  TrajectoryRecord,
} from '../trajectories/types.ts';
import type { CardEvidence } from './evidence.ts';
import { failsToShow } from './faults/fails-to-show.ts';
import { swappedCertainty } from './faults/swapped-certainty.ts';
import { swappedPolarity } from './faults/swapped-polarity.ts';
import { unseenSign } from './faults/unseen-sign.ts';
import type { Checks as ChecksOf } from './reasons.ts';
import type { RuleSubject, VerificationRule } from './rule.ts';
import { type StepReading, wordsOf } from './step-reading.ts';

const codes = [
  'certainty_wrong',
  'claim_missing',
  'claim_unsupported',
  'differential_inconsistent',
  'sign_not_absent',
  'sign_unseen',
] as const;

type Checks = ChecksOf<(typeof codes)[number]>;

/**
 * Signs: what the text says and what the step claims are the same; each claim is about the disease of its
 * step and cited from that disease's card; what is called seen is shown by the record, what is called
 * absent is known to be; how often a disease has a sign is what its card says.
 */
export const signs: VerificationRule<(typeof codes)[number]> = {
  codes,
  check,
  faults: [failsToShow, swappedCertainty, swappedPolarity, unseenSign],
};

function check(
  checks: Checks,
  { trajectory, readings, record, evidence, ontology }: RuleSubject,
): void {
  const observed = new Set<string>();
  for (const reading of readings) {
    const { step, index } = reading;
    for (const claim of step.claims) {
      checkClaim(checks, step, claim, index, record, evidence);
      checkClaimedDisease(checks, step, claim, index, trajectory, evidence);
    }
    checkSaid(checks, reading, observed, evidence, ontology);
    checkUnsaid(checks, reading, observed);
  }
  checks.expect(observed.size > 0, 'claim_missing', () => 'no sign is observed');
}

function checkClaim(
  checks: Checks,
  step: GroundedStep,
  { termId, kind, diseaseId }: SignClaim,
  index: number,
  record: TrajectoryRecord,
  evidence: CardEvidence,
): void {
  const affirming = evidence.get(diseaseId)?.signs.get(termId)?.affirming;
  checks.expect(
    step.citations.some((citation) => affirming?.has(citation)),
    'claim_unsupported',
    () => `no citation says that ${diseaseId} shows ${termId}`,
    index,
  );
  if (kind === 'seen') {
    checks.expect(
      record.shown.includes(termId),
      'sign_unseen',
      () => `the record does not show ${termId}`,
      index,
    );
  } else if (kind === 'absent') {
    checks.expect(
      isKnownAbsent(termId, record),
      'sign_not_absent',
      () => `it is not known that ${termId} is absent`,
      index,
    );
  }
}

/**
 * A step speaks of one disease: the diagnosis, or where it considers or excludes by what is absent, the one
 * considered. A sign that is seen and excludes a disease must not be one that its card affirms.
 */
function checkClaimedDisease(
  checks: Checks,
  step: GroundedStep,
  { termId, kind, diseaseId }: SignClaim,
  index: number,
  { diagnosisId, consideredId }: GroundedTrajectory,
  evidence: CardEvidence,
): void {
  const excludes = step.kind === 'exclude';
  const ofConsidered = step.kind === 'consider' || (excludes && kind === 'absent');
  const owner = ofConsidered ? consideredId : diagnosisId;
  checks.expect(
    diseaseId === owner,
    'differential_inconsistent',
    () => `claims ${termId} of '${diseaseId}', where the step speaks of '${owner}'`,
    index,
  );
  if (!excludes || kind === 'absent' || consideredId === null) return;
  const stated = evidence.get(consideredId)?.signs.get(termId)?.frequencies;
  checks.expect(
    stated === undefined || stated.size === 0 || stated.has('absent'),
    'differential_inconsistent',
    () => `holds ${termId} against '${consideredId}', whose card has it too`,
    index,
  );
}

/** The signs that the text names are grounded with the same sense. */
function checkSaid(
  checks: Checks,
  reading: StepReading,
  observed: Set<string>,
  evidence: CardEvidence,
  ontology: Ontology,
): void {
  const { step, index, claims } = reading;
  for (const claim of claims) {
    if (claim.kind === 'disease sign') {
      checkFrequency(checks, reading, claim, evidence);
      expectGrounded(checks, reading, claim, true, observed, ontology);
    } else if (claim.kind === 'image sign') {
      expectGrounded(checks, reading, claim, claim.polarity === 'shown', observed, ontology);
      if (step.kind === 'observe' && claim.polarity === 'shown') observed.add(claim.termId);
      const hedged = claim.certainty === 'hedged' && step.kind === 'observe';
      checks.expect(
        !hedged,
        'certainty_wrong',
        () => `hedges ${wordsOf(reading, claim)}, which the record shows`,
        index,
        claim,
      );
    }
  }
}

/** A sign may be said where its step claims it, or a narrower one; once observed it may be referred to. */
function expectGrounded(
  checks: Checks,
  reading: StepReading,
  claim: ImageSignClaim | DiseaseSignClaim,
  shown: boolean,
  observed: ReadonlySet<string>,
  ontology: Ontology,
): void {
  const { step, index } = reading;
  const { termId } = claim;
  const sameSense = step.claims.filter(
    ({ kind, diseaseId }) =>
      (kind === 'absent') !== shown ||
      (claim.kind === 'disease sign' && diseaseId === claim.diseaseId),
  );
  const claimed = sameSense.some(
    (grounded) =>
      grounded.termId === termId ||
      (shown && impliedSigns(grounded.termId, ontology).includes(termId)),
  );
  const refersBack =
    shown && observed.has(termId) && (step.kind === 'match' || step.kind === 'conclude');
  checks.expect(
    claimed || refersBack,
    'sign_unseen',
    () => `says ${shown ? '' : 'no '}${wordsOf(reading, claim)}, which the step does not ground`,
    index,
    claim,
  );
}

/** What cards must say of a sign for a text to say how often a disease has it. */
const licensed: Readonly<Record<ClaimedFrequency, readonly StatedFrequency[]>> = {
  always: [],
  typical: ['typical'],
  plain: ['typical', 'possible', 'rare'],
  possible: ['typical', 'possible', 'rare'],
  sometimes: ['possible', 'rare'],
  rare: ['rare'],
  unlikely: ['rare', 'absent'],
  never: ['absent'],
};

function checkFrequency(
  checks: Checks,
  reading: StepReading,
  claim: DiseaseSignClaim,
  evidence: CardEvidence,
): void {
  const { diseaseId, termId, frequency } = claim;
  const stated = [...(evidence.get(diseaseId)?.signs.get(termId)?.frequencies ?? [])];
  checks.expect(
    licensed[frequency].some((each) => stated.includes(each)) || isSetAsideBy(reading, claim),
    stated.length > 0 ? 'certainty_wrong' : 'claim_unsupported',
    () =>
      `says that ${diseaseId} has ${wordsOf(reading, claim)} (${frequency}); the sources say ${stated.join(', ') || 'nothing of it'}`,
    reading.index,
    claim,
  );
}

/** What sets a disease aside needs a license of its own, and then the disease may be said not to have it, usually. */
function isSetAsideBy({ step }: StepReading, claim: DiseaseSignClaim): boolean {
  const isAgainst = step.kind === 'exclude' && claim.frequency === 'unlikely';
  return (
    isAgainst &&
    step.claims.some(
      ({ termId, kind, diseaseId }) =>
        kind === 'seen' && termId === claim.termId && diseaseId !== claim.diseaseId,
    )
  );
}

/** What is claimed is said, or was observed and is referred back to ("this fits …"). */
function checkUnsaid(
  checks: Checks,
  { step, index, claims }: StepReading,
  observed: ReadonlySet<string>,
): void {
  for (const { termId, kind } of step.claims) {
    // That the disease has it, does not yet say that the image lacks it.
    const said = claims.some(
      (claim) =>
        'termId' in claim &&
        claim.termId === termId &&
        (kind !== 'absent' || (claim.kind === 'image sign' && claim.polarity === 'lacked')),
    );
    checks.expect(
      said || (kind === 'seen' && observed.has(termId)),
      'claim_missing',
      () => `claims ${termId}, which its text does not say`,
      index,
    );
  }
}
