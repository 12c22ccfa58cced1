import type { Ontology } from '@skinr1/ontology';
import type { RationaleCorpus, RejectedTrajectory } from '../store/rationale-directory.ts';
import type { GroundedTrajectory } from '../trajectories/types.ts';
import { collectEvidence } from '../verify/evidence.ts';
import type { Rejection } from '../verify/reasons.ts';
import type { Verifier } from '../verify/verify-trajectory.ts';
import { editTrajectory } from './edit-trajectory.ts';
import type { ReviewLog } from './review-log.ts';
import { trajectoryKey } from './trajectory-key.ts';

/** How the decisions of people changed a build. */
export interface ReviewEffect {
  readonly accepted: number;
  readonly edited: number;
  readonly rejected: number;
  /** Edits that do not pass verification; they are among the rejected trajectories, with the reasons. */
  readonly failedEdits: number;
  /** Decisions on trajectories that this build did not make, or words otherwise. */
  readonly stale: number;
}

/**
 * A build with the decisions of people: rejected trajectories move to the rejected ones, edited ones take the
 * edited wording if it passes the verifier, accepted ones stay. Nothing that fails verification gets in,
 * whoever wrote it.
 */
export function applyReview<Corpus extends RationaleCorpus>(
  corpus: Corpus,
  log: ReviewLog,
  { verify, ontology }: { readonly verify: Verifier; readonly ontology: Ontology },
): { readonly corpus: Corpus; readonly effect: ReviewEffect } {
  const evidence = collectEvidence(corpus.cards, ontology);
  const trajectories: GroundedTrajectory[] = [];
  const rejected: RejectedTrajectory[] = [];
  const effect = { accepted: 0, edited: 0, rejected: 0, failedEdits: 0 };
  const decide = (trajectory: GroundedTrajectory, before: readonly Rejection[]): void => {
    const decision = log.find(trajectoryKey(trajectory));
    const texts = decision?.texts?.length === trajectory.steps.length ? decision.texts : null;
    const record = corpus.records.get(trajectory.recordId);
    if (decision?.verdict === 'rejected') {
      effect.rejected++;
      const message = decision.note || 'a reviewer rejected it';
      const reason = { code: 'rejected_by_reviewer', message, step: null } as const;
      rejected.push({ trajectory, reasons: [...before, reason] });
    } else if (decision?.verdict === 'edited' && texts && record) {
      const edited = editTrajectory(trajectory, texts, evidence, ontology);
      const { ok, reasons } = verify(edited, { record });
      if (ok) trajectories.push(edited);
      else rejected.push({ trajectory, reasons });
      effect[ok ? 'edited' : 'failedEdits']++;
    } else if (before.length > 0) {
      rejected.push({ trajectory, reasons: before });
    } else {
      if (decision?.verdict === 'accepted') effect.accepted++;
      trajectories.push(trajectory);
    }
  };
  for (const trajectory of corpus.trajectories) decide(trajectory, []);
  for (const { trajectory, reasons } of corpus.rejected) decide(trajectory, reasons);
  const used = effect.accepted + effect.edited + effect.rejected + effect.failedEdits;
  return {
    corpus: { ...corpus, trajectories, rejected },
    effect: { ...effect, stale: log.decisions().length - used },
  };
}
