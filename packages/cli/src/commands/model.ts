import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '@skinr1/core';
import {
  convertModel,
  exportTransformersJs,
  inspectAdapter,
  inspectModel,
  type LayerPrecision,
  mergeAdapterFolder,
  type QuantizedPrecision,
} from '@skinr1/model';
import { type Command, Option } from 'commander';
import { describeAdapter, describeModel } from './model-describe.ts';
import { registerModelPull } from './model-pull.ts';

/** Adds `model` with its sub-commands: bringing folders, what they hold, merging an adapter in, and rounding. */
export function registerModelCommands(program: Command): void {
  const model = program
    .command('model')
    .description('folders of models and adapters in the layout of Hugging Face');
  registerModelPull(model);
  model
    .command('inspect <directory>')
    .description(
      'what a folder holds, what is wrong with it, and what it takes to run it; reads headers only unless told otherwise',
    )
    .option('--base <directory>', "of an adapter: its model's folder, to see whether they fit")
    .option('--numbers', 'read all weights and name those with a number that is none')
    .option('--json', 'as JSON')
    .action(inspect);
  model
    .command('merge <base> <adapter> <output>')
    .description('write a model with a PEFT adapter merged in, in the types and files of the base')
    .action(merge);
  model
    .command('convert <model> <output>')
    .description(
      "write a model with its language model's matrices rounded to few bits; norms, embeddings and the vision tower stay",
    )
    .addOption(
      new Option('--precision <precision>', 'what matrices become')
        .choices(['int4', 'int8'])
        .makeOptionMandatory(),
    )
    .option('--keep <names...>', "weights to leave as they are, '*' for any part of a name")
    .option('--int8 <names...>', 'weights to round to 8 bits')
    .option('--int4 <names...>', 'weights to round to 4 bits')
    .action(convert);
  model
    .command('export <model> <output>')
    .description("write a model in another program's layout, with its weights in ONNX files")
    .addOption(
      new Option('--format <format>', 'whose').choices(['transformers.js']).makeOptionMandatory(),
    )
    .addOption(
      new Option('--precision <precision>', "what the language model's matrices become")
        .choices(['float32', 'int8', 'int4'])
        .default('float32'),
    )
    .action(exportModel);
}

interface InspectCommandOptions {
  readonly base?: string;
  readonly numbers?: boolean;
  readonly json?: boolean;
}

async function inspect(
  directory: string,
  { base, numbers = false, json }: InspectCommandOptions,
): Promise<void> {
  const print = (text: string) => process.stdout.write(`${text}\n`);
  if (await isAdapter(directory)) {
    const adapter = await inspectAdapter(directory, base ?? null);
    print(json ? JSON.stringify(adapter, null, 2) : describeAdapter(adapter));
    return;
  }
  if (base !== undefined) {
    throw new UsageError('is no adapter, which alone has a base.', {
      source: directory,
      mend: 'Leave --base out, or give the folder of an adapter.',
    });
  }
  const model = await inspectModel(directory, { numbers });
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
  await mergeAdapterFolder(base, adapter, output, { onProgress: showTensors });
  endProgress();
  process.stdout.write(`${output}: ${base} with ${adapter} merged in.\n`);
}

interface ConvertCommandOptions {
  readonly precision: QuantizedPrecision;
  readonly keep?: readonly string[];
  readonly int8?: readonly string[];
  readonly int4?: readonly string[];
}

async function convert(
  model: string,
  output: string,
  { precision, keep, int8, int4 }: ConvertCommandOptions,
): Promise<void> {
  const chosen = [
    { as: 'kept', patterns: toPatterns(keep) },
    { as: 'int8', patterns: toPatterns(int8) },
    { as: 'int4', patterns: toPatterns(int4) },
  ] as const;
  const used = new Set<string>();
  const layers: LayerPrecision = ({ name }) => {
    for (const { as, patterns } of chosen) {
      const pattern = patterns.find((each) => each.matches(name));
      if (!pattern) continue;
      used.add(pattern.text);
      return as;
    }
    return undefined;
  };
  await convertModel(model, output, { precision, layers, onProgress: showTensors });
  endProgress();
  const unused = [keep, int8, int4]
    .flatMap((texts) => texts ?? [])
    .filter((each) => !used.has(each));
  for (const text of unused) process.stderr.write(`no weight is named '${text}'.\n`);
  process.stdout.write(`${output}: ${model} in ${precision}.\n`);
}

interface ExportCommandOptions {
  readonly precision: 'float32' | QuantizedPrecision;
}

async function exportModel(
  model: string,
  output: string,
  { precision }: ExportCommandOptions,
): Promise<void> {
  await exportTransformersJs(model, output, { precision, onProgress: showTensors });
  endProgress();
  process.stdout.write(`${output}: ${model} for transformers.js, in ${precision}.\n`);
}

/** Names in which `*` stands for any part. */
function toPatterns(texts: readonly string[] = []) {
  return texts.map((text) => ({ text, matches: (name: string) => isLike(name, text.split('*')) }));
}

/** Whether a name consists of these parts in this order, with anything between them. */
function isLike(name: string, [first = '', ...rest]: readonly string[]): boolean {
  if (!name.startsWith(first)) return false;
  if (rest.length === 0) return name === first;
  let at = first.length;
  for (const part of rest.slice(0, -1)) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  const last = rest.at(-1) ?? '';
  return name.length - at >= last.length && name.endsWith(last);
}

function showTensors({ done, total }: { readonly done: number; readonly total: number }): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${total} tensors`);
}

function endProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\n');
}
