import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createEngine } from '@skinr1/autograd';
import { alignColumns } from '@skinr1/eval';
import { exportTransformersJs } from '@skinr1/model';
import { pythonVenv } from '../../tools/python-venv.ts';
import { median } from './median.ts';
import { type Measured, startPeer } from './peers/peer.ts';
import { type AskedPeer, makeModel, type Work, works } from './peers/works.ts';

const root = join(import.meta.dirname, '../..');

/**
 * The same weights, inputs and threads in ours and in PyTorch with Transformers or TRL, or in transformers.js, in turns
 * within one run, so that another program's load falls on both. Each is asked once before it is timed. The peers'
 * Python is set up from PyPI, or is the one given:
 *
 *     bench peers [--python PATH] [--threads 2] [--rounds 5] [--only WORDS] [--against transformers.js]
 */
export async function run(options: string[]): Promise<void> {
  const { values } = parseArgs({
    args: options,
    options: {
      python: { type: 'string' },
      threads: { type: 'string', default: '2' },
      rounds: { type: 'string', default: '5' },
      only: { type: 'string', default: '' },
      against: { type: 'string', default: '' },
    },
  });
  const [threads, rounds] = [Number(values.threads), Number(values.rounds)];
  const setting = { python: once(() => values.python ?? preparePython()), threads, rounds };
  const rows = [['work', 'model', 'against', 'ours', 'theirs', 'faster', '(least–most)', 'memory']];
  for (const work of works) {
    if (!`${work.title} ${work.model}`.includes(values.only)) continue;
    for (const row of await compare(work, setting, values.against)) {
      rows.push(row);
      console.log(row.join('  '));
    }
  }
  console.log(alignColumns(rows));
  console.log(`${threads} threads; tokens a second, medians of ${rounds} pairs`);
}

interface Setting {
  /** Made when a peer first needs it. */
  readonly python: () => string;
  readonly threads: number;
  readonly rounds: number;
}

function preparePython(): string {
  const wanted = readFileSync(join(root, 'tools/peers/requirements.txt'), 'utf8');
  const packages = wanted.split('\n').filter((line) => line !== '');
  return pythonVenv(join(root, 'runs/peers-venv'), packages);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** @param against names of peers hold it */
async function compare(work: Work, setting: Setting, against: string): Promise<string[][]> {
  const folder = await mkdtemp(join(tmpdir(), 'peers-'));
  const engine = await createEngine({ threads: setting.threads });
  const model = await makeModel(engine, work.model, join(folder, 'model'));
  const { ours, peers, release } = await work.prepare({ model, folder });
  try {
    const rows: string[][] = [];
    for (const asked of peers.filter(({ name }) => name.includes(against))) {
      const pairs = await withPeer(asked, folder, setting, (theirs) =>
        takeTurns(ours, theirs, setting.rounds),
      );
      rows.push(describe(work, asked, pairs));
    }
    await release?.();
    return rows;
  } finally {
    await model.release();
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Starts a peer, with the model open where it needs that. */
async function withPeer<T>(
  { name, asked }: AskedPeer,
  folder: string,
  { python, threads }: Setting,
  use: (theirs: () => Promise<Measured>) => Promise<T>,
): Promise<T> {
  const source = join(folder, 'model');
  const exported = join(folder, 'exported');
  if (name === 'transformers.js' && !existsSync(exported)) {
    await exportTransformersJs(source, exported);
  }
  const interpreter = name === 'transformers.js' ? '' : python();
  const peer = startPeer(name, { python: interpreter, threads });
  try {
    const opened = { Transformers: source, 'transformers.js': exported, TRL: null }[name];
    if (opened) await peer.ask({ work: 'open', folder: opened });
    return await use(() => peer.ask(asked));
  } finally {
    peer.close();
  }
}

type Pair = readonly [ours: Measured, theirs: Measured];

async function takeTurns(
  ours: () => Promise<Measured>,
  theirs: () => Promise<Measured>,
  rounds: number,
): Promise<Pair[]> {
  const first: Pair = [await ours(), await theirs()];
  const pairs: Pair[] = [];
  for (let round = 0; round < rounds; round++) {
    pairs.push([await ours(), await theirs()]);
  }
  // Memory is taken in the first time around: what is kept for the next is not counted again.
  return pairs.map(([our, their]) => [
    { ...our, peak_mib: Math.max(our.peak_mib, first[0].peak_mib) },
    { ...their, peak_mib: Math.max(their.peak_mib, first[1].peak_mib) },
  ]);
}

function describe(
  { title, model }: Work,
  { name, how }: AskedPeer,
  pairs: readonly Pair[],
): string[] {
  const rate = ({ count, seconds }: Measured) => count / seconds;
  const ratios = pairs.map(([our, their]) => rate(our) / rate(their)).sort((a, b) => a - b);
  const memory = pairs[0]!.map(({ peak_mib }) => `${peak_mib.toFixed(0)} MiB`).join(' / ');
  return [
    ...[title, model, how ? `${name}, ${how}` : name],
    median(pairs.map(([our]) => rate(our))).toFixed(0),
    median(pairs.map(([, their]) => rate(their))).toFixed(0),
    `${median(ratios).toFixed(2)} ×`,
    `(${ratios[0]!.toFixed(2)}–${ratios.at(-1)!.toFixed(2)})`,
    memory,
  ];
}
