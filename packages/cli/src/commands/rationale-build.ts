import { resolve } from 'node:path';
import { type Case, researchUseOnly } from '@skinr1/core';
import {
  detectDataset,
  type LesionMeasurement,
  measureLesion,
  syntheticLesions,
} from '@skinr1/datasets';
import { decodeImage } from '@skinr1/model';
import { loadOntology, type Ontology } from '@skinr1/ontology';
import {
  applyReview,
  buildCorpus,
  buildDdxGraph,
  type CorpusBuild,
  createVerifier,
  embeddedTextbook,
  openReviewLog,
  type RationaleCorpus,
  reviewLogPath,
  saveCorpus,
  type TrajectoryStyle,
} from '@skinr1/rationale';
import { type Command, Option } from 'commander';
import { describeDataset } from '../terminal/describe-dataset.ts';
import { barProgress } from '../terminal/progress.ts';
import { positiveNumber, price, wholeNumber } from './option-values.ts';
import { type RewordOptions, reword } from './rationale-reword.ts';
import { describeExtraction, print, readBooks } from './rationale-shared.ts';

interface BuildOptions extends RewordOptions {
  readonly textbook: readonly string[];
  readonly embedded?: boolean;
  readonly images?: string;
  readonly synthetic: number;
  readonly seed: string;
  readonly perType: number;
  readonly style: TrajectoryStyle;
}

/** Adds `rationale build`. */
export function registerBuild(rationale: Command): void {
  rationale
    .command('build')
    .description('build and verify trajectories from books and labeled images')
    .option('--textbook <book...>', 'books to read; without any, the embedded one', [])
    .option('--embedded', 'read the embedded textbook beside the others')
    .option('--images <directory>', 'a data set in its published layout; its training part is used')
    .option('--synthetic <count>', 'draw so many synthetic lesions per disease', wholeNumber, 0)
    .option('--seed <seed>', 'seed of everything random', '1')
    .option('--per-type <count>', 'trajectories per diagnosis and type', wholeNumber, 3)
    .addOption(
      new Option('--style <style>', 'wording').choices(['concise', 'full']).default('full'),
    )
    .option('--model-url <url>', 'let a language model word the notes: an OpenAI-compatible /v1')
    .option('--model <name>', 'the model to ask there; the key is read from OPENAI_API_KEY')
    .option('--concurrency <count>', 'questions to the model under way at a time', wholeNumber, 4)
    .option('--requests-per-minute <count>', 'most questions to the model', positiveNumber)
    .option('--answer-timeout <seconds>', 'longest wait for an answer', positiveNumber, 60)
    .option('--prompt-price <price>', 'price of a million prompt tokens', price, 0)
    .option('--completion-price <price>', 'price of a million completion tokens', price, 0)
    .option('--budget <amount>', 'most to spend; work done is kept', price)
    .option('--dry-run', 'estimate requests, tokens and cost, and send nothing')
    .requiredOption('--out <directory>', 'folder for the corpus')
    .action(async (options: BuildOptions) => {
      const start = performance.now();
      const ontology = loadOntology();
      const documents = await readBooks(options.textbook, {
        imageDirectory: resolve(options.out, 'book-images'),
      });
      if (options.embedded || options.textbook.length === 0) {
        for (const document of await embeddedTextbook()) documents.push(document);
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
      print(describeExtraction(corpus.extraction));
      print(describeBuild(corpus));
      const worded =
        options.modelUrl === undefined ? corpus : await reword(corpus, options, ontology);
      if (worded === null) return;
      await saveCorpus(options.out, followReview(worded, options.out, ontology));
      print(`${((performance.now() - start) / 1000).toFixed(1)} s. Written to ${options.out}.`);
      print(researchUseOnly);
    });
}

/** The corpus with the decisions that people made on an earlier build into the same folder. */
function followReview(
  corpus: RationaleCorpus,
  directory: string,
  ontology: Ontology,
): RationaleCorpus {
  const log = openReviewLog(reviewLogPath(directory));
  if (log.decisions().length === 0) return corpus;
  const graph = buildDdxGraph({ cards: corpus.cards, ontology });
  const verify = createVerifier({ ...corpus, ontology, graph });
  const { corpus: reviewed, effect } = applyReview(corpus, log, { verify, ontology });
  const { accepted, edited, rejected, failedEdits, stale } = effect;
  print(
    `Review: ${accepted} accepted, ${edited} edited, ${rejected} rejected; ${failedEdits} edits fail verification, ${stale} decisions are on trajectories that this build did not make.`,
  );
  return reviewed;
}

/** Labeled images of a build; those without annotated signs are decoded once and measured. */
async function loadRecords(
  { images, synthetic, seed }: BuildOptions,
  ontology: Ontology,
): Promise<{ records: Case[]; measurements: Map<string, LesionMeasurement> }> {
  const measurements = new Map<string, LesionMeasurement>();
  const records: Case[] =
    synthetic > 0 ? syntheticLesions({ seed, casesPerDisease: synthetic, ontology }) : [];
  if (images === undefined) return { records, measurements };
  const adapter = await detectDataset(images);
  const loaded = await adapter.load(images, { ontology, seed });
  print(describeDataset(loaded));
  const training = loaded.cases.filter(({ split }) => split === 'train');
  const progress = barProgress('measuring images', training.length);
  for (const [index, item] of training.entries()) {
    // An image that cannot be read stays unmeasured, and the build lists it as dropped.
    const pixels = item.signs === null ? await decodeImage(item.image).catch(() => null) : null;
    if (pixels) measurements.set(item.id, measureLesion(pixels));
    progress.update(index + 1);
  }
  progress.stop();
  return { records: [...records, ...training], measurements };
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
