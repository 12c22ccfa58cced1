import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Case, InvalidInputError, researchUseOnly } from '@skinr1/core';
import { detectDataset, syntheticLesions } from '@skinr1/datasets';
import { decodeImage } from '@skinr1/model';
import { loadOntology, type Ontology } from '@skinr1/ontology';
import {
  buildCorpus,
  buildDdxGraph,
  type CorpusBuild,
  corpusStatistics,
  createVerifier,
  type ExportFormat,
  embeddedTextbook,
  exportFormats,
  exportTrajectories,
  extractCards,
  ingestTextbooks,
  type LesionMeasurement,
  lintExport,
  loadCorpus,
  measureLesion,
  type SourceDocument,
  saveCorpus,
  type TrajectoryStyle,
} from '@skinr1/rationale';
import { type Command, Option } from 'commander';
import { startProgress } from '../terminal/progress.ts';

/** Adds `rationale` with its sub-commands: from a textbook to verified reasoning trajectories. */
export function registerRationaleCommands(program: Command): void {
  const rationale = program
    .command('rationale')
    .description('turn textbooks into verified reasoning trajectories');
  registerReading(rationale);
  registerBuild(rationale);
  registerChecking(rationale);
}

function registerReading(rationale: Command): void {
  rationale
    .command('ingest <book...>')
    .description('read books (files or folders) into one document model')
    .requiredOption('--out <directory>', 'folder for documents.jsonl')
    .option('--encoding <name>', 'character encoding, if the book does not declare the right one')
    .action(async (books: string[], { out, encoding }: { out: string; encoding?: string }) => {
      const documents = await readBooks(books, encoding);
      await writeLines(out, 'documents.jsonl', documents);
      for (const { source, sections, figures, tables, text, warnings } of documents) {
        print(
          `${source}: ${text.length} characters, ${sections.length} sections, ${figures.length} figures, ${tables.length} tables`,
        );
        for (const warning of warnings) print(`  ${warning}`);
      }
    });
  rationale
    .command('cards <book...>')
    .description('extract disease cards, every field with its source')
    .requiredOption('--out <directory>', 'folder for cards.jsonl')
    .option('--encoding <name>', 'character encoding, if the book does not declare the right one')
    .action(async (books: string[], { out, encoding }: { out: string; encoding?: string }) => {
      const documents = await readBooks(books, encoding);
      const extraction = extractCards(documents, { ontology: loadOntology() });
      await writeLines(out, 'cards.jsonl', extraction.cards);
      await writeLines(out, 'unknown-names.jsonl', extraction.unknownNames);
      print(describeExtraction(extraction));
    });
}

interface BuildOptions {
  readonly textbook: readonly string[];
  readonly embedded?: boolean;
  readonly images?: string;
  readonly synthetic: number;
  readonly out: string;
  readonly seed: string;
  readonly perType: number;
  readonly style: TrajectoryStyle;
}

function registerBuild(rationale: Command): void {
  rationale
    .command('build')
    .description('build and verify trajectories from books and labelled images')
    .option('--textbook <book...>', 'books to read; without any, the embedded one', [])
    .option('--embedded', 'read the embedded textbook beside the others')
    .option('--images <directory>', 'a data set in its published layout; its training part is used')
    .option('--synthetic <count>', 'draw so many synthetic lesions per disease', wholeNumber, 0)
    .option('--seed <seed>', 'seed of everything random', '1')
    .option('--per-type <count>', 'trajectories per diagnosis and type', wholeNumber, 3)
    .addOption(
      new Option('--style <style>', 'wording').choices(['concise', 'full']).default('full'),
    )
    .requiredOption('--out <directory>', 'folder for the corpus')
    .action(async (options: BuildOptions) => {
      const start = performance.now();
      const ontology = loadOntology();
      const documents = await readBooks(options.textbook);
      if (options.embedded || options.textbook.length === 0) {
        documents.push(...(await embeddedTextbook()));
      }
      const { records, measurements } = await loadRecords(options, ontology);
      const corpus = buildCorpus({
        documents,
        records,
        ontology,
        seed: options.seed,
        perDiagnosisAndType: options.perType,
        style: options.style,
        measure: ({ id }) => measurements.get(id) ?? null,
      });
      await saveCorpus(options.out, corpus);
      print(describeExtraction(corpus.extraction));
      print(describeBuild(corpus));
      print(`${((performance.now() - start) / 1000).toFixed(1)} s. Written to ${options.out}.`);
      print(researchUseOnly);
    });
}

