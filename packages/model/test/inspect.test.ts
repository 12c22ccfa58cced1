import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSafetensors, type Tensor, tensor, writeSafetensors } from '@skinr1/autograd';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { convertModel } from '../src/folder/convert-folder.ts';
import { inspectAdapter } from '../src/folder/inspect-adapter.ts';
import { inspectModel } from '../src/folder/inspect-model.ts';
import { readArchitecture } from '../src/folder/read-architecture.ts';
import { openWeightFiles } from '../src/folder/weight-files.ts';
import { AdapterBench } from './support/adapters.ts';
import { published7B, published7BNames } from './support/published-7b.ts';

let bench: AdapterBench;
let folder: string;
beforeAll(async () => {
  bench = await AdapterBench.create();
});
afterAll(() => bench.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skinr1-inspect-'));
});
afterEach(() => rm(folder, { recursive: true }));

const writeJson = (name: string, value: unknown) =>
  writeFile(join(folder, name), JSON.stringify(value));

/** The published 7B model as a configuration and an index, without its files. */
async function writeNamesOnly(names: readonly string[], total: number): Promise<void> {
  await writeJson('config.json', published7B);
  const weightMap = names.map((name, i) => [
    name,
    `model-0000${1 + Math.floor((5 * i) / names.length)}-of-00005.safetensors`,
  ]);
  await writeJson('model.safetensors.index.json', {
    metadata: { total_size: total },
    weight_map: Object.fromEntries(weightMap),
  });
}

describe('a folder of names alone', () => {
  it.each<[string, (name: string) => string]>([
    ['as published', (name) => name],
    [
      'of Transformers 5',
      (name) =>
        name.replace(/^model\./, 'model.language_model.').replace(/^visual\./, 'model.visual.'),
    ],
  ])('maps every tensor of the 7B model, named %s', async (_, rename) => {
    const names = published7BNames().map(rename);
    expect(names.length).toBe(729);
    await writeNamesOnly(names, 16_584_333_312);
    const model = await inspectModel(folder);
    expect(model).toMatchObject({
      family: 'Qwen2.5-VL',
      mapped: 729,
      lacking: [],
      leftOut: [],
      byType: {},
      stored: { dtype: 'bfloat16', from: 'size' },
    });
    // The index counts two bytes a number.
    expect(2 * model.parameters.all).toBe(16_584_333_312);
    expect(model.shards.map(({ bytes }) => bytes)).toEqual([null, null, null, null, null]);
    expect(model.problems.length).toBe(5);
    expect(model.problems[0]).toMatch(/model-00001-of-00005.safetensors: is not here/);
    const need = (precision: string) => model.memory.find((each) => each.precision === precision)!;
    expect(need('float32').weights).toBe(4 * model.parameters.all);
    expect(need('float32').constants).toBe(0);
    expect(need('int4').weights).toBeLessThan(0.36 * need('stored').weights + 1.3e9);
    expect(need('int4')).toMatchObject({ constants: 0, obstacle: null });
    expect(need('mapped').least).toBe(need('stored').weights);
    expect(need('int4').weights).toBeLessThan(need('int8').weights);
    expect(need('stored').obstacle).toMatch(/2 GiB/);
  });

  it('says what is left out and what lacks', async () => {
    const names = published7BNames().filter((name) => !name.includes('layers.27.mlp'));
    await writeNamesOnly([...names, 'model.layers.27.mlp.gate_proj.qweight'], 1e9);
    const model = await inspectModel(folder);
    expect(model.leftOut).toEqual(['model.layers.27.mlp.gate_proj.qweight']);
    expect(model.lacking).toEqual(
      ['gate', 'up', 'down'].map((part) => `model.layers.27.mlp.${part}_proj.weight`),
    );
  });
});

