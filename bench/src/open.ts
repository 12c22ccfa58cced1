import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createEngine, type DType, type Tensor, tensor, writeSafetensors } from '@skinr1/autograd';
import { createRandom } from '@skinr1/core';
import {
  createModelConfig,
  createTokenizer,
  loadModel,
  type Qwen25VlConfig,
  qwen25Vl,
  trainByteLevelBpe,
  type WeightPrecision,
} from '@skinr1/model';

/** Widths of published models; `-2` and `-4` are the same with so many layers of the language model. */
const likes = {
  '2b': { hidden: 1536, inner: 8960, layers: 28, heads: 12, shared: 2, tied: true },
  '7b-2': { hidden: 3584, inner: 18944, layers: 2, heads: 28, shared: 4, tied: false },
  '7b-4': { hidden: 3584, inner: 18944, layers: 4, heads: 28, shared: 4, tied: false },
  '7b': { hidden: 3584, inner: 18944, layers: 28, heads: 28, shared: 4, tied: false },
} as const;

/** A tensor to be written, made when its turn comes. */
interface Source {
  readonly name: string;
  readonly dtype: DType;
  readonly dims: readonly number[];
  readonly load: () => Tensor;
}

/** Numbers of a narrow type in a shard of about 4 GB. */
const shardNumbers = 2e9;

/**
 * Memory and time of opening a folder of random weights of real shapes.
 *
 *     bench open make DIR 2b|7b-2|7b-4|7b float32|float16|bfloat16     writes the folder
 *     bench open DIR [mapped|stored|float32]                      opens it and answers
 */
export async function run([first = '', second = '', ...rest]: string[]): Promise<void> {
  if (first !== 'make') return openFolder(first, (second || 'mapped') as WeightPrecision);
  const [like = '7b-4', dtype = 'bfloat16'] = rest;
  await makeFolder(second, likes[like as keyof typeof likes], dtype as DType);
}

async function makeFolder(
  folder: string,
  like: (typeof likes)[keyof typeof likes],
  dtype: DType,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const files = trainByteLevelBpe(['What is it? nevus melanoma'], { vocabularySize: 300 });
  const small = createModelConfig(
    {
      text: {
        hiddenSize: like.hidden,
        intermediateSize: like.inner,
        layerCount: like.layers,
        headCount: like.heads,
        keyValueHeadCount: like.shared,
        ropeTheta: 1_000_000,
      },
      vision: {
        hiddenSize: 1280,
        intermediateSize: 3420,
        layerCount: 32,
        headCount: 16,
        fullAttentionBlocks: [7, 15, 23, 31],
      },
      tieWordEmbeddings: like.tied,
    },
    createTokenizer(files),
  );
  const config: Qwen25VlConfig = { ...small, text: { ...small.text, vocabularySize: 152_064 } };
  const json = {
    'config.json': qwen25Vl.formatConfig(config),
    'preprocessor_config.json': qwen25Vl.formatImageProcessor(qwen25Vl.imageDefaults, config),
    'tokenizer.json': files.tokenizer,
    'tokenizer_config.json': files.config,
  };
  for (const [name, value] of Object.entries(json)) {
    await writeFile(join(folder, name), JSON.stringify(value));
  }
  const shards: Source[][] = [];
  let filled = shardNumbers;
  for (const { name, shape, kind } of qwen25Vl.parameters(config)) {
    const count = shape.reduce((product, size) => product * size, 1);
    if (filled + count > shardNumbers) {
      shards.push([]);
      filled = 0;
    }
    filled += count;
    const load = () => numbers(dtype, shape, count, kind === 'norm');
    shards.at(-1)?.push({ name, dtype, dims: shape, load });
  }
  const fileOf = (index: number) => `model-${index + 1}-of-${shards.length}.safetensors`;
  const map = shards.flatMap((sources, i) => sources.map(({ name }) => [name, fileOf(i)] as const));
  await writeFile(
    join(folder, 'model.safetensors.index.json'),
    JSON.stringify({ weight_map: Object.fromEntries(map) }),
  );
  for (const [i, sources] of shards.entries()) {
    await writeSafetensors(join(folder, fileOf(i)), sources);
  }
}

const random = createRandom('weights');
const pattern = Float32Array.from({ length: 65_521 }, () => random.normal() * 0.02);

/** Ones for a norm, else small random numbers that repeat. */
function numbers(dtype: DType, shape: readonly number[], count: number, isNorm: boolean): Tensor {
  const source = isNorm ? Float32Array.of(1) : pattern;
  const piece = dtype === 'float32' ? source : Uint16Array.from(source, bitsOf(dtype));
  const all = dtype === 'float32' ? new Float32Array(count) : new Uint16Array(count);
  for (let at = 0; at < count; at += piece.length) {
    all.set(piece.subarray(0, Math.min(piece.length, count - at)), at);
  }
  return tensor(dtype, shape, all as never);
}

/** Bits of a number between 2^-14 and 2 in a narrow type, cut off; smaller ones become 0. */
function bitsOf(dtype: DType): (value: number) => number {
  const words = new Uint32Array(1);
  const floats = new Float32Array(words.buffer);
  return (value) => {
    floats[0] = value;
    const word = words[0] as number;
    if (dtype === 'bfloat16') return word >>> 16;
    const half = ((word & 0x7fffffff) - 0x38000000) >> 13;
    return half <= 0x400 ? 0 : ((word >>> 16) & 0x8000) | half;
  };
}

const mebibyte = 2 ** 20;

async function openFolder(folder: string, precision: WeightPrecision): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.safetensors'));
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  console.log(`${precision}: files of ${(total / mebibyte).toFixed(0)} MiB`);
  const engine = await createEngine();
  await report('before', 0);
  let start = performance.now();
  const model = await loadModel(folder, { engine, precision, maxRows: 1 });
  await report(`opened in ${seconds(start)} s`, total);
  const image = { kind: 'pixels', width: 280, height: 280, data: new Uint8Array(235_200) } as const;
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
  await report(`${more.toFixed(2)} s a token`, total);
  await model.release();
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
