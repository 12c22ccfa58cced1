import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  openSafetensors,
  readSafetensors,
  type Tensor,
  tensor,
  writeSafetensors,
} from '@skinr1/autograd';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { loadAdapter } from '../src/folder/adapters.ts';
import { mergeAdapterFolder } from '../src/folder/merge-folder.ts';
import { loadModel } from '../src/folder/pretrained.ts';
import { narrowBrainFloats } from '../src/weights/half.ts';
import { AdapterBench, answer, expectSame } from './support/adapters.ts';

let bench: AdapterBench;
let output: string;
beforeAll(async () => {
  bench = await AdapterBench.create();
  output = `${bench.folder}-merged`;
  await bench.write({ targets: 'all-linear' });
});
afterAll(() => bench.close());
afterEach(() => rm(output, { recursive: true, force: true }));

/** The base in two shards of names that newer Transformers write, in bfloat16. */
async function writeNarrowBase(directory: string): Promise<void> {
  await mkdir(directory);
  const { tensors } = await readSafetensors(join(bench.base, 'model.safetensors'));
  const renamed = Object.entries(tensors).map(([name, { dims, data }]): [string, Tensor] => [
    name.replace(/^model\./, 'model.language_model.').replace(/^visual\./, 'model.visual.'),
    tensor('bfloat16', dims, narrowBrainFloats(data as Float32Array)) as Tensor,
  ]);
  const shards = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'];
  const halves = [renamed.slice(0, 40), renamed.slice(40)];
  const map = halves.flatMap((half, i) => half.map(([name]) => [name, shards[i]!]));
  for (const [i, half] of halves.entries()) {
    await writeSafetensors(join(directory, shards[i]!), Object.fromEntries(half), { format: 'pt' });
  }
  const index = { metadata: { total_size: 1 }, weight_map: Object.fromEntries(map) };
  await writeFile(join(directory, 'model.safetensors.index.json'), JSON.stringify(index));
  for (const name of await readdir(bench.base)) {
    if (!name.endsWith('.json')) continue;
    await writeFile(join(directory, name), await readFile(join(bench.base, name)));
  }
}

describe('mergeAdapterFolder', () => {
  it('writes a model that answers as the base with the adapter beside it', async () => {
    const model = await bench.open();
    await loadAdapter(model, bench.folder);
    const beside = await answer(model);
    await model.release();
    const seen: number[] = [];
    await mergeAdapterFolder(bench.base, bench.folder, output, {
      onProgress: ({ done, total }) => seen.push(done / total),
    });
    expect(seen.at(-1)).toBe(1);
    expect((await readdir(output)).sort()).toEqual((await readdir(bench.base)).sort());
    const merged = await loadModel(output, { engine: bench.engine });
    expectSame(await answer(merged), beside, 1e-4);
    await merged.release();
  });

  it('keeps names, shards and types, and rounds to the nearest', async () => {
    const base = `${bench.folder}-narrow`;
    await writeNarrowBase(base);
    await mergeAdapterFolder(base, bench.folder, output);
    expect((await readdir(output)).sort()).toEqual((await readdir(base)).sort());
    let changed = 0;
    for (const shard of ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors']) {
      const [before, after] = await Promise.all(
        [base, output].map((folder) => openSafetensors(join(folder, shard))),
      );
      expect([...after!.entries.values()]).toEqual([...before!.entries.values()]);
      for (const name of after!.entries.keys()) {
        const [old, now] = [
          await before!.read(name, { asStored: true }),
          await after!.read(name, { asStored: true }),
        ];
        const isSame = `${old.data}` === `${now.data}`;
        expect(isSame, name).toBe(
          !/(proj|qkv|mlp\.[02])\.weight$/.test(name) || name.includes('patch_embed'),
        );
        if (!isSame) changed++;
      }
      await before!.close();
      await after!.close();
    }
    // Two layers of seven, two blocks of five, two of the merger.
    expect(changed).toBe(26);
    await rm(base, { recursive: true });
  });

  it('leaves nothing half-written, and goes on after what a killed process left', async () => {
    await mkdir(`${output}.partial`);
    await writeFile(join(`${output}.partial`, 'model.safetensors'), 'half');
    await expect(mergeAdapterFolder(bench.folder, bench.base, output)).rejects.toThrow(
      /is a PEFT adapter/,
    );
    await expect(mergeAdapterFolder(bench.base, bench.base, output)).rejects.toThrow(
      /is a model, not an adapter/,
    );
    await expect(readdir(output)).rejects.toThrow(/ENOENT/);
    await mergeAdapterFolder(bench.base, bench.folder, output);
    await expect(readdir(`${output}.partial`)).rejects.toThrow(/ENOENT/);
    await expect(mergeAdapterFolder(bench.base, bench.folder, output)).rejects.toThrow(
      /holds files already/,
    );
    // A folder that cannot be made.
    await expect(
      mergeAdapterFolder(bench.base, bench.folder, join(bench.weightsFile, 'below')),
    ).rejects.toThrow(/cannot be written|is no folder/);
  });

  it('names a base that lacks what the adapter stands beside', async () => {
    const base = `${bench.folder}-half`;
    await writeNarrowBase(base);
    const shard = join(base, 'model-00002-of-00002.safetensors');
    const { tensors } = await readSafetensors(shard);
    const [first = '', ...rest] = Object.keys(tensors).filter((name) =>
      name.includes('proj.weight'),
    );
    expect(rest.length).toBeGreaterThan(0);
    const { [first]: _, ...others } = tensors;
    await writeSafetensors(shard, others);
    await expect(mergeAdapterFolder(base, bench.folder, output)).rejects.toThrow(/lacks '.*proj/);
    await writeFile(shard, 'version https://git-lfs.github.com/spec/v1\nsize 5\n');
    await expect(mergeAdapterFolder(base, bench.folder, output)).rejects.toThrow(/Git LFS pointer/);
    await expect(readdir(output)).rejects.toThrow(/ENOENT/);
    await rm(base, { recursive: true });
  });
});
