/*
 * A folder of textbook chapters and a few labeled images become reasoning to learn from. Every step that
 * says something about a disease quotes the passage it rests on; a verifier checks all of it.
 *
 *   tsx … turn-a-textbook-into-trajectories.ts [folder or file]      default: the textbook that ships
 */
import { syntheticLesions } from '@skinr1/datasets';
import { loadOntology } from '@skinr1/ontology';
import {
  buildDdxGraph,
  buildTrajectories,
  createVerifier,
  embeddedTextbookFolder,
  extractCards,
  openTrajectory,
} from '@skinr1/rationale';
import { ingestTextbooks } from '@skinr1/textbook';

const ontology = loadOntology();
const documents = await ingestTextbooks(process.argv[2] ?? embeddedTextbookFolder());
const { cards, unknownNames } = extractCards(documents, { ontology });
const graph = buildDdxGraph({ cards, ontology });
const records = syntheticLesions({ seed: 1, casesPerDisease: 3, size: 56, ontology });
const built = buildTrajectories({ cards, records, ontology, graph, seed: 1 });
const verify = createVerifier({ documents, ontology, cards, graph });

const checked = built.trajectories.map((trajectory) => {
  const record = built.records.get(trajectory.recordId);
  return { trajectory, ok: record !== undefined && verify(trajectory, { record }).ok };
});
const good = checked.filter(({ ok }) => ok).map(({ trajectory }) => trajectory);
console.log(
  `${documents.length} documents → ${cards.length} disease cards, ${graph.edges.length} differentials`,
  `→ ${good.length} of ${checked.length} trajectories verified`,
  `(${built.dropped.length} records dropped, ${unknownNames.length} unknown names)\n`,
);

for (const type of ['direct', 'ddx_switched'] as const) {
  const ofType = good.filter((trajectory) => trajectory.type === type);
  const example = ofType[Math.floor(ofType.length / 2)];
  if (!example) continue;
  console.log(`── ${type}: ${example.diagnosisId}`);
  for (const { kind, text, citations } of example.steps) {
    console.log(`  ${kind.padEnd(9)} ${text}`);
    for (const { headingPath, start, end, quote } of citations) {
      console.log(`            ⤷ ${headingPath.join(' › ')} [${start}–${end}] “${quote.trim()}”`);
    }
  }
  console.log(`  to learn  ${openTrajectory(example).text}\n`);
}
