import { InvalidInputError } from '@skinr1/core';
import type { SourceDocument } from '@skinr1/textbook';
import { type CardExtraction, extractCards } from '../cards/extract-cards.ts';
import { type BuildDdxGraphOptions, buildDdxGraph } from '../ddx/build-ddx-graph.ts';
import type { RationaleCorpus, RejectedTrajectory } from '../store/rationale-directory.ts';
import {
  type BuildTrajectoriesOptions,
  buildTrajectories,
} from '../trajectories/build-trajectories.ts';
import { summarizeDropped } from '../trajectories/dropped.ts';
import type { GroundedTrajectory } from '../trajectories/types.ts';
import { createVerifier } from '../verify/verify-trajectory.ts';
import { type DeduplicateOptions, type Duplicate, deduplicate } from './deduplicate.ts';

/** Options of {@link buildCorpus}: those of building, without what the books give. */
export interface BuildCorpusOptions
  extends Omit<BuildTrajectoriesOptions, 'cards' | 'graph' | 'documents'> {
  readonly documents: readonly SourceDocument[];
  /** The cards of the documents, if they are extracted already. @defaultValue they are extracted here */
  readonly extraction?: CardExtraction;
  /** @defaultValue within a record, at 0.9 */
  readonly duplicates?: DeduplicateOptions;
  readonly includeOntology?: BuildDdxGraphOptions['includeOntology'];
}

/** What {@link buildCorpus} made. */
export interface CorpusBuild extends RationaleCorpus {
  readonly extraction: CardExtraction;
  readonly duplicates: readonly Duplicate[];
}

/** Stage 0 in one call: books and cases to verified trajectories without duplicates; nothing is lost. */
export function buildCorpus(options: BuildCorpusOptions): CorpusBuild {
  const { documents, ontology, includeOntology = true } = options;
  const extraction = options.extraction ?? extractCards(documents, { ontology });
  const { cards } = extraction;
  const graph = buildDdxGraph({ cards, ontology, includeOntology });
  const built = buildTrajectories({ ...options, cards, graph });
  const verify = createVerifier({ documents, ontology, cards, graph });
  const good: GroundedTrajectory[] = [];
  const rejected: RejectedTrajectory[] = [];
  for (const trajectory of built.trajectories) {
    const record = built.records.get(trajectory.recordId);
    if (!record) throw new Error(`unreachable: ${trajectory.id} was built from no record`);
    const { ok, reasons } = verify(trajectory, { record });
    if (ok) good.push(trajectory);
    else rejected.push({ trajectory, reasons });
  }
  const { kept, duplicates } = deduplicate(good, options.duplicates);
  return {
    documents,
    cards,
    records: built.records,
    trajectories: kept,
    rejected,
    dropped: built.dropped,
    extraction,
    duplicates,
  };
}

/** Throws InvalidInputError, with the commonest causes, if a build made no trajectory at all. */
export function requireTrajectories({
  documents,
  trajectories,
  rejected,
  dropped,
}: CorpusBuild): void {
  if (trajectories.length > 0) return;
  const causes = summarizeDropped(dropped).map(
    ({ cause, count, reasons }) => `${count}: ${cause} (such as ${reasons[0]?.reason})`,
  );
  if (rejected.length > 0) causes.push(`${rejected.length}: rejected by verification`);
  const why = causes.length > 0 ? causes.slice(0, 5).join('; ') : 'there is no image and no figure';
  throw new InvalidInputError(`no trajectory could be built. ${why}.`, {
    source: documents.map(({ source }) => source).join(', '),
    mend: 'Give a book with cards of the diseases that the images show, or caption figures on the review page.',
  });
}
