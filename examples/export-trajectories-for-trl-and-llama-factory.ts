/*
 * Train elsewhere: the verified trajectories as data sets of TRL, LLaMA-Factory, ms-swift and verl, each
 * with its images, a data card and a lineage file, and checked as its reader would use it.
 */
import { syntheticLesions } from '@skinr1/datasets';
import { loadOntology } from '@skinr1/ontology';
import {
  buildDdxGraph,
  buildTrajectories,
  createVerifier,
  embeddedTextbook,
  exportTrajectories,
  extractCards,
  lintExport,
} from '@skinr1/rationale';

const seed = 1;
const ontology = loadOntology();
const documents = await embeddedTextbook();
const { cards } = extractCards(documents, { ontology });
const graph = buildDdxGraph({ cards, ontology });
const records = syntheticLesions({ seed, casesPerDisease: 2, size: 112, ontology });
const built = buildTrajectories({ cards, records, ontology, graph, seed, style: 'full' });
const verify = createVerifier({ documents, ontology, cards, graph });
const trajectories = built.trajectories.filter((trajectory) => {
  const record = built.records.get(trajectory.recordId);
  return record !== undefined && verify(trajectory, { record }).ok;
});

for (const format of ['trl', 'llama-factory', 'ms-swift', 'verl'] as const) {
  const directory = `runs/examples/export/${format}`;
  const { files, rows } = await exportTrajectories({
    ...{ format, directory, trajectories, documents, seed },
  });
  const problems = await lintExport(directory, format);
  console.log(`${directory}: ${rows} rows, ${files.length} files, ${problems.length} problems`);
  for (const { file, row, message } of problems.slice(0, 3))
    console.log(`  ${file}:${row} ${message}`);
}
