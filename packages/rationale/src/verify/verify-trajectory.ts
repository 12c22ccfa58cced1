import type { Ontology } from '@skinr1/ontology';
import type { SourceDocument } from '@skinr1/textbook';
import type { DiseaseCard } from '../cards/card.ts';
import type { DdxGraph } from '../ddx/build-ddx-graph.ts';
import { indexDiscriminators } from '../trajectories/discriminators.ts';
import { openQuestion } from '../trajectories/training-targets.ts';
import type { GroundedTrajectory, TrajectoryRecord } from '../trajectories/types.ts';
import { checkCitations } from './check-citations.ts';
import { checkCoherence } from './check-coherence.ts';
import { checkConclusion } from './check-conclusion.ts';
import { checkDiseases } from './check-diseases.ts';
import { checkExclusion } from './check-exclusion.ts';
import { checkLicenses } from './check-licenses.ts';
import { checkSigns } from './check-signs.ts';
import { checkStances } from './check-stances.ts';
import { checkWording } from './check-wording.ts';
import { collectEvidence } from './evidence.ts';
import { Checks, type Verification } from './reasons.ts';
import { readSteps } from './step-reading.ts';

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
  const evidence = collectEvidence(options.cards, options.ontology);
  const discriminators = indexDiscriminators(options.cards, options.ontology);
  const documents = new Map(options.documents.map((document) => [document.id, document]));
  const maxCopiedWords = options.maxCopiedWords ?? 8;
  return (trajectory, { record, prompt = openQuestion }) => {
    const checks = new Checks();
    const { ontology, graph } = options;
    const readings = readSteps(trajectory, ontology);
    checkCitations(checks, trajectory, documents, evidence);
    checkSigns(checks, trajectory, readings, record, evidence, ontology);
    checkExclusion(checks, trajectory, evidence, discriminators);
    checkStances(checks, trajectory, readings);
    checkCoherence(checks, readings, ontology);
    checkConclusion(checks, trajectory, readings, record, ontology);
    checkDiseases(checks, trajectory, readings, prompt, ontology, graph);
    checkLicenses(checks, readings, record, evidence);
    checkWording(checks, trajectory, maxCopiedWords);
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