function registerChecking(rationale: Command): void {
  rationale
    .command('verify <directory>')
    .description('judge every trajectory of a corpus again; fails if one is bad')
    .action(async (directory: string) => {
      const corpus = await loadCorpus(directory);
      const ontology = loadOntology();
      const graph = buildDdxGraph({ cards: corpus.cards, ontology });
      const verify = createVerifier({ ...corpus, ontology, graph });
      let bad = 0;
      for (const trajectory of corpus.trajectories) {
        const record = corpus.records.get(trajectory.recordId);
        const reasons = record
          ? verify(trajectory, { record }).reasons.map(({ code, message }) => `${code}: ${message}`)
          : [`record ${trajectory.recordId} is missing`];
        if (reasons.length === 0) continue;
        bad++;
        print(`${trajectory.id}\n  ${reasons.join('\n  ')}`);
      }
      print(`${corpus.trajectories.length - bad} trajectories pass, ${bad} fail.`);
      if (bad > 0) process.exitCode = 1;
    });
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
        print(`${file}, row ${row ?? '-'}: ${message}`);
      print(`${rows} rows, ${files.length} files, ${problems.length} problems.`);
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
      print(json ? JSON.stringify(statistics, null, 2) : describeStatistics(statistics));
    });
}

async function readBooks(paths: readonly string[], encoding?: string): Promise<SourceDocument[]> {
  const documents: SourceDocument[] = [];
  const options = encoding === undefined ? {} : { encoding };
  for (const path of paths) documents.push(...(await ingestTextbooks(path, options)));
  return documents;
}

/** Labelled images of a build; those without annotated signs are decoded once and measured. */
async function loadRecords(
  { images, synthetic, seed }: BuildOptions,
  ontology: Ontology,
): Promise<{ records: Case[]; measurements: Map<string, LesionMeasurement> }> {
  const measurements = new Map<string, LesionMeasurement>();
  const records: Case[] =
    synthetic > 0 ? syntheticLesions({ seed, casesPerDisease: synthetic, ontology }) : [];
  if (images === undefined) return { records, measurements };
  const adapter = await detectDataset(images);
  const { cases } = await adapter.load(images, { ontology, seed });
  const training = cases.filter(({ split }) => split === 'train');
  const progress = startProgress('measuring images', training.length);
  for (const [index, item] of training.entries()) {
    // An image that cannot be read stays unmeasured, and the build lists it as dropped.
    const pixels = item.signs === null ? await decodeImage(item.image).catch(() => null) : null;
    if (pixels) measurements.set(item.id, measureLesion(pixels));
    progress.update(index + 1);
  }
  progress.stop();
  return { records: [...records, ...training], measurements };
}

function describeExtraction({
  cards,
  diseaseSections,
  withoutRule,
  unknownNames,
  unfiled,
}: CorpusBuild['extraction']): string {
  return `${cards.length} cards from ${diseaseSections} disease sections; ${withoutRule.length} without a visible sign, ${unknownNames.length} names unknown to the ontology, ${unfiled.length} passages in no field.`;
}

function describeBuild({
  trajectories,
  rejected,
  dropped,
  duplicates,
  records,
}: CorpusBuild): string {
  return `${trajectories.length} trajectories over ${records.size} images; ${rejected.length} rejected, ${duplicates.length} duplicates, ${dropped.length} images without one.`;
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

async function writeLines(
  directory: string,
  name: string,
  rows: readonly unknown[],
): Promise<void> {
  await mkdir(directory, { recursive: true });
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  await writeFile(join(directory, name), text);
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) {
    throw new InvalidInputError(`'${text.slice(0, 40)}' is not a whole number of 0 or more.`, {
      mend: 'Give digits only.',
    });
  }
  return value;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
