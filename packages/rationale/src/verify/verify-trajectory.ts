import type { Ontology } from '@skinr1/ontology';
import type { SourceDocument } from '@skinr1/textbook';
import type { DiseaseCard } from '../cards/card.ts';
import type { DdxGraph } from '../ddx/build-ddx-graph.ts';
import { indexDiscriminators } from '../trajectories/discriminators.ts';
import { openQuestion } from '../trajectories/training-targets.ts';
import type { GroundedTrajectory, TrajectoryRecord } from '../trajectories/types.ts';
import { collectEvidence } from './evidence.ts';
import { Checks, type Verification } from './reasons.ts';
import { rules } from './rules.ts';
import { createStepReader } from './step-reading.ts';

/** What trajectories are judged by. */
export interface VerifierOptions {
  readonly documents: readonly SourceDocument[];
  readonly ontology: Ontology;
  readonly cards: readonly DiseaseCard[];
  /** Where given, `ddx_*` trajectories must compare neighbors in it. */
  readonly graph?: DdxGraph;
  /** Longest run of words that may equal a cited passage. @defaultValue 8 */
  readonly maxCopiedWords?: number;
}

/** What one trajectory is judged by, beside the books. */
export interface VerifyContext {
  readonly record: TrajectoryRecord;
  /** The question the trajectory will be the answer to. @defaultValue the open question */
  readonly prompt?: string;
}

/** Judges trajectories; made once, used for many. */
export type Verifier = (trajectory: GroundedTrajectory, context: VerifyContext) => Verification;

/**
 * A verifier for any trajectory over these books, whatever wrote it. It trusts neither the claims listed
 * with a step nor its wording: citations are looked up, the text is read again from meaning to license, and
 * what neither record nor cards nor ontology licenses is turned away, whatever it is.
 */
export function createVerifier(options: VerifierOptions): Verifier {
  const { cards, ontology } = options;
  const known = {
    ...{ ontology, graph: options.graph ?? null, maxCopiedWords: options.maxCopiedWords ?? 8 },
    evidence: collectEvidence(cards, ontology),
    discriminators: indexDiscriminators(cards, ontology),
    documents: new Map(options.documents.map((document) => [document.id, document])),
  };
  const readSteps = createStepReader(ontology);
  return (trajectory, { record, prompt = openQuestion }) => {
    const checks = new Checks<string>();
    const subject = { ...known, trajectory, record, prompt, readings: readSteps(trajectory) };
    for (const { check } of rules) check(checks, subject);
    return checks.result();
  };
}

/** Judges one trajectory; for many, make a verifier once with {@link createVerifier}. */
export function verifyTrajectory(
  trajectory: GroundedTrajectory,
  context: VerifierOptions & VerifyContext,
): Verification {
  return createVerifier(context)(trajectory, context);
}
