import { UsageError } from '@skinr1/core';
import type { Resolution } from '@skinr1/ontology';
import { type Command, Option } from 'commander';
import { print } from '../terminal/print.ts';
import { type LabelFormat, labelFormats } from './ontology-label-formats.ts';
import { hintAtColumn, readLabels } from './ontology-labels.ts';
import { loadWithOverlay } from './ontology-sources.ts';
import { refuseIdle } from './option-rules.ts';

interface ResolveCommandOptions {
  readonly in?: string;
  readonly column?: string;
  readonly dataset?: string;
  readonly overlay?: string;
  readonly format: string;
  readonly each?: boolean;
  readonly strict?: boolean;
}

/** Adds `resolve`: what the labels of a file mean. */
export function registerResolve(ontology: Command): void {
  ontology
    .command('resolve [labels...]')
    .description(
      'turn labels into conditions; a label that is not sure is refused, with the reason; equal labels are one row with their number',
    )
    .option('--in <file>', 'one label a line, or a table with --column; - for stdin')
    .option('--column <name>', 'the column that holds the labels')
    .option('--dataset <name>', 'read the labels as this data set publishes them')
    .option('--overlay <file>', 'JSON file with additions of your own')
    .addOption(
      new Option('--format <format>', 'output').choices(Object.keys(labelFormats)).default('table'),
    )
    .option('--each', 'a row for every label, as they come, equal ones too')
    .option('--strict', 'end with an error if a label is not resolved')
    .action(resolveLabels);
}

async function resolveLabels(
  given: readonly string[],
  options: ResolveCommandOptions,
  command: Command,
): Promise<void> {
  checkSource(given, options, command);
  const { in: file = '' } = options;
  const ontology = await loadWithOverlay(options.overlay);
  const format = labelFormats[options.format] as LabelFormat;
  const settings = options.dataset === undefined ? {} : { dataset: options.dataset };
  const tally = new Tally();
  const output = new BufferedOutput();
  const counts = new Map<string, number>();
  const say = (text: string): void => void process.stderr.write(`${file}${text}\n`);
  const fromFile = readLabels(file, options.column, (place, reason) => {
    tally.unreadRows++;
    say(`, ${place}: ${reason}`);
  });
  const write = async (label: string, rows: number): Promise<void> => {
    const resolution = ontology.resolve(label, settings);
    tally.add(resolution, rows);
    await output.add(format.row({ resolution, rows }));
  };
  const hint = file !== '' && options.column === undefined ? await hintAtColumn(file) : null;
  if (hint !== null) say(`: ${hint}`);
  await output.add(format.header);
  const { read, failure } = await readAll(given.length > 0 ? given : fromFile, async (label) => {
    if (options.each) await write(label, 1);
    else counts.set(label, (counts.get(label) ?? 0) + 1);
  });
  if (failure !== null && read === 0) throw failure;
  for (const [label, rows] of counts) await write(label, rows);
  if (options.format === 'table') await output.add(`\n${tally.toText()}`);
  else process.stderr.write(tally.toText());
  await output.flush();
  if (failure !== null) throw failure;
  if (read === 0) say(': holds no labels.');
  if (options.strict && (read === 0 || tally.isIncomplete)) process.exitCode = 1;
}

/** Refuses labels beside a file, neither of both, and options that are for a file alone. */
function checkSource(
  given: readonly string[],
  options: ResolveCommandOptions,
  command: Command,
): void {
  if (given.length === 0 && options.in === undefined) {
    throw new UsageError('there is nothing to resolve.', {
      mend: 'Give labels, each in quotes ("melanoma in situ"), or a file of them with --in.',
    });
  }
  if (given.length === 0) return;
  const mend = 'Leave it out, or put the labels into the file.';
  refuseIdle(command, ['in', 'column'], 'does nothing where labels are given.', mend);
}

/** Hands over every label; what ends the reading early is told apart, so that what came before is printed. */
async function readAll(
  labels: AsyncIterable<string> | Iterable<string>,
  take: (label: string) => Promise<void>,
): Promise<{ readonly read: number; readonly failure: unknown }> {
  let read = 0;
  try {
    for await (const label of labels) {
      read++;
      await take(label);
    }
  } catch (failure) {
    return { read, failure };
  }
  return { read, failure: null };
}

/** Text that is printed some 64 kB at a time. */
class BufferedOutput {
  private waiting = '';

  async add(text: string): Promise<void> {
    this.waiting += text;
    if (this.waiting.length > 65_536) await this.flush();
  }

  async flush(): Promise<void> {
    const text = this.waiting;
    this.waiting = '';
    await print(text);
  }
}

interface Count {
  labels: number;
  rows: number;
}

/** How many labels each method resolved, and for which reasons others were not. */
class Tally {
  private readonly methods = new Map<string, Count>();
  private readonly reasons = new Map<string, Count>();
  /** Rows of a table that are none. */
  unreadRows = 0;

  add(resolution: Resolution, rows: number): void {
    if (resolution.status === 'resolved') count(this.methods, resolution.method, rows);
    else count(this.reasons, resolution.reason, rows);
  }

  /** True if some label was not resolved or some row not read. */
  get isIncomplete(): boolean {
    return this.reasons.size > 0 || this.unreadRows > 0;
  }

  /** A line for each method, the commonest first, then one for each reason. */
  toText(): string {
    const line = (title: string, { labels, rows }: Partial<Count>): string =>
      `${title.padEnd(18)} ${String(labels ?? '').padStart(8)} ${String(rows).padStart(8)}\n`;
    const part = (title: string, counts: ReadonlyMap<string, Count>): string => {
      const sorted = [...counts].sort((a, b) => b[1].labels - a[1].labels);
      const total = { labels: 0, rows: 0 };
      for (const [, { labels, rows }] of sorted) {
        total.labels += labels;
        total.rows += rows;
      }
      return line(title, total) + sorted.map(([name, each]) => line(`  ${name}`, each)).join('');
    };
    const head = `${'BY METHOD'.padEnd(18)} ${'LABELS'.padStart(8)} ${'ROWS'.padStart(8)}\n`;
    const unread = this.unreadRows > 0 ? line('not read', { rows: this.unreadRows }) : '';
    return head + part('resolved', this.methods) + part('not resolved', this.reasons) + unread;
  }
}

function count(counts: Map<string, Count>, name: string, rows: number): void {
  const found = counts.get(name) ?? { labels: 0, rows: 0 };
  counts.set(name, { labels: found.labels + 1, rows: found.rows + rows });
}
