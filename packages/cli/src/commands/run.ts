import { UsageError } from '@skinr1/core';
import {
  createRunDirectory,
  demoConfig,
  filesConfig,
  openRunDirectory,
  type RunConfig,
  runFolders,
  runPipeline,
  writeReport,
} from '@skinr1/pipeline';
import { type Command, InvalidArgumentError } from 'commander';
import { printOutcome } from '../terminal/print-outcome.ts';
import { barProgress } from '../terminal/progress.ts';

interface RunOptions {
  readonly out?: string;
  readonly resume?: boolean;
  readonly seed: number;
}

interface FilesOptions extends RunOptions {
  readonly textbook?: string;
  readonly images?: string;
  readonly supplement: boolean;
  readonly budget: number;
}

/** Adds `demo` and `run`. */
export function registerRunCommands(program: Command): void {
  program
    .command('demo')
    .description('train, evaluate and report on the embedded textbook and drawn lesions')
    .option('--out <folder>', 'where the run is kept (default: the next free runs/demo-N)')
    .option('--resume', 'go on with the run in the folder')
    .option('--seed <number>', 'fixes everything random', wholeNumber, 1)
    .action((options: RunOptions) =>
      perform(options, 'demo', options.resume ? null : { ...demoConfig(), seed: options.seed }),
    );
  program
    .command('run')
    .description('the same on a textbook and an image data set of yours')
    .option('--textbook <file>', 'textbook (HTML, Markdown or text)')
    .option('--images <folder>', 'data set in its published layout')
    .option('--out <folder>', 'where the run is kept (default: the next free runs/run-N)')
    .option(
      '--budget <time>',
      'about how long the whole run may take: 90s, 20m, 2h',
      duration,
      1200,
    )
    .option(
      '--no-supplement',
      'use no card of the embedded textbook for what yours does not describe',
    )
    .option('--resume', 'go on with the run in the folder')
    .option('--seed <number>', 'fixes everything random', wholeNumber, 1)
    .action((options: FilesOptions) => {
      const { textbook, images, supplement, seed, budget } = options;
      if (options.resume) return perform(options, 'run', null);
      if (textbook === undefined || images === undefined) {
        throw new UsageError('a new run needs --textbook and --images.', {
          mend: 'Give both, or go on with an earlier run by --resume.',
        });
      }
      const source = { kind: 'files', textbook, images, supplement } as const;
      return perform(options, 'run', { ...filesConfig(source, budget), seed });
    });
}

/** Runs the pipeline: a new run with a configuration, else the one in the folder. Ctrl-C leaves a checkpoint. */
async function perform({ out }: RunOptions, name: string, config: RunConfig | null): Promise<void> {
  const folders = await runFolders(name);
  const path = out ?? (config ? folders.next : folders.newest);
  const directory = config ? await createRunDirectory(path, config) : await openRunDirectory(path);
  const abort = new AbortController();
  const stop = (): void => {
    process.stderr.write(
      '\nStopping after the step at hand; press Ctrl-C again to stop at once.\n',
    );
    abort.abort();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    const outcome = await runPipeline(directory, abort.signal, barProgress);
    await writeReport(directory, outcome);
    await printOutcome(directory, outcome);
  } catch (error) {
    if (!abort.signal.aborted) throw error;
    process.stderr.write(
      `Stopped. What is done is kept in ${path}; go on with --resume${out ? ` --out ${out}` : ''}.\n`,
    );
    process.exitCode = 130;
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError('Give a whole number.');
}

/** Seconds from `90s`, `20m` or `2h`. */
function duration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(s|m|h)$/.exec(text);
  const unit = { s: 1, m: 60, h: 3600 }[match?.[2] ?? ''];
  const seconds = Number(match?.[1]) * (unit ?? Number.NaN);
  if (seconds >= 60) return seconds;
  throw new InvalidArgumentError('Give a time of at least a minute, like 20m or 2h.');
}
