import type { SourceDocument } from '../document/source-document.ts';
import type { GroundedTrajectory } from '../trajectories/types.ts';
import { type CardEvidence, pairKey, signKey, spanKey } from './evidence.ts';
import type { Checks } from './reasons.ts';

/**
 * Every citation is really in its document, word for word, and there for a reason: it supports a claim of
 * its step, or is the passage that tells the two diseases apart.
 */
export function checkCitations(
  checks: Checks,
  trajectory: GroundedTrajectory,
  documents: ReadonlyMap<string, SourceDocument>,
  evidence: CardEvidence,
): void {
  const { diagnosisId, consideredId } = trajectory;
  const ofPair =
    consideredId === null ? undefined : evidence.pairSpans.get(pairKey(diagnosisId, consideredId));
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
      const key = spanKey(citation);
      const supports = step.claims.some(({ termId, diseaseId }) =>
        evidence.signSpans.get(signKey(diseaseId, termId))?.has(key),
      );
      const relevant =
        step.kind === 'conclude'
          ? (evidence.diseaseSpans.get(diagnosisId)?.has(key) ?? false)
          : supports || (step.kind === 'exclude' && (ofPair?.has(key) ?? false));
      checks.expect(
        relevant,
        'citation_irrelevant',
        () => `“${citation.quote.slice(0, 80)}” supports nothing that this step says`,
        index,
      );
    }
  });
}
