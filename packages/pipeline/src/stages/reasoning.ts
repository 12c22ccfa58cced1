import type { Case } from '@skinr1/core';
import { type CorpusBuild, requireTrajectories } from '@skinr1/rationale';
import type { RunDirectory } from '../run-directory.ts';
import { defineStage, type Stage } from '../stage.ts';
import { stageZero } from '../stage-zero.ts';
import { dataStage, type RunData } from './data.ts';
import { ontologyStage } from './ontology.ts';

/** Cards and verified trajectories; `data/` holds them for people to read, with what was left out and why. */
export const reasoningStage: Stage<CorpusBuild> = defineStage({
  name: 'reasoning',
  needs: { ontology: ontologyStage, data: dataStage },
  contents: ({ cards, trajectories }) => ({
    cards,
    trajectories: trajectories.map(({ image, ...trajectory }) => trajectory),
  }),
  async run({ ontology, data }, { config, directory, emit }) {
    const reasoning = await stageZero({
      documents: data.documents,
      records: data.dense,
      originals: data.originals,
      ontology,
      allowNonHuman: config.source.kind === 'files' ? config.source.allowNonHuman : false,
      seed: config.seed,
      perDiagnosisAndType: config.data.trajectoriesPerDiagnosisAndType,
      onProgress: (done, total) => emit({ type: 'progress', done, total }),
    });
    await writeData(directory, data, reasoning);
    for (const { message } of reasoning.extraction.warnings) emit({ type: 'warning', message });
    requireTrajectories(reasoning);
    emit({ type: 'artifact', path: directory.file('data'), reused: false });
    return reasoning;
  },
});

/** What stage 0 made and left out, for people to read. */
async function writeData(
  directory: RunDirectory,
  data: RunData,
  { cards, trajectories, rejected, dropped, duplicates, extraction }: CorpusBuild,
): Promise<void> {
  const lines = (rows: readonly unknown[]): string =>
    rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  await directory.write('data/cards.jsonl', lines(cards));
  await directory.write(
    'data/trajectories.jsonl',
    lines(trajectories.map((trajectory) => ({ ...trajectory, image: imageName(trajectory) }))),
  );
  const refused = rejected.map(({ trajectory: { id }, reasons }) => ({
    id,
    reasons: reasons.map(({ message }) => message),
  }));
  await directory.write('data/rejected.jsonl', lines(refused));
  await directory.write('data/duplicates.jsonl', lines(duplicates));
  const without = dropped.map(({ recordId, reason }) => ({
    source: 'trajectories',
    place: recordId,
    reason,
  }));
  const sections = extraction.refused.map(({ heading, reason }) => ({
    source: 'sections of the books',
    place: heading,
    reason,
  }));
  await directory.write('data/skipped.jsonl', lines([...data.skipped, ...without, ...sections]));
  await directory.write('data/warnings.jsonl', lines([...data.warnings, ...extraction.warnings]));
  await directory.write('data/unknown-names.jsonl', lines(extraction.unknownNames));
}

/** Pixels do not belong in a text file: where they came from does. */
function imageName({ image, recordId }: { image: Case['image']; recordId: string }): string {
  return image.kind === 'file' ? image.path : recordId;
}
