import type { Ontology } from '@skinr1/ontology';
import { type FoundSign, findSigns } from '../language/find-signs.ts';
import { splitSentences } from '../language/sentences.ts';
import { isKnownAbsent } from '../trajectories/records.ts';
import type {
  GroundedStep,
  GroundedTrajectory,
  SignClaim,
  TrajectoryRecord,
} from '../trajectories/types.ts';
import { maskDiseases } from './disease-names.ts';
import { type CardEvidence, signKey, spanKey } from './evidence.ts';
import type { Checks } from './reasons.ts';

/**
 * Signs: what the text names and what the step claims are the same; each claim is about the disease of its
 * step and cited from that disease's card; what is called seen is shown by the record, what is called
 * absent is known to be; what is held against a disease is not a sign of it.
 */
export function checkClaims(
  checks: Checks,
  trajectory: GroundedTrajectory,
  record: TrajectoryRecord,
  evidence: CardEvidence,
  ontology: Ontology,
): void {
  const observed = new Set<string>();
  const expected = [trajectory.diagnosisId, trajectory.consideredId];
  trajectory.steps.forEach((step, index) => {
    for (const claim of step.claims) {
      checkClaim(checks, step, claim, index, record, evidence);
      checkClaimedDisease(checks, step, claim, index, trajectory, evidence);
    }
    const found = signsIn(step.text, ontology, expected);
    if (step.kind === 'observe') for (const { termId } of found) observed.add(termId);
    checkText(checks, step, index, found, observed);
  });
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
  const spans = evidence.signSpans.get(signKey(diseaseId, termId));
  checks.expect(
    step.citations.some((citation) => spans?.has(spanKey(citation))),
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
  { signSpans, deniedSigns }: CardEvidence,
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
  const key = signKey(consideredId, termId);
  checks.expect(
    !signSpans.has(key) || deniedSigns.has(key),
    'differential_inconsistent',
    () => `holds ${termId} against '${consideredId}', whose card has it too`,
    index,
  );
}

/**
 * The signs read out of the step's text are claimed, with the same sense; what is claimed is said here or,
 * for a later step that refers back ("this fits …"), was observed.
 */
function checkText(
  checks: Checks,
  step: GroundedStep,
  index: number,
  found: readonly FoundSign[],
  observed: ReadonlySet<string>,
): void {
  for (const { termId, frequency } of found) {
    const claimed = step.claims.some(
      (claim) => claim.termId === termId && (claim.kind === 'absent') === (frequency === 'absent'),
    );
    checks.expect(
      claimed,
      'sign_unseen',
      () => `says ${frequency === 'absent' ? 'no ' : ''}${termId}, which the step does not ground`,
      index,
    );
  }
  for (const { termId, kind } of step.claims) {
    checks.expect(
      found.some((sign) => sign.termId === termId) || (kind === 'seen' && observed.has(termId)),
      'claim_missing',
      () => `claims ${termId}, which its text does not say`,
      index,
    );
  }
}

/** Signs that a step's text names; parts of the names of the expected diseases are none. */
export function signsIn(
  stepText: string,
  ontology: Ontology,
  expected: readonly (string | null)[],
): FoundSign[] {
  const text = maskDiseases(stepText, ontology, expected);
  return splitSentences(text, { start: 0, end: text.length }).flatMap((sentence) =>
    findSigns(text, sentence, ontology),
  );
}
