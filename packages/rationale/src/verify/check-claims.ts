import type { Ontology } from '@skinr1/ontology';
import { type FoundSign, findSigns } from '../language/find-signs.ts';
import { splitSentences } from '../language/sentences.ts';
import { contradictorySigns } from '../language/sign-lexicon.ts';
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
 * Signs: what the text names and what the step claims are the same; each claim is cited from the card of
 * its disease; what is called seen is shown by the record, what is called absent is known to be.
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
    for (const claim of step.claims) checkClaim(checks, step, claim, index, record, evidence);
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
    const contradicted = contradictorySigns.some(
      (pair) =>
        pair.includes(termId) &&
        pair.some((sign) => sign !== termId && record.shown.includes(sign)),
    );
    checks.expect(
      !record.shown.includes(termId) && (record.complete || contradicted),
      'sign_not_absent',
      () => `it is not known that ${termId} is absent`,
      index,
    );
  }
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
  for (const { termId, polarity } of found) {
    const claimed = step.claims.some(
      (claim) => claim.termId === termId && (claim.kind === 'absent') === (polarity === 'absent'),
    );
    checks.expect(
      claimed,
      'sign_unseen',
      () => `says ${polarity === 'absent' ? 'no ' : ''}${termId}, which the step does not ground`,
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

function signsIn(
  stepText: string,
  ontology: Ontology,
  expected: readonly (string | null)[],
): FoundSign[] {
  const text = maskDiseases(stepText, ontology, expected);
  return splitSentences(text, { start: 0, end: text.length }).flatMap((sentence) =>
    findSigns(text, sentence, ontology),
  );
}
