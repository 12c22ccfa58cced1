import { type Prompt, researchUseOnly, UsageError } from '@skinr1/core';
import { choiceQuestions, detectDataset, questionPool, syntheticLesions } from '@skinr1/datasets';
import {
  defaultRewardUrl,
  detectEngine,
  type Engine,
  engines,
  exportForEngine,
  lintEngineExport,
  loadRewards,
  readPrompts,
} from '@skinr1/engines';
import { methodRewards } from '@skinr1/grpo';
import { loadOntology } from '@skinr1/ontology';
import type { Command } from 'commander';
import { counted } from '../terminal/counted.ts';
import { describeDataset } from '../terminal/describe-dataset.ts';
import { printLine } from '../terminal/print.ts';
import { wholeNumber } from './option-values.ts';

interface ExportCommandOptions {
  readonly images?: string;
  readonly synthetic: number;
  readonly prompts?: string;
  readonly heldOut?: string;
  readonly rewards?: string;
  readonly seed: string;
  readonly url: string;
  readonly out: string;
}

/** Adds `export` with a sub-command for each engine, and `export lint`. */
export function registerExportCommands(program: Command): void {
  const command = program
    .command('export')
    .description('questions with their images for training on another engine');
  for (const engine of engines) addEngine(command, engine);
  command
    .command('lint <directory>')
    .description('what an engine would trip over in an export')
    .action(async (directory: string) => {
      const engine = await detectEngine(directory);
      if (!engine) {
        throw new UsageError('this folder holds no export that can be read.', {
          source: directory,
          mend: 'Make one with `skinr1 export ENGINE`.',
        });
      }
      await lint(engine, directory);
    });
}

function addEngine(command: Command, engine: Engine): void {
  command
    .command(engine.name)
    .description(`data, a shim and a launch script for ${engine.name}`)
    .option('--images <directory>', 'a data set in its published layout; its parts are kept')
    .option('--synthetic <count>', 'draw so many synthetic lesions per disease', wholeNumber, 0)
    .option('--prompts <file>', 'questions of your own, one JSON object a line')
    .option('--held-out <file>', 'with --prompts: questions to measure on')
    .option('--rewards <file>', "module with rewards; without, the method's three")
    .option('--seed <seed>', 'seed of everything random', '1')
    .option('--url <url>', 'where `skinr1 reward serve` will be', defaultRewardUrl)
    .requiredOption('--out <directory>', 'folder for the export')
    .action(async (options: ExportCommandOptions) => {
      const { out: directory, url } = options;
      const { prompts, heldOut } = await loadQuestions(options);
      const rewards = options.rewards ? await loadRewards(options.rewards) : methodRewards();
      const { files, rows } = await exportForEngine(engine, {
        ...{ directory, prompts, heldOut, rewards, url },
      });
      printLine(
        `${counted(rows.train, 'question')}, ${rows.test} held out, ${counted(files.length, 'file')}.`,
      );
      await lint(engine, directory);
      printLine(researchUseOnly);
    });
}

async function lint(engine: Engine, directory: string): Promise<void> {
  const problems = await lintEngineExport(engine, directory);
  for (const { file, row, message } of problems)
    printLine(`${file}, row ${row ?? '-'}: ${message}`);
  printLine(`${directory} for ${engine.name}: ${counted(problems.length, 'problem')}.`);
  if (problems.length > 0) process.exitCode = 1;
}

/** Questions from the one source that the options name. */
async function loadQuestions(options: ExportCommandOptions): Promise<{
  readonly prompts: readonly Prompt[];
  readonly heldOut: readonly Prompt[];
}> {
  const { images, synthetic, prompts, heldOut, seed } = options;
  const sources = [images !== undefined, synthetic > 0, prompts !== undefined];
  if (sources.filter(Boolean).length !== 1 || (heldOut !== undefined && prompts === undefined)) {
    throw new UsageError('an export needs one source of questions.', {
      mend: 'Give one of --images, --synthetic and --prompts (which may have --held-out).',
    });
  }
  if (prompts !== undefined) {
    return {
      prompts: await readPrompts(prompts),
      heldOut: heldOut === undefined ? [] : await readPrompts(heldOut),
    };
  }
  const ontology = loadOntology();
  const cases = images
    ? await loadDataset(images, seed)
    : syntheticLesions({ seed, casesPerDisease: synthetic, ontology });
  const asking = { ontology, pool: questionPool(cases), seed };
  const ask = (part: 'train' | 'test') =>
    choiceQuestions(
      cases.filter(({ split }) => split === part),
      asking,
    );
  return { prompts: ask('train'), heldOut: ask('test') };
}

async function loadDataset(directory: string, seed: string) {
  const adapter = await detectDataset(directory);
  const loaded = await adapter.load(directory, { ontology: loadOntology(), seed });
  printLine(describeDataset(loaded));
  return loaded.cases;
}
