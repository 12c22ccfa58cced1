import type { SourceSpan } from '@skinr1/core';
import type { GroundedStep, GroundedTrajectory } from '../trajectories/types.ts';
import type { CardEvidence } from './evidence.ts';
import { falseCitation } from './faults/false-citation.ts';
import type { Checks as ChecksOf } from './reasons.ts';
import type { RuleSubject, VerificationRule } from './rule.ts';

const codes = ['citation_unknown_document', 'citation_mismatch', 'citation_irrelevant'] as const;

type Checks = ChecksOf<(typeof codes)[number]>;

/**
 * Every citation is really in its document, word for word, and there for a reason: it supports a claim of
 * its step, or is the passage that tells the two diseases apart.
 */
export const citations: VerificationRule<(typeof codes)[number]> = {
  codes,
  check,
  faults: [falseCitation],
};

function check(checks: Checks, { trajectory, documents, evidence }: RuleSubject): void {
  trajectory.steps.forEach((step, index) => {
    for (const citation of step.citations) {
      const document = documents.get(citation.documentId);
      const known = checks.expect(
        document !== undefined,
        'citation_unknown_document',
        () => `cites document ${citation.documentId.slice(0, 8)}, which is not among the sources`,
        index,
      );
      if (!known || !document) continue;
      checks.expect(
        document.text.slice(citation.start, citation.end) === citation.quote &&
          citation.quote !== '',
        'citation_mismatch',
        () =>
          `${document.source} does not read “${citation.quote.slice(0, 80)}” at ${citation.start}`,
        index,
      );
      checks.expect(
        isRelevant(citation, step, trajectory, evidence),
        'citation_irrelevant',
        () => `“${citation.quote.slice(0, 80)}” supports nothing that this step says`,
        index,
      );
    }
  });
}

/** Whether a citation supports something that its step claims. */
export function isRelevant(
  citation: SourceSpan,
  { kind, claims }: Pick<GroundedStep, 'kind' | 'claims'>,
  { diagnosisId, consideredId }: Pick<GroundedTrajectory, 'diagnosisId' | 'consideredId'>,
  evidence: CardEvidence,
): boolean {
  if (kind === 'conclude') return evidence.get(diagnosisId)?.affirming.has(citation) ?? false;
  for (const { termId, diseaseId } of claims) {
    if (evidence.get(diseaseId)?.signs.get(termId)?.affirming.has(citation)) return true;
  }
  const considered = consideredId === null ? undefined : evidence.get(consideredId);
  if (kind !== 'exclude' || considered === undefined) return false;
  for (const { termId } of claims) {
    if (considered.signs.get(termId)?.denying.has(citation)) return true;
  }
  return considered.against.get(diagnosisId)?.has(citation) ?? false;
}
