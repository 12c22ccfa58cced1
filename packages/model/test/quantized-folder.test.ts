import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  createEngine,
  type Engine,
  openSafetensors,
  readSafetensors,
  type Tensor,
  tensor,
  writeSafetensors,
} from '@skinr1/autograd';
import { InvalidInputError, ResourceError, UsageError } from '@skinr1/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { convertModel } from '../src/folder/convert-folder.ts';
import { loadModel } from '../src/folder/pretrained.ts';
import type { Model } from '../src/model.ts';
import { plainImage } from '../src/testing/index.ts';
import { narrowBrainFloats } from '../src/weights/half.ts';
import { dequantize, quantize } from '../src/weights/quantize.ts';
import { tinyModel } from './support/tiny.ts';

let engine: Engine;
let root: string;
const at = (name: string) => join(root, name);
beforeAll(async () => {
  engine = await createEngine({ threads: 1 });
});
afterAll(() => engine.close());
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'skinr1-quantized-'));
  const model = await tinyModel(engine);
  await model.save(at('base'));
  await model.release();
});
afterEach(() => rm(root, { recursive: true }));

const gate = 'model.layers.0.mlp.gate_proj.weight';
const weightsOf = (folder: string) => join(at(folder), 'model.safetensors');
const cached = () => readdir(join(at('base'), '.skinr1'));
const open = (folder: string, options = {}) => loadModel(at(folder), { engine, ...options });

/** Greedy tokens and their log-probabilities. */
async function answer(model: Model): Promise<number[][]> {
  const question = { text: 'Which diagnosis fits?', images: [plainImage(200, 30, 30)] };
  const [[first] = []] = await model.generate([question], { maxTokens: 6, temperature: 0 });
  await model.release();
  return [[...(first?.tokenIds ?? [])], [...(first?.logProbs ?? [])]];
}

/** Changes tensors of a folder's only file. */
async function rewrite(change: (tensors: Record<string, Tensor>) => void, folder = 'base') {
  const { tensors } = await readSafetensors(weightsOf(folder));
  const changed = { ...tensors };
  change(changed);
  await writeSafetensors(weightsOf(folder), changed);
}

/** The folder in bfloat16, in two shards of newer names. */
async function narrowInShards(): Promise<void> {
  const { tensors } = await readSafetensors(weightsOf('base'));
  const renamed = Object.entries(tensors).map(([name, { dims, data }]): [string, Tensor] => [
    name.replace(/^model\./, 'model.language_model.').replace(/^visual\./, 'model.visual.'),
    tensor('bfloat16', dims, narrowBrainFloats(data as Float32Array)) as Tensor,
  ]);
  const halves = [renamed.slice(0, 20), renamed.slice(20)];
  const map: [string, string][] = [];
  for (const [i, half] of halves.entries()) {
    await writeSafetensors(join(at('base'), `${i}.safetensors`), Object.fromEntries(half));
    for (const [name] of half) map.push([name, `${i}.safetensors`]);
  }
  await rm(weightsOf('base'));
  const index = { weight_map: Object.fromEntries(map) };
  await writeFile(join(at('base'), 'model.safetensors.index.json'), JSON.stringify(index));
}

describe.each(['int4', 'int8'] as const)('a model in %s', (precision) => {
  const bits = precision === 'int4' ? 4 : 8;

  it('is rounded once, kept beside the source, and answers as the converted folder', async () => {
    const first = await answer(await open('base', { precision }));
    const [name = '', ...others] = await cached();
    expect(name).toMatch(new RegExp(`^${precision}-[0-9a-f]{16}\\.safetensors$`));
    expect(others).toEqual([]);
    const { mtimeMs } = await stat(join(at('base'), '.skinr1', name));
    expect(await answer(await open('base', { precision }))).toEqual(first);
    expect((await stat(join(at('base'), '.skinr1', name))).mtimeMs).toBe(mtimeMs);
    const seen: number[] = [];
    await convertModel(at('base'), at('converted'), {
      precision,
      onProgress: ({ done, total }) => seen.push(done / total),
    });
    expect(seen.at(-1)).toBe(1);
    expect(await answer(await open('converted'))).toEqual(first);
  });

  it('stands for the numbers of its blocks, the rest untouched', async () => {
    await convertModel(at('base'), at('converted'), { precision });
    const { tensors } = await readSafetensors(weightsOf('base'));
    const { dims, data } = tensors[gate] as Tensor;
    const rounded = dequantize(quantize(data as Float32Array, dims[0]!, dims[1]!, bits));
    const model = await open('converted', { precision: 'float32' });
    const part = model.weights.handles[gate]!;
    expect((await engine.download(part)).data).toEqual(rounded);
    await model.release();
    const file = await openSafetensors(weightsOf('converted'));
    const names = [...file.entries.keys()];
    for (const [name, { dims: kept, data: numbers }] of Object.entries(tensors)) {
      if (/model\.layers.*proj\.weight$/.test(name)) {
        expect(names).toContain(`${name}.values`);
        continue;
      }
      expect(await file.read(name)).toMatchObject({ dims: kept, data: numbers });
    }
    await file.close();
  });
});

