import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createEngine } from '@skinr1/autograd';
import { alignColumns } from '@skinr1/eval';
import { pythonVenv } from '../../tools/python-venv.ts';
import { type Measured, startPeer } from './peers/peer.ts';
import { makeModel, type Work, works } from './peers/works.ts';

const root = join(import.meta.dirname, '../..');

/**
 * The same weights, inputs and threads in ours and in PyTorch with Transformers, in turns within one run, so that
 * another program's load falls on both. Each is asked once before it is timed. The peer's Python is set up from
 * PyPI, or is the one given:
 *
 *     bench peers [--python PATH] [--threads 2] [--rounds 5] [--only WORDS]
 */
export async function run(options: string[]): Promise<void> {
  const { values } = parseArgs({
    args: options,
    options: {
      python: { type: 'string' },
      threads: { type: 'string', default: '2' },
      rounds: { type: 'string', default: '5' },
      only: { type: 'string', default: '' },
    },
  });
  const [threads, rounds] = [Number(values.threads), Number(values.rounds)];
  const wanted = readFileSync(join(root, 'tools/peers/requirements.txt'), 'utf8');
  const packages = wanted.split('\n').filter((line) => line !== '');
  const python = values.python ?? pythonVenv(join(root, 'runs/peers-venv'), packages);
  const rows = [['work', 'model', 'ours', 'Transformers', 'faster', '(least–most)', 'memory']];
  for (const work of works) {
    if (!`${work.title} ${work.model}`.includes(values.only)) continue;
    rows.push(await compare(work, { python, threads, rounds }));
    console.log(
      alignColumns([rows[0]!, rows.at(-1)!])
        .split('\n')
        .at(-1),
    );
  }
  console.log(alignColumns(rows));
  console.log(`${threads} threads; tokens a second, medians of ${rounds} pairs`);
}

interface How {
  readonly python: string;
  readonly threads: number;
  readonly rounds: number;
}

async function compare(work: Work, { python, threads, rounds }: How): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'peers-'));
  const engine = await createEngine({ threads });
  const model = await makeModel(engine, work.model, join(folder, 'model'));
  const { ours, asked, release, peer: script } = await work.prepare({ model, folder });
  const peer = startPeer(python, script ?? 'transformers_peer.py', threads);
  try {
    if (!script) await peer.ask({ work: 'open', folder: join(folder, 'model') });
    const pairs = await takeTurns(ours, () => peer.ask(asked), rounds);
    await release?.();
    return describe(work, pairs);
  } finally {
    peer.close();
    await model.release();
    await engine.close();
    await rm(folder, { recursive: true, force: true });
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

function describe({ title, model }: Work, pairs: readonly Pair[]): string[] {
  const rate = ({ count, seconds }: Measured) => count / seconds;
  const ratios = pairs.map(([our, their]) => rate(our) / rate(their)).sort((a, b) => a - b);
  const middle = (of: readonly number[]) => [...of].sort((a, b) => a - b)[of.length >> 1]!;
  const memory = pairs[0]!.map(({ peak_mib }) => `${peak_mib.toFixed(0)} MiB`).join(' / ');
  return [
    ...[title, model],
    middle(pairs.map(([our]) => rate(our))).toFixed(0),
    middle(pairs.map(([, their]) => rate(their))).toFixed(0),
    `${middle(ratios).toFixed(2)} ×`,
    `(${ratios[0]!.toFixed(2)}–${ratios.at(-1)!.toFixed(2)})`,
    memory,
  ];
}
