import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Case } from '@skinr1/core';
import { loadOntology, type Ontology } from '@skinr1/ontology';
import {
  buildCorpus,
  buildDdxGraph,
  buildTrajectories,
  createVerifier,
  type DiseaseCard,
  embeddedTextbook,
  extractCards,
  type GroundedTrajectory,
  type TrajectoryBuild,
  type Verifier,
} from '@skinr1/rationale';
import { ingestTextbooks, type SourceDocument } from '@skinr1/textbook';
import { inHandWording } from '../../packages/rationale/test/hand-wording.ts';

/**
 * From a book to verified trajectories, in seconds of the wall clock and memory; then trajectories built and
 * verified per second of processor time once cards exist: as the offline writer words them, whose sentences come again
 * and again, and in the words of people, whose sentences hardly do. Options: paths of books; by default the shared
 * real one where it is there, and the embedded one for the rates.
 */
export async function run(paths: string[]): Promise<void> {
  const ontology = loadOntology();
  ontology.resolve('melanoma');
  const shared = fileURLToPath(
    new URL('../../../shared/data/stelwagon/25944-h.htm', import.meta.url),
  );
  const books = paths.length > 0 ? paths : existsSync(shared) ? [shared] : [];
  for (const book of books) {
    const start = performance.now();
    const documents = await ingestTextbooks(book);
    const corpus = buildCorpus({ documents, ontology, seed: 1 });
    const seconds = (performance.now() - start) / 1000;
    const peak = process.resourceUsage().maxRSS / 1024;
    console.log(
      `${book}: ${corpus.cards.length} cards, ${corpus.trajectories.length} verified trajectories in ${seconds.toFixed(2)} s, peak ${peak.toFixed(0)} MB`,
    );
  }
  const documents = await embeddedTextbook();
  const { cards } = extractCards(documents, { ontology });
  rates(documents, cards, ontology);
}

function rates(
  documents: SourceDocument[],
  cards: readonly DiseaseCard[],
  ontology: Ontology,
): void {
  const graph = buildDdxGraph({ cards, ontology });
  const records = cards.flatMap((card) => casesOf(card, ontology));
  const build = (seed: number) =>
    buildTrajectories({ cards, records, ontology, graph, seed, perDiagnosisAndType: 50 });
  build(0);
  const before = process.cpuUsage();
  const built = build(1);
  const building = secondsSince(before);
  const { trajectories } = built;
  const count = trajectories.length;
  console.log(`${count} trajectories built: ${Math.round(count / building)} a second`);
  const worded = trajectories
    .filter((_, index) => index % 4 === 0)
    .map((trajectory) => inHandWording(trajectory, trajectory.id));
  for (const notes of [trajectories, worded]) {
    judge(notes, built, createVerifier({ documents, ontology, cards, graph }));
  }
}

function judge(
  notes: readonly GroundedTrajectory[],
  { records }: TrajectoryBuild,
  verify: Verifier,
): void {
  const texts = notes.flatMap(({ steps }) => steps.map(({ text }) => text));
  const repeated = 1 - new Set(texts).size / texts.length;
  const start = process.cpuUsage();
  let good = 0;
  for (const trajectory of notes) {
    const record = records.get(trajectory.recordId);
    if (record && verify(trajectory, { record }).ok) good++;
  }
  const rate = Math.round(notes.length / secondsSince(start));
  console.log(
    `${notes.length} notes, ${Math.round(100 * repeated)} % of their sentences repeated, ${good} pass: ${rate} verified a second`,
  );
}

/** Twenty cases a card, each showing some of its signs. */
function casesOf({ id, ontologyId, signs }: DiseaseCard, ontology: Ontology): Case[] {
  const malignancy = ontologyId === null ? null : ontology.malignancyClass(ontologyId);
  if (ontologyId === null || malignancy === null) return [];
  const shown = signs.filter(({ frequency }) => frequency !== 'absent').map(({ termId }) => termId);
  return Array.from({ length: 20 }, (_, at) => ({
    id: `${id} ${at}`,
    dataset: 'bench',
    image: { kind: 'file', path: 'none.png' },
    label: ontologyId,
    diagnosisId: ontologyId,
    path: ontology.path(ontologyId),
    malignancy,
    lesionId: null,
    patientId: null,
    split: 'train',
    signs: shown.filter((_sign, index) => (index + at) % 3 !== 0),
    metadata: {},
  }));
}

function secondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}
