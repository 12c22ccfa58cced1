import { access } from 'node:fs/promises';
import type { DeviceChoice } from '@skinr1/autograd';
import { NotFoundError, type RunListener, UsageError } from '@skinr1/core';
import { detectDataset } from '@skinr1/datasets';
import {
  createRunDirectory,
  createTensorBoardListener,
  demoConfig,
  filesConfig,
  type NewRunConfig,
  openRunDirectory,
  runFolders,
  runPipeline,
} from '@skinr1/pipeline';
import { type Command, Option } from 'commander';
import { printOutcome } from '../terminal/print-outcome.ts';
import { runShown } from '../terminal/run-shown.ts';
import { deviceOption, duration, integer } from './option-values.ts';
import { allowNonHumanOption } from './rationale-shared.ts';

interface RunOptions {
  readonly out?: string;
  readonly resume?: boolean;
  readonly seed: number;
  readonly device: DeviceChoice;
}

interface FilesOptions extends RunOptions {
  readonly textbook?: string;
  readonly images?: string;
  readonly supplement: boolean;
  readonly allowNonHuman?: boolean;
  readonly budget: number;
}

/** Adds `demo` and `run`. */
export function registerRunCommands(program: Command): void {
  const demo = program
    .command('demo')
    .description('train, evaluate and report on the embedded textbook and drawn lesions');
  addRunOptions(demo, 'demo', []).action(({ resume, seed, device, out }: RunOptions) =>
    perform('demo', out, resume ? null : { ...demoConfig(), seed, device }),
  );
  const run = program
    .command('run')
    .description('the same on a textbook and an image data set of yours')
    .option('--textbook <path>', 'textbook (PDF, EPUB, HTML, Markdown or text; a file or a folder)')
    .option('--images <folder>', 'data set in its published layout')
    .addOption(
      new Option('--budget <time>', 'about how long the whole run may take: 90s, 20m, 2h')
        .argParser(duration)
        .default(1200, '20m'),
    )
    .option(
      '--no-supplement',
      'use no card of the embedded textbook for what yours does not describe',
    )
    .option(...allowNonHumanOption);
  const settled = ['textbook', 'images', 'budget', 'supplement', 'allowNonHuman'];
  addRunOptions(run, 'run', settled).action(async (options: FilesOptions) => {
    const { textbook, images, supplement, allowNonHuman, seed, device, budget, out } = options;
    if (options.resume) return perform('run', out, null);
    if (textbook === undefined || images === undefined) {
      throw new UsageError('a new run needs --textbook and --images.', {
        mend: 'Give both, or go on with an earlier run by --resume.',
      });
    }
    await checkInputs(textbook, images);
    const source = { kind: 'files', textbook, images, supplement, allowNonHuman } as const;
    return perform('run', out, { ...filesConfig(source, budget), seed, device });
  });
}

/** The options that all runs share. What fixes a result, `settled` too, cannot be changed on resume. */
function addRunOptions(command: Command, name: string, settled: readonly string[]): Command {
  return command
    .option('--out <folder>', `where the run is kept (default: the next free runs/${name}-N)`)
    .option('--seed <number>', 'fixes everything random', integer, 1)
    .addOption(deviceOption('cpu'))
    .addOption(
      new Option('--resume', 'go on with the run in the folder, as it was started').conflicts([
        'seed',
        'device',
        ...settled,
      ]),
    );
}

/**
 * Finds what is wrong with the inputs before the run has a folder, which would keep them as they were given.
 * Throws NotFoundError or InvalidInputError.
 */
async function checkInputs(textbook: string, images: string): Promise<void> {
  await access(textbook).catch((cause: unknown) => {
    const mend = 'Check the path of the textbook.';
    throw new NotFoundError('there is no such file or folder.', { source: textbook, mend, cause });
  });
  await detectDataset(images);
}

/** Runs the pipeline: a new run with a configuration, else the one in the folder. Ctrl-C leaves a checkpoint. */
async function perform(
  name: string,
  out: string | undefined,
  config: NewRunConfig | null,
): Promise<void> {
  const folders = await runFolders(name);
  const path = out ?? (config ? folders.next : folders.newest);
  const directory = config ? await createRunDirectory(path, config) : await openRunDirectory(path);
  const where = out ? ` --out '${out}'` : '';
  await runShown(
    `What is done is kept in ${path}; go on with --resume${where}.`,
    async (control) => {
      const record = createTensorBoardListener(directory.file('tensorboard'));
      const listen: RunListener = (event) => {
        record(event);
        control.listen(event);
      };
      const outcome = await runPipeline({ directory, signal: control.signal, listen });
      return () => printOutcome(directory, outcome);
    },
  );
}
