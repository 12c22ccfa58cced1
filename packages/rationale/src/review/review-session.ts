import { InvalidInputError, NotFoundError, UsageError } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import { buildDdxGraph } from '../ddx/build-ddx-graph.ts';
import type { RationaleCorpus } from '../store/rationale-directory.ts';
import type { GroundedTrajectory, TrajectoryRecord } from '../trajectories/types.ts';
import { collectEvidence } from '../verify/evidence.ts';
import type { Rejection } from '../verify/reasons.ts';
import { createVerifier } from '../verify/verify-trajectory.ts';
import { editTrajectory } from './edit-trajectory.ts';
import { citedPassages, type Passage } from './passages.ts';
import type { ReviewDecision, ReviewLog, ReviewVerdict } from './review-log.ts';
import { trajectoryKey } from './trajectory-key.ts';

/** One line of the list of trajectories. */
export interface ReviewSummary {
  readonly key: string;
  readonly id: string;
  readonly type: string;
  readonly diagnosis: string;
  readonly considered: string | null;
  readonly basis: string;
  readonly verdict: ReviewVerdict;
  /** False for one that fails verification as it stands. */
  readonly passes: boolean;
}

/** A trajectory with all that a person needs to judge it. */
export interface ReviewItem extends ReviewSummary {
  readonly path: readonly string[];
  readonly malignancy: string;
  readonly note: string;
  readonly steps: readonly {
    readonly kind: string;
    readonly text: string;
    readonly claims: readonly {
      readonly kind: string;
      readonly sign: string;
      readonly disease: string;
    }[];
    readonly measurements: readonly string[];
  }[];
  readonly passages: readonly Passage[];
  /** Names of the signs that the record shows. */
  readonly shown: readonly string[];
  readonly score: number;
  readonly reasons: readonly Rejection[];
}

/** What a person decides on one trajectory. */
export interface ReviewInput {
  readonly verdict: ReviewVerdict;
  /** One text a step; with `edited` only. */
  readonly texts?: readonly string[] | undefined;
  readonly note?: string | undefined;
}

/** A corpus under review. */
export interface ReviewSession {
  list(): ReviewSummary[];
  /** Throws NotFoundError for a key that the corpus does not have. */
  item(key: string): ReviewItem;
  /**
   * Writes a decision to disk and returns the trajectory as it then stands. An edit that fails verification is
   * kept too, with the reasons; the next build leaves it out. Throws UsageError for accepting a trajectory
   * that fails, InvalidInputError for texts that do not match the steps.
   */
  decide(key: string, input: ReviewInput): ReviewItem;
  /** Path of the trajectory's image file. */
  imagePath(key: string): string | null;
}

/** Opens a built corpus for review; the log holds the decisions so far. */
export function createReviewSession(
  corpus: RationaleCorpus,
  log: ReviewLog,
  ontology: Ontology,
  now: () => Date = () => new Date(),
): ReviewSession {
  const graph = buildDdxGraph({ cards: corpus.cards, ontology });
  const verify = createVerifier({ ...corpus, ontology, graph });
  const evidence = collectEvidence(corpus.cards, ontology);
  const documents = new Map(corpus.documents.map((document) => [document.id, document]));
  const signNames = new Map(ontology.morphology().map(({ id, name }) => [id, name]));
  const built = builtTrajectories(corpus, log);
  const rejectedAsBuilt = new Set(
    corpus.rejected
      .filter(({ reasons }) => reasons.some(({ code }) => code !== 'rejected_by_reviewer'))
      .map(({ trajectory }) => log.keyAsBuilt(trajectoryKey(trajectory))),
  );

  const nameOf = (id: string): string => (ontology.has(id) ? ontology.get(id).name : id);
  const signOf = (id: string): string => signNames.get(id) ?? id;

  const find = (key: string): { trajectory: GroundedTrajectory; record: TrajectoryRecord } => {
    const trajectory = built.get(key);
    const record = trajectory && corpus.records.get(trajectory.recordId);
    if (trajectory && record) return { trajectory, record };
    throw new NotFoundError(`no trajectory '${key.slice(0, 40)}' in this corpus.`, {
      mend: 'Load the page again: the corpus may have been built anew.',
    });
  };
  const current = (key: string, trajectory: GroundedTrajectory): GroundedTrajectory => {
    const texts = log.find(key)?.texts;
    if (!texts || texts.length !== trajectory.steps.length) return trajectory;
    return editTrajectory(trajectory, texts, evidence, ontology);
  };
  const item = (key: string): ReviewItem => {
    const { trajectory: original, record } = find(key);
    const trajectory = current(key, original);
    const { ok, score, reasons } = verify(trajectory, { record });
    const decision = log.find(key);
    return {
      ...summary(key, trajectory, decision, ok, nameOf),
      path: trajectory.path,
      malignancy: trajectory.malignancy,
      note: decision?.note ?? '',
      steps: trajectory.steps.map(({ kind, text, claims, measurements }) => ({
        kind,
        text,
        claims: claims.map((claim) => ({
          kind: claim.kind,
          sign: signOf(claim.termId),
          disease: nameOf(claim.diseaseId),
        })),
        measurements,
      })),
      passages: citedPassages(trajectory, documents),
      shown: record.shown.map(signOf),
      score,
      reasons,
    };
  };

  return {
    item,
    list: () =>
      [...built].map(([key, trajectory]) => {
        const decision = log.find(key);
        // The build has judged the others.
        const passes =
          decision?.verdict === 'edited' ? item(key).passes : !rejectedAsBuilt.has(key);
        return summary(key, trajectory, decision, passes, nameOf);
      }),
    imagePath: (key) => {
      const { image } = find(key).record;
      return image.kind === 'file' ? image.path : null;
    },
    decide: (key, { verdict, texts, note = '' }) => {
      const { trajectory, record } = find(key);
      if ((verdict === 'edited') !== (texts !== undefined)) {
        throw new InvalidInputError('an edit needs texts, and only an edit has them.', {
          mend: 'Send one text for each step with the verdict `edited`.',
        });
      }
      if (verdict === 'accepted' && !verify(trajectory, { record }).ok) {
        throw new UsageError('it fails verification and cannot be accepted as it stands.', {
          mend: 'Edit it until it passes, or reject it.',
        });
      }
      const edited = texts && editTrajectory(trajectory, texts, evidence, ontology);
      const written = edited?.steps.map(({ text }) => text) ?? null;
      log.append({
        key,
        trajectoryId: trajectory.id,
        verdict,
        texts: written,
        editedKey: written && trajectoryKey(trajectory, written),
        note,
        decidedAt: now().toISOString(),
      });
      return item(key);
    },
  };
}

/**
 * Trajectories by the key they were built with. An edit that an earlier build took over stands in the corpus
 * under its new wording; it keeps the key that its decision has.
 */
function builtTrajectories(
  { trajectories, rejected }: RationaleCorpus,
  log: ReviewLog,
): Map<string, GroundedTrajectory> {
  const all = [...trajectories, ...rejected.map(({ trajectory }) => trajectory)];
  return new Map(all.map((trajectory) => [log.keyAsBuilt(trajectoryKey(trajectory)), trajectory]));
}

function summary(
  key: string,
  { id, type, diagnosisId, consideredId, basis }: GroundedTrajectory,
  decision: ReviewDecision | undefined,
  passes: boolean,
  nameOf: (id: string) => string,
): ReviewSummary {
  return {
    key,
    id,
    type,
    diagnosis: nameOf(diagnosisId),
    considered: consideredId === null ? null : nameOf(consideredId),
    basis,
    verdict: decision?.verdict ?? 'undecided',
    passes,
  };
}