describe('a folder with its files', () => {
  const copyConfig = async () =>
    writeFile(join(folder, 'config.json'), await readFile(join(bench.base, 'config.json')));

  it('counts types and reads headers only', async () => {
    const model = await inspectModel(bench.base);
    expect(model).toMatchObject({ lacking: [], leftOut: [], problems: [] });
    expect(model.stored).toEqual({ dtype: 'float32', from: 'files' });
    expect(model.byType.float32!.bytes).toBe(4 * model.parameters.all);
    // Whatever the numbers are: zeros in their place change nothing.
    await copyConfig();
    const bytes = await readFile(join(bench.base, 'model.safetensors'));
    const header = 8 + Number(bytes.readBigUInt64LE(0));
    await writeFile(join(folder, 'model.safetensors'), bytes.fill(0, header));
    const { shards, ...zeros } = await inspectModel(folder);
    expect(model).toMatchObject(zeros);
    expect(shards).toEqual(model.shards);
  });

  it('knows what was quantized, and what that takes', async () => {
    const output = join(folder, 'int4');
    await convertModel(bench.base, output, { precision: 'int4' });
    const model = await inspectModel(output);
    // Seven matrices in each of two layers; three tensors each.
    expect(model).toMatchObject({
      lacking: [],
      leftOut: [],
      problems: [],
      quantized: { int4: 14 },
    });
    const whole = await inspectModel(bench.base);
    expect(whole.quantized).toEqual({});
    expect(model.mapped).toBe(whole.mapped + 2 * 14);
    expect(model.stored).toEqual({ dtype: 'float32', from: 'files' });
    const need = (precision: string, { memory } = model) =>
      memory.find((each) => each.precision === precision)?.weights;
    expect(need('mapped')).toBe(need('int4', whole));
    expect(need('float32')).toBe(need('float32', whole));
    const { tensors } = await readSafetensors(join(output, 'model.safetensors'));
    const { 'model.layers.0.mlp.up_proj.weight.scales': _, ...rest } = tensors;
    await writeSafetensors(join(output, 'model.safetensors'), rest);
    expect((await inspectModel(output)).problems).toEqual([
      expect.stringMatching(/up_proj\.weight\.scales: lacks, while other parts .* Convert/),
    ]);
  });

  it('says of a tensor that the index leaves out that it is here, and is read', async () => {
    await copyConfig();
    const { tensors } = await readSafetensors(join(bench.base, 'model.safetensors'));
    const extra = tensor('float32', [1], new Float32Array(1)) as Tensor;
    await writeSafetensors(join(folder, 'a.safetensors'), { ...tensors, extra });
    const [first, second, ...others] = Object.keys(tensors) as [string, string, ...string[]];
    const weightMap = Object.fromEntries(
      [second, ...others].map((name) => [name, 'a.safetensors']),
    );
    const index = 'model.safetensors.index.json';
    await writeJson(index, { weight_map: weightMap });
    const model = await inspectModel(folder);
    expect(model).toMatchObject({ lacking: [], leftOut: ['extra'], mapped: 2 + others.length });
    expect([...model.problems].reverse()).toEqual([
      expect.stringContaining(
        `a.safetensors, ${first}: the index does not name it. It is read here`,
      ),
      expect.stringMatching(/extra: the index does not name it, nor has the model such a weight/),
    ]);
    expect(model.problems[1]).toContain('add it to weight_map');
    // As it says: the weights open.
    const files = await openWeightFiles(folder, await readArchitecture(folder));
    expect(files.weights.has(first)).toBe(true);
    await files.close();
    // What the index puts into a file where it is not lacks, and opening refuses it.
    const { [second]: gone, ...rest } = tensors;
    await writeSafetensors(join(folder, 'a.safetensors'), rest);
    await writeJson(index, { weight_map: { ...weightMap, [first]: 'a.safetensors' } });
    const broken = await inspectModel(folder);
    expect(gone).toBeDefined();
    expect(broken.lacking).toEqual([second]);
    expect(broken.problems).toEqual([
      expect.stringMatching(
        /the index puts it here, but it is not\. Fetch this file and the index/,
      ),
    ]);
  });

  it('lists all that is wrong at once', async () => {
    await copyConfig();
    const { tensors } = await readSafetensors(join(bench.base, 'model.safetensors'));
    const names = Object.keys(tensors);
    const part = (from: number, to: number) =>
      Object.fromEntries(names.slice(from, to).map((name) => [name, tensors[name]!]));
    const weightMap = names.map((name, i) => [name, `${['a', 'b', 'c', 'd'][i % 4]}.safetensors`]);
    await writeJson('model.safetensors.index.json', { weight_map: Object.fromEntries(weightMap) });
    const wide: Record<string, Tensor> = {
      [names[1]!]: tensor('float32', [3], new Float32Array(3)) as Tensor,
    };
    await writeSafetensors(join(folder, 'a.safetensors'), { ...part(0, 1), ...wide });
    await writeFile(
      join(folder, 'b.safetensors'),
      'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 123\n',
    );
    await writeSafetensors(join(folder, 'c.safetensors'), part(2, 3));
    const half = await readFile(join(folder, 'c.safetensors'));
    await writeFile(join(folder, 'c.safetensors'), half.subarray(0, half.length - 1));
    const { problems } = await inspectModel(folder);
    for (const pattern of [
      /a\.safetensors.*the index puts it in b\.safetensors/,
      /b\.safetensors: is a Git LFS pointer.*123 bytes.*git lfs pull/,
      /c\.safetensors.*truncated/,
      /d\.safetensors: is not here/,
      /a\.safetensors.*has shape \[3\]/,
    ]) {
      expect(problems.filter((problem) => pattern.test(problem)).length, `${pattern}`).toBe(1);
    }
  });

  it('refuses what is no model of a known family', async () => {
    await writeJson('config.json', { model_type: 'llava' });
    await expect(inspectModel(folder)).rejects.toThrow(/llava.*Qwen2.5-VL/);
    await bench.write();
    await expect(inspectModel(bench.folder)).rejects.toThrow(/PEFT adapter of tiny\/base/);
    await expect(inspectAdapter(bench.base)).rejects.toThrow(/is a model, not an adapter/);
  });
});

describe('an adapter', () => {
  it('is told by its header, and fits its base or does not', async () => {
    await bench.write({ targets: 'all-linear' });
    const alone = await inspectAdapter(bench.folder);
    expect(alone).toMatchObject({ base: 'tiny/base', rank: 2, alpha: 4, targets: null });
    expect(alone.bytes).toBe(4 * alone.parameters);
    expect((await inspectAdapter(bench.folder, bench.base)).targets?.length).toBe(
      alone.targetModules.length,
    );
    await writeJson('config.json', published7B);
    await expect(inspectAdapter(bench.folder, folder)).rejects.toThrow(
      /visual\.blocks\.0.*asks for \[2, 1280\].*another model.*tiny\/base/,
    );
  });
});
