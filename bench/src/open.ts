import { execFileSync } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createEngine } from '@skinr1/autograd';
import { addAdapter, loadModel, type Model, type WeightPrecision } from '@skinr1/model';
import { median } from './median.ts';
import { makeRandomFolder, type StoredAs, shapes } from './random-folder.ts';

/**
 * Memory and time of opening a folder of random weights of real shapes.
 *
 *     bench open make DIR 2b|3b|7b-2|7b-4|7b float32|float16|bfloat16|int8|int4    writes the folder
 *     bench open DIR [mapped|stored|float32|int8|int4] [SIDE]                 opens it and answers about an image of so many pixels a side
 *     bench open decode DIR OTHER_DIR     time a token of both in turns, and of the first with an adapter of rank 64
 */
export async function run([first = '', second = '', ...rest]: string[]): Promise<void> {
  if (first === 'decode') return compareDecoding(second, rest[0] ?? second);
  if (first !== 'make') {
    return openFolder(first, (second || 'mapped') as WeightPrecision, Number(rest[0] ?? 280));
  }
  const [like = '7b-4', storedAs = 'bfloat16'] = rest;
  const shape = shapes[like];
  if (!shape)
    throw new Error(`There is no '${like}'. There are: ${Object.keys(shapes).join(', ')}`);
  await makeRandomFolder(second, shape, storedAs as StoredAs);
}

const mebibyte = 2 ** 20;

async function openFolder(folder: string, precision: WeightPrecision, side: number): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.safetensors'));
  const paths = names.map((name) => join(folder, name));
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  console.log(`${precision}: files of ${(total / mebibyte).toFixed(0)} MiB`);
  forget(paths);
  let start = performance.now();
  execFileSync('cat', paths, { stdio: ['ignore', 'ignore', 'inherit'] });
  console.log(`  read by cat in ${seconds(start)} s, from the disk`);
  forget(paths);
  const engine = await createEngine();
  await report('before', 0);
  start = performance.now();
  const model = await loadModel(folder, { engine, precision, maxRows: 1 });
  await report(`opened in ${seconds(start)} s`, total);
  const data = new Uint8Array(side * side * 3);
  const image = { kind: 'pixels', width: side, height: side, data } as const;
  const ask = (maxTokens: number) =>
    model.generate([{ text: 'What is it?', images: [image] }], { maxTokens, temperature: 0 });
  start = performance.now();
  await ask(1);
  await report(`first token after ${seconds(start)} s`, total);
  await ask(2);
  start = performance.now();
  await ask(2);
  const two = performance.now() - start;
  start = performance.now();
  await ask(6);
  const more = (performance.now() - start - two) / 4000;
  await report(`${more.toFixed(3)} s a token`, total);
  await model.release();
  await engine.close();
}

/** Drops what memory holds of files, so that they come from the disk. */
function forget(paths: readonly string[]): void {
  for (const path of paths) {
    execFileSync('dd', [`if=${path}`, 'iflag=nocache', 'count=0', 'status=none']);
  }
}

/** Seconds, and those that processors were busy with it, which other programs change less. */
interface Taken {
  readonly wall: number;
  readonly busy: number;
}

const decodingRounds = 5;
const decodedTokens = 4;

/** Decodes with two folders in turns, so that another program's load falls on both. */
async function compareDecoding(folder: string, otherFolder: string): Promise<void> {
  const engine = await createEngine();
  const options = { engine, precision: 'mapped', maxRows: 1 } as const;
  const model = await loadModel(folder, options);
  const other = await loadModel(otherFolder, options);
  await addAdapter(model, { rank: 64, alpha: 32, targets: 'all-linear', seed: 1 });
  const [adapter] = model.weights.adapterNames;
  const decode = async (of: Model, adapter: string | null): Promise<Taken> => {
    const ask = async (maxTokens: number): Promise<Taken> => {
      const start = performance.now();
      const before = process.cpuUsage();
      await of.generate([{ text: 'What is it?', images: [] }], {
        maxTokens,
        temperature: 0,
        adapter,
      });
      const { user, system } = process.cpuUsage(before);
      return { wall: (performance.now() - start) / 1000, busy: (user + system) / 1e6 };
    };
    const first = await ask(1);
    const all = await ask(1 + decodedTokens);
    return {
      wall: (all.wall - first.wall) / decodedTokens,
      busy: (all.busy - first.busy) / decodedTokens,
    };
  };
  const works = {
    [folder]: () => decode(model, null),
    [`${folder} with an adapter`]: () => decode(model, adapter ?? null),
    [otherFolder]: () => decode(other, null),
  };
  const taken = Object.fromEntries(Object.keys(works).map((name) => [name, [] as Taken[]]));
  for (let round = 0; round <= decodingRounds; round++) {
    for (const [name, work] of Object.entries(works)) {
      const time = await work();
      if (round > 0) taken[name]?.push(time);
    }
  }
  const base = taken[folder] ?? [];
  for (const [name, times] of Object.entries(taken)) {
    const told = (['wall', 'busy'] as const).map((kind) => {
      const ratios = times.map((time, round) => time[kind] / (base[round]?.[kind] ?? 1));
      const seconds = median(times.map((time) => time[kind])).toFixed(3);
      return `${seconds} s${kind === 'busy' ? ' of processor time' : ''}, ${median(ratios).toFixed(2)} × the first`;
    });
    console.log(`${name}: a token ${told.join('; ')}`);
  }
  await model.release();
  await other.release();
  await engine.close();
}

function seconds(start: number): string {
  return ((performance.now() - start) / 1000).toFixed(1);
}

/** What the process holds, and as a share of the files. Pages of a file mapped twice count once. */
async function report(what: string, total: number): Promise<void> {
  const text = `${await readFile('/proc/self/smaps_rollup', 'utf8')}${await readFile('/proc/self/status', 'utf8')}`;
  const figure = (field: string) => {
    const kibibytes = Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0);
    const share = total > 0 ? ` (${((kibibytes * 1024) / total).toFixed(2)})` : '';
    return `${field} ${(kibibytes / 1024).toFixed(0)} MiB${share}`;
  };
  console.log(`  ${what}: ${['Anonymous', 'Pss', 'Rss', 'VmHWM'].map(figure).join(', ')}`);
}
