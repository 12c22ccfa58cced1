import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { inspectAdapter, inspectModel, mergeAdapterFolder } from '@skinr1/model';
import type { Command } from 'commander';
import { describeAdapter, describeModel } from './model-describe.ts';

/** Adds `model` with its sub-commands: what folders of models and adapters hold, and merging the two. */
export function registerModelCommands(program: Command): void {
  const model = program
    .command('model')
    .description('folders of models and adapters in the layout of Hugging Face');
  model
    .command('inspect <directory>')
    .description(
      'what a folder holds, what is wrong with it, and what it takes to run it; reads headers only',
    )
    .option('--base <directory>', "of an adapter: its model's folder, to see whether they fit")
    .option('--json', 'as JSON')
    .action(inspect);
  model
    .command('merge <base> <adapter> <output>')
    .description('write a model with a PEFT adapter merged in, in the types and files of the base')
    .action(merge);
}

interface InspectCommandOptions {
  readonly base?: string;
  readonly json?: boolean;
}

async function inspect(directory: string, { base, json }: InspectCommandOptions): Promise<void> {
  const print = (text: string) => process.stdout.write(`${text}\n`);
  if (await isAdapter(directory)) {
    const adapter = await inspectAdapter(directory, base ?? null);
    print(json ? JSON.stringify(adapter, null, 2) : describeAdapter(adapter));
    return;
  }
  const model = await inspectModel(directory);
  print(json ? JSON.stringify(model, null, 2) : describeModel(model));
  if (model.problems.length > 0 || model.lacking.length > 0) process.exitCode = 1;
}

/** A folder with an adapter's configuration and no model's. */
async function isAdapter(directory: string): Promise<boolean> {
  const has = (name: string) =>
    stat(join(directory, name)).then(
      () => true,
      () => false,
    );
  return (await has('adapter_config.json')) && !(await has('config.json'));
}

async function merge(base: string, adapter: string, output: string): Promise<void> {
  const isShown = process.stderr.isTTY;
  await mergeAdapterFolder(base, adapter, output, {
    onProgress: ({ done, total }) => {
      if (isShown) process.stderr.write(`\r${done} of ${total} tensors`);
    },
  });
  if (isShown) process.stderr.write('\n');
  process.stdout.write(`${output}: ${base} with ${adapter} merged in.\n`);
}
