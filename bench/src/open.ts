import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createEngine } from '@skinr1/autograd';
import { loadModel, type WeightPrecision } from '@skinr1/model';
import { compareDecoding } from './compare-decoding.ts';
import { makeRandomFolder, type StoredAs, shapes } from './random-folder.ts';

/**
 * Memory and time of opening a folder of random weights of real shapes.
 *
 *     bench open make DIR 2b|3b|7b-2|7b-4|7b float32|float16|bfloat16|int8|int4    writes the folder
 *     bench open DIR [mapped|stored|float32|int8|int4] [WIDTHxHEIGHT] [once]  opens it and answers about an image of so many pixels, once with one token
 *     bench open decode DIR OTHER_DIR [ROUNDS]    time a token of both in turns, and of the first with an adapter of rank 64; and a prompt
 */
export async function run([first = '', second = '', ...rest]: string[]): Promise<void> {
  if (first === 'decode') return compareDecoding(second, rest[0] ?? second, Number(rest[1] ?? 5));
  if (first !== 'make') {
    const [width = 280, height = width] = (rest[0] ?? '280x280').split('x').map(Number);
    const asked = { width, height, isOnce: rest[1] === 'once' };
    return openFolder(first, (second || 'mapped') as WeightPrecision, asked);
  }
  const [like = '7b-4', storedAs = 'bfloat16'] = rest;
  const shape = shapes[like];
  if (!shape)
    throw new Error(`There is no '${like}'. There are: ${Object.keys(shapes).join(', ')}`);
  await makeRandomFolder(second, shape, storedAs as StoredAs);
}

const mebibyte = 2 ** 20;

/** The image that is asked about, and whether for one token alone. */
interface Asked {
  readonly width: number;
  readonly height: number;
  readonly isOnce: boolean;
}

async function openFolder(
  folder: string,
  precision: WeightPrecision,
  { width, height, isOnce }: Asked,
): Promise<void> {
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
  const data = new Uint8Array(width * height * 3);
  const image = { kind: 'pixels', width, height, data } as const;
  const ask = (maxTokens: number) =>
    model.generate([{ text: 'What is it?', images: [image] }], { maxTokens, temperature: 0 });
  start = performance.now();
  const peak = watchMemory();
  await ask(1);
  console.log(`  most at any second: ${peak()}`);
  await report(`first token after ${seconds(start)} s`, total);
  if (!isOnce) await timeTokens(ask, total);
  await model.release();
  await engine.close();
}

async function timeTokens(ask: (tokens: number) => Promise<unknown>, total: number): Promise<void> {
  await ask(2);
  let start = performance.now();
  await ask(2);
  const two = performance.now() - start;
  start = performance.now();
  await ask(6);
  const more = (performance.now() - start - two) / 4000;
  await report(`${more.toFixed(3)} s a token`, total);
}

/** Drops what memory holds of files, so that they come from the disk. */
function forget(paths: readonly string[]): void {
  for (const path of paths) {
    execFileSync('dd', [`if=${path}`, 'iflag=nocache', 'count=0', 'status=none']);
  }
}

function seconds(start: number): string {
  return ((performance.now() - start) / 1000).toFixed(1);
}

/** Looks at the process's memory each second, until what it returns is called and says the most that was seen. */
function watchMemory(): () => string {
  const most = { Anonymous: 0, Pss: 0 };
  const timer = setInterval(() => {
    const text = readFileSync('/proc/self/smaps_rollup', 'utf8');
    for (const field of ['Anonymous', 'Pss'] as const) {
      most[field] = Math.max(most[field], kibibytes(text, field));
    }
  }, 1000);
  return () => {
    clearInterval(timer);
    const told = Object.entries(most).map(
      ([name, size]) => `${name} ${(size / 1024).toFixed(0)} MiB`,
    );
    return told.join(', ');
  };
}

function kibibytes(text: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0);
}

/** What the process holds, and as a share of the files. Pages of a file mapped twice count once. */
async function report(what: string, total: number): Promise<void> {
  const text = `${await readFile('/proc/self/smaps_rollup', 'utf8')}${await readFile('/proc/self/status', 'utf8')}`;
  const figure = (field: string) => {
    const size = kibibytes(text, field);
    const share = total > 0 ? ` (${((size * 1024) / total).toFixed(2)})` : '';
    return `${field} ${(size / 1024).toFixed(0)} MiB${share}`;
  };
  console.log(`  ${what}: ${['Anonymous', 'Pss', 'Rss', 'VmHWM'].map(figure).join(', ')}`);
}
