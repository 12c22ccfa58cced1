import type { Case, SkippedRow } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import {
  buildDdxGraph,
  buildTrajectories,
  createVerifier,
  type DiseaseCard,
  extractCards,
  type GroundedTrajectory,
  type UnknownName,
} from '@skinr1/rationale';
import type { SourceDocument } from '@skinr1/textbook';
import type { RunDirectory } from '../run-directory.ts';
import { defineStage, type Stage } from '../stage.ts';
import { dataStage, type RunData } from './data.ts';
import { ontologyStage } from './ontology.ts';

/** What stage 0 made of the textbook and the dense cases. */
export interface Reasoning {
  readonly cards: readonly DiseaseCard[];
  /** Names in the book that the ontology does not know. */
  readonly unknownNames: readonly UnknownName[];
  /** Verified trajectories only. */
  readonly trajectories: readonly GroundedTrajectory[];
  /** Trajectories that failed verification, with the reasons. */
  readonly rejected: readonly { readonly id: string; readonly reasons: readonly string[] }[];
  /** Records that no trajectory could be built for. */
  readonly dropped: readonly SkippedRow[];
}

/** Cards and verified trajectories; `data/` holds them for people to read, with what was left out and why. */
export const reasoningStage: Stage<Reasoning> = defineStage({
  name: 'reasoning',
  needs: { ontology: ontologyStage, data: dataStage },
  contents: ({ cards, trajectories }) => ({
    cards,
    trajectories: trajectories.map(({ image, ...trajectory }) => trajectory),
  }),
  async run({ ontology, data }, { config, directory, emit }) {
    const reasoning = buildReasoning(data.documents, data.dense, {
      ontology,
      seed: config.seed,
      perDiagnosisAndType: config.data.trajectoriesPerDiagnosisAndType,
    });
    await writeData(directory, data, reasoning);
    emit({ type: 'artifact', path: directory.file('data'), reused: false });
    return reasoning;
  },
});

/** Stage 0: textbook to cards to differential graph to verified trajectories. */
function buildReasoning(
  documents: readonly SourceDocument[],
  dense: readonly Case[],
  options: {
    readonly ontology: Ontology;
    readonly seed: number;
    readonly perDiagnosisAndType: number;
  },
): Reasoning {
  const { ontology, seed, perDiagnosisAndType } = options;
  const { cards, unknownNames } = extractCards(documents, { ontology });
  const graph = buildDdxGraph({ cards, ontology });
  const built = buildTrajectories({
    cards,
    records: dense,
    ontology,
    graph,
    seed,
    perDiagnosisAndType,
  });
  const verify = createVerifier({ documents, ontology, cards, graph });
  const trajectories: GroundedTrajectory[] = [];
  const rejected: { id: string; reasons: string[] }[] = [];
  for (const trajectory of built.trajectories) {
    const record = built.records.get(trajectory.recordId);
    if (!record) throw new Error(`unreachable: ${trajectory.id} has no record`);
    const verdict = verify(trajectory, { record });
    if (verdict.ok) trajectories.push(trajectory);
    else
      rejected.push({ id: trajectory.id, reasons: verdict.reasons.map(({ message }) => message) });
  }
  const dropped = built.dropped.map(({ recordId, reason }) => ({
    source: 'trajectories',
    place: recordId,
    reason,
  }));
  return { cards, unknownNames, trajectories, rejected, dropped };
}

/** What stage 0 made and left out, for people to read. */
async function writeData(
  directory: RunDirectory,
  data: RunData,
  { cards, trajectories, rejected, dropped, unknownNames }: Reasoning,
): Promise<void> {
  const lines = (rows: readonly unknown[]): string =>
    rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  await directory.write('data/cards.jsonl', lines(cards));
  await directory.write(
    'data/trajectories.jsonl',
    lines(trajectories.map((trajectory) => ({ ...trajectory, image: imageName(trajectory) }))),
  );
  await directory.write('data/rejected.jsonl', lines(rejected));
  await directory.write('data/skipped.jsonl', lines([...data.skipped, ...dropped]));
  await directory.write('data/warnings.jsonl', lines(data.warnings));
  await directory.write('data/unknown-names.jsonl', lines(unknownNames));
}

/** Pixels do not belong in a text file: where they came from does. */
function imageName({ image, recordId }: { image: Case['image']; recordId: string }): string {
  return image.kind === 'file' ? image.path : recordId;
}
