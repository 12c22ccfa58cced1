import { loadOntology } from '@skinr1/ontology';
import {
  corpusStatistics,
  type ExportFormat,
  exportFormats,
  exportTrajectories,
  lintExport,
  loadCorpus,
  summarizeDropped,
} from '@skinr1/rationale';
import { type Command, Option } from 'commander';
import { counted } from '../terminal/counted.ts';
import { describeDropped } from '../terminal/describe-dropped.ts';
import { printLine } from '../terminal/print.ts';
import { registerVerify } from './rationale-verify.ts';

/** Adds `rationale verify`, `export` and `stats`. */
export function registerChecking(rationale: Command): void {
  registerVerify(rationale);
  rationale
    .command('export <directory>')
    .description('export a corpus for training elsewhere, and check the export')
    .addOption(
      new Option('--format <format>', 'format').choices([...exportFormats]).makeOptionMandatory(),
    )
    .requiredOption('--out <directory>', 'folder for the export')
    .action(async (directory: string, { format, out }: { format: ExportFormat; out: string }) => {
      const { trajectories, documents } = await loadCorpus(directory);
      const { rows, files } = await exportTrajectories({
        format,
        directory: out,
        trajectories,
        documents,
      });
      const problems = await lintExport(out, format);
      for (const { file, row, message } of problems)
        printLine(`${file}, row ${row ?? '-'}: ${message}`);
      printLine(
        `${[counted(rows, 'row'), counted(files.length, 'file'), counted(problems.length, 'problem')].join(', ')}.`,
      );
      if (problems.length > 0) process.exitCode = 1;
    });
  rationale
    .command('stats <directory>')
    .description('what a corpus holds: counts, variety of wording, coverage of the ontology')
    .option('--json', 'as JSON')
    .action(async (directory: string, { json }: { json?: boolean }) => {
      const corpus = await loadCorpus(directory);
      const statistics = {
        ...corpusStatistics(corpus.trajectories, { ontology: loadOntology(), cards: corpus.cards }),
        rejected: corpus.rejected.length,
        dropped: corpus.dropped.length,
      };
      if (json) {
        const droppedBy = summarizeDropped(corpus.dropped);
        printLine(JSON.stringify({ ...statistics, droppedBy }, null, 2));
        return;
      }
      printLine([describeStatistics(statistics), ...describeDropped(corpus.dropped)].join('\n'));
    });
}

function describeStatistics(
  statistics: ReturnType<typeof corpusStatistics> & { rejected: number; dropped: number },
): string {
  const { coverage, byType, byMalignancy, byBasis, words, ...rest } = statistics;
  const group = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ');
  return [
    `${rest.trajectories} trajectories, ${rest.records} images, ${rest.diagnoses} diagnoses, ${rest.citations} citations`,
    `type: ${group(byType)}`,
    `malignancy: ${group(byMalignancy)}`,
    `known from: ${group(byBasis)}`,
    `words: ${words.least} to ${words.most}, mean ${words.mean.toFixed(1)}`,
    `distinct-4 ratio ${rest.distinct4.toFixed(3)}, mean pairwise similarity ${rest.meanSimilarity.toFixed(3)}`,
    `rejected ${rest.rejected}, without trajectory ${rest.dropped}`,
    ...coverage.map(
      (branch) =>
        `${branch.name}: ${branch.cards} cards (${branch.cardsWithSigns} with signs) of ${branch.diseases} conditions, ${branch.trajectories} trajectories`,
    ),
  ].join('\n');
}
