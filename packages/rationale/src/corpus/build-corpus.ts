import type { SourceDocument } from '@skinr1/textbook';
import { type CardExtraction, extractCards } from '../cards/extract-cards.ts';
import { type BuildDdxGraphOptions, buildDdxGraph } from '../ddx/build-ddx-graph.ts';
import type { RationaleCorpus, RejectedTrajectory } from '../store/rationale-directory.ts';
import {
  type BuildTrajectoriesOptions,
  buildTrajectories,
} from '../trajectories/build-trajectories.ts';
import type { GroundedTrajectory } from '../trajectories/types.ts';
import { createVerifier } from '../verify/verify-trajectory.ts';
import { type DeduplicateOptions, type Duplicate, deduplicate } from './deduplicate.ts';

/** Options of {@link buildCorpus}: those of building, without what the books give. */
export interface BuildCorpusOptions extends Omit<BuildTrajectoriesOptions, 'cards' | 'graph'> {
  readonly documents: readonly SourceDocument[];
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
  const extraction = extractCards(documents, { ontology });
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
