import { resolve } from 'node:path';
import { type Case, researchUseOnly } from '@skinr1/core';
import { detectDataset, syntheticLesions } from '@skinr1/datasets';
import { loadOntology, type Ontology } from '@skinr1/ontology';
import { stageZero } from '@skinr1/pipeline';
import {
  applyReview,
  buildDdxGraph,
  type CorpusBuild,
  createVerifier,
  embeddedTextbook,
  type FigureCaption,
  figureCaptionsPath,
  openFigureCaptions,
  openReviewLog,
  type RationaleCorpus,
  requireTrajectories,
  reviewLogPath,
  saveCorpus,
  type TrajectoryStyle,
} from '@skinr1/rationale';
import { type Command, Option } from 'commander';
import { describeDataset } from '../terminal/describe-dataset.ts';
import { describeDropped } from '../terminal/describe-dropped.ts';
import { printLine } from '../terminal/print.ts';
import { barProgress, type Progress } from '../terminal/progress.ts';
import { refuseIdle } from './option-rules.ts';
import { positiveCount, positiveNumber, price, wholeNumber } from './option-values.ts';
import { type RewordOptions, reword } from './rationale-reword.ts';
import { allowNonHumanOption, describeExtraction, readBooks } from './rationale-shared.ts';

interface BuildOptions extends RewordOptions {
  readonly textbook: readonly string[];
  readonly embedded?: boolean;
  readonly allowNonHuman?: boolean;
  readonly images?: string;
  readonly synthetic: number;
  readonly seed: string;
  readonly perType: number;
  readonly style: TrajectoryStyle;
}

/** What is said to a language model, or of it. */
const modelOptions = [
  'model',
  'concurrency',
  'requestsPerMinute',
  'answerTimeout',
  'promptPrice',
  'completionPrice',
  'budget',
  'dryRun',
] as const;

/** Adds `rationale build`. */
export function registerBuild(rationale: Command): void {
  rationale
    .command('build')
    .description('build and verify trajectories from books and labeled images')
    .option('--textbook <book...>', 'books to read; without any, the embedded one', [])
    .option('--embedded', 'read the embedded textbook beside the others')
    .option(...allowNonHumanOption)
    .option('--images <directory>', 'a data set in its published layout; its training part is used')
    .option('--synthetic <count>', 'draw so many synthetic lesions per disease', wholeNumber, 0)
    .option('--seed <seed>', 'seed of everything random', '1')
    .option('--per-type <count>', 'trajectories per diagnosis and type', positiveCount, 3)
    .addOption(
      new Option('--style <style>', 'wording').choices(['concise', 'full']).default('full'),
    )
    .option('--model-url <url>', 'let a language model word the notes: an OpenAI-compatible /v1')
    .option('--model <name>', 'the model to ask there; the key is read from OPENAI_API_KEY')
    .option('--concurrency <count>', 'questions to the model under way at a time', positiveCount, 4)
    .option('--requests-per-minute <count>', 'most questions to the model', positiveNumber)
    .option('--answer-timeout <seconds>', 'longest wait for an answer', positiveNumber, 60)
    .option('--prompt-price <price>', 'price of a million prompt tokens', price, 0)
    .option('--completion-price <price>', 'price of a million completion tokens', price, 0)
    .option('--budget <amount>', 'most to spend; work done is kept', price)
    .option('--dry-run', 'estimate requests, tokens and cost, and send nothing')
    .requiredOption('--out <directory>', 'folder for the corpus')
    .action(async (options: BuildOptions, command: Command) => {
      if (options.modelUrl === undefined) {
        const mend = 'Say which server is to word the notes.';
        refuseIdle(command, modelOptions, 'needs --model-url.', mend);
      }
      const start = performance.now();
      const ontology = loadOntology();
      const documents = await readBooks(options.textbook, {
        imageDirectory: resolve(options.out, 'book-images'),
      });
      if (options.embedded || options.textbook.length === 0) {
        for (const document of await embeddedTextbook()) documents.push(document);
      }
      const records = await loadRecords(options, ontology);
      const captions = openFigureCaptions(figureCaptionsPath(options.out)).captions();
      let progress: Progress | null = null;
      const corpus = await stageZero({
        documents,
        records,
        ontology,
        allowNonHuman: options.allowNonHuman,
        seed: options.seed,
        perDiagnosisAndType: options.perType,
        style: options.style,
        captions,
        onProgress: (done, total) => {
          progress ??= barProgress('measuring images', total);
          progress.update(done);
          if (done === total) progress.stop();
        },
      });
      printLine(describeExtraction(corpus.extraction));
      printLine(describeBuild(corpus));
      if (captions.length > 0) printLine(describeCaptions(captions, corpus));
      const worded =
        options.modelUrl === undefined ? corpus : await reword(corpus, options, ontology);
      if (worded === null) return;
      await saveCorpus(options.out, followReview(worded, options.out, ontology));
      printLine(`${((performance.now() - start) / 1000).toFixed(1)} s. Written to ${options.out}.`);
      requireTrajectories(corpus);
      printLine(researchUseOnly);
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
  printLine(
    `Review: ${accepted} accepted, ${edited} edited, ${rejected} rejected; ${failedEdits} edits fail verification, ${stale} decisions are on trajectories that this build did not make.`,
  );
  return reviewed;
}

/** Labeled images of a build. */
async function loadRecords(
  { images, synthetic, seed }: BuildOptions,
  ontology: Ontology,
): Promise<Case[]> {
  const records =
    synthetic > 0 ? syntheticLesions({ seed, casesPerDisease: synthetic, ontology }) : [];
  if (images === undefined) return records;
  const adapter = await detectDataset(images);
  const loaded = await adapter.load(images, { ontology, seed });
  printLine(describeDataset(loaded));
  return [...records, ...loaded.cases.filter(({ split }) => split === 'train')];
}

/** What became of the captions that people gave to figures. */
function describeCaptions(
  captions: readonly FigureCaption[],
  { records, trajectories }: CorpusBuild,
): string {
  const used = captions.filter(({ figureId }) => records.get(figureId)?.basis === 'reviewer');
  const made = trajectories.filter(({ basis }) => basis === 'reviewer').length;
  return `Captions by reviewers: ${captions.length}, ${used.length} of them used; ${made} trajectories rest on them.`;
}

function describeBuild({
  trajectories,
  rejected,
  dropped,
  duplicates,
  records,
}: CorpusBuild): string {
  const counts = `${trajectories.length} trajectories over ${records.size} images; ${rejected.length} rejected, ${duplicates.length} duplicates, ${dropped.length} images or figures without one.`;
  return [counts, ...describeDropped(dropped)].join('\n');
}