it('comes from shards of bfloat16 under newer names as from one file', async () => {
  await narrowInShards();
  const beside = await answer(await open('base', { precision: 'int4' }));
  await convertModel(at('base'), at('converted'), { precision: 'int4' });
  expect((await readdir(at('converted'))).sort()).toEqual(
    (await readdir(at('base'))).filter((name) => name !== '.skinr1').sort(),
  );
  expect(await answer(await open('converted'))).toEqual(beside);
});

it('keeps and rounds single matrices as it is told', async () => {
  const layers = ({ name }: { name: string }) => {
    if (name === gate) return 'kept';
    return name === 'model.embed_tokens.weight' ? 'int8' : undefined;
  };
  await convertModel(at('base'), at('converted'), { precision: 'int4', layers });
  const file = await openSafetensors(weightsOf('converted'));
  expect(file.entries.get(gate)?.dtype).toBe('float32');
  expect(file.entries.get('model.embed_tokens.weight.values')?.dims).toEqual([314, 1, 32]);
  await file.close();
  const converted = await answer(await open('converted'));
  expect(await answer(await open('base', { precision: 'int4', layers }))).toEqual(converted);
  expect(await cached()).toEqual([expect.stringMatching(/^int4-int8-/)]);
  const norms = { precision: 'int4', layers: () => 'int4' } as const;
  await expect(open('base', norms)).rejects.toThrow(UsageError);
  await expect(convertModel(at('converted'), at('twice'), { precision: 'int4' })).rejects.toThrow(
    /quantized already/,
  );
});

it('is rounded anew, and the old file removed, when the source changed', async () => {
  await (await open('base', { precision: 'int4' })).release();
  const before = await cached();
  await rewrite((tensors) => {
    const { dims } = tensors[gate] as Tensor;
    tensors[gate] = tensor('float32', dims, new Float32Array(dims[0]! * dims[1]!).fill(0.5));
  });
  await (await open('base', { precision: 'int4' })).release();
  const after = await cached();
  expect(after).toHaveLength(1);
  expect(after).not.toEqual(before);
});

it('names what cannot be rounded, and leaves nothing behind', async () => {
  await rewrite((tensors) => {
    const { dims, data } = tensors[gate] as Tensor;
    tensors[gate] = tensor(
      'float32',
      dims,
      Float32Array.from(data as Float32Array).fill(NaN, 7, 8),
    );
  });
  const problem = /gate_proj\.weight: number 7 is NaN/;
  await expect(open('base', { precision: 'int4' })).rejects.toThrow(problem);
  expect(await cached()).toEqual([]);
  await expect(convertModel(at('base'), at('out'), { precision: 'int4' })).rejects.toThrow(problem);
  expect(await readdir(root)).toEqual(['base']);
  await writeFile(at('file'), '');
  const elsewhere = { precision: 'int4', cacheDirectory: join(at('file'), 'x') };
  await expect(open('base', elsewhere)).rejects.toThrow(ResourceError);
});

it('refuses what another library rounded, and parts that do not fit', async () => {
  const path = join(at('base'), 'config.json');
  const json = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ ...json, quantization_config: { quant_method: 'awq' } }));
  await expect(open('base')).rejects.toThrow(/quantized by "awq"[\s\S]*precision 'int4'/);
  await writeFile(path, JSON.stringify(json));
  await convertModel(at('base'), at('converted'), { precision: 'int4' });
  await rewrite((tensors) => {
    delete tensors[`${gate}.scales`];
  }, 'converted');
  await expect(open('converted')).rejects.toThrow(InvalidInputError);
  await expect(open('converted')).rejects.toThrow(/gate_proj\.weight\.scales: lacks/);
});

it('that could not be finished, for want of room or because its process was ended, is made anew', async () => {
  const run = (limits: string, ...options: string[]) => {
    const script = fileURLToPath(new URL('./support/round-model.ts', import.meta.url));
    const command = `${limits}; exec "$0" --conditions=@skinr1/source --import tsx "$@"`;
    const words = ['-c', command, process.execPath, script, at('base'), at('converted')];
    return spawnSync('bash', [...words, ...options], { encoding: 'utf8' });
  };
  const wanted = await answer(await open('base', { precision: 'int4' }));
  await rm(join(at('base'), '.skinr1'), { recursive: true });
  // Files of more than 10 kB cannot be written.
  const full = run("trap '' XFSZ; ulimit -f 10");
  expect(full.stdout).toMatch(
    /ResourceError.*cannot be written[\s\S]*ResourceError.*cannot be written/,
  );
  expect(await cached()).toEqual([]);
  expect(await readdir(root)).toEqual(['base']);
  expect(run('ulimit -c 0', 'beside').signal).toBe('SIGKILL');
  expect(await cached()).toEqual([expect.stringMatching(/\.partial$/)]);
  expect(run('ulimit -c 0', 'folder').signal).toBe('SIGKILL');
  expect(await readdir(root)).toEqual(['base', 'converted.partial']);
  expect(await answer(await open('base', { precision: 'int4' }))).toEqual(wanted);
  expect(await cached()).toEqual([expect.stringMatching(/^int4-[0-9a-f]+\.safetensors$/)]);
  await convertModel(at('base'), at('converted'), { precision: 'int4' });
  expect(await answer(await open('converted'))).toEqual(wanted);
}, 60_000);
