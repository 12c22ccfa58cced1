import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Tensor, tensor, writeSafetensors } from '@skinr1/autograd';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadAdapter, saveAdapter } from '../src/folder/adapters.ts';
import { addAdapter, mergeAdapter, removeAdapter } from '../src/weights/adapter.ts';
import { AdapterBench, answer, expectSame } from './support/adapters.ts';

let bench: AdapterBench;
beforeAll(async () => {
  bench = await AdapterBench.create();
});
afterAll(() => bench.close());

describe('adapters from folders', () => {
  it('are switched per call without a new session, and come off', async () => {
    await bench.write();
    const model = await bench.open();
    const bare = await answer(model);
    await loadAdapter(model, bench.folder, { name: 'first' });
    await bench.fill(2);
    await loadAdapter(model, bench.folder, { name: 'second' });
    const first = await answer(model, 'first');
    bench.loads = 0;
    const second = await answer(model);
    expect(second.sampling.adapter).toBe('second');
    expectSame(await answer(model, 'first'), first, 1e-12);
    expectSame(await answer(model, null), bare, 1e-6);
    expect(bench.loads).toBe(0);
    expect([...first.logProbs]).not.toEqual([...second.logProbs]);
    expect([...first.logProbs]).not.toEqual([...bare.logProbs]);
    await expect(answer(model, 'third')).rejects.toThrow(/'first', 'second'/);
    removeAdapter(model, 'second');
    expectSame(await answer(model), first, 1e-12);
    removeAdapter(model, 'first');
    expectSame(await answer(model), bare, 1e-12);
    await model.release();
  });

  it('of unlike ranks, alphas and targets stand in one session', async () => {
    await bench.write({ targets: 'all-linear', rankStabilized: true });
    const model = await bench.open();
    await loadAdapter(model, bench.folder, { name: 'wide' });
    await addAdapter(model, {
      name: 'fresh',
      rank: 3,
      seed: 2,
      targets: ({ kind }) => kind === 'output' || kind === 'linear',
    });
    const wide = await answer(model, 'wide');
    bench.loads = 0;
    const bare = await answer(model, null);
    expectSame(await answer(model, 'fresh'), bare, 1e-6);
    expectSame(await answer(model, 'wide'), wide, 1e-12);
    expect(bench.loads).toBe(0);
    await model.release();
  });

  it('beside and merged give equal answers, with ranks and alphas by pattern', async () => {
    await bench.write({ targets: 'all-linear' });
    // Another rank for the first layer's query, another alpha for all down projections, √rank below.
    const file = bench.weightsFile;
    const tensors = await bench.tensors();
    const query = 'base_model.model.model.language_model.layers.0.self_attn.q_proj';
    const numbers = (count: number) =>
      Float32Array.from({ length: count }, (_, i) => Math.sin(i) / 4);
    tensors[`${query}.lora_A.weight`] = tensor('float32', [5, 32], numbers(160)) as Tensor;
    tensors[`${query}.lora_B.weight`] = tensor('float32', [32, 5], numbers(160)) as Tensor;
    await writeSafetensors(file, tensors);
    await bench.changeConfig({
      target_modules: 'all-linear',
      rank_pattern: { 'layers.0.self_attn.q_proj': 5 },
      alpha_pattern: { down_proj: 9 },
      use_rslora: true,
    });
    const model = await bench.open();
    await loadAdapter(model, bench.folder);
    const { targets } = model.weights.adapter('default').settings;
    expect(targets['model.layers.0.self_attn.q_proj.weight']).toEqual({ rank: 5, alpha: 4 });
    expect(targets['model.layers.1.mlp.down_proj.weight']).toEqual({ rank: 2, alpha: 9 });
    expect(targets['visual.blocks.0.mlp.down_proj.weight']).toEqual({ rank: 2, alpha: 9 });
    expect(targets['lm_head.weight']).toBeUndefined();
    const beside = await answer(model);
    // What is written says the same, whatever layout it is written for.
    for (const naming of ['current', 'published'] as const) {
      await saveAdapter(model, bench.folder, { naming });
      const again = await bench.open();
      await loadAdapter(again, bench.folder);
      expect(again.weights.adapter('default').settings).toEqual(
        model.weights.adapter('default').settings,
      );
      expectSame(await answer(again), beside, 1e-12);
      await again.release();
    }
    await mergeAdapter(model);
    expect(model.weights.adapterNames).toEqual([]);
    const merged = await answer(model);
    expectSame(merged, beside, 1e-4);
    expect(merged.sampling.adapter).toBeNull();
    await model.release();
  });

  it('name what is wrong with the weights', async () => {
    await bench.write();
    const file = bench.weightsFile;
    const whole = await readFile(file);
    const tensors = await bench.tensors();
    await writeFile(file, whole.subarray(0, whole.length - 100));
    expect(await bench.refusal()).toMatch(/truncated/);
    await writeFile(file, 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n');
    expect(await bench.refusal()).toMatch(/Git LFS pointer/);
    const [first = ''] = Object.keys(tensors);
    const { [first]: _, ...half } = tensors;
    await writeSafetensors(file, half);
    expect(await bench.refusal()).toMatch(/lacks 1 of the 28 tensors.*tiny\/base/);
    const { dims } = tensors[first]!;
    const broken = tensor('float32', dims, new Float32Array(dims[0]! * dims[1]!).fill(Infinity));
    await writeSafetensors(file, { ...tensors, [first]: broken });
    expect(await bench.refusal()).toContain(`${first}: number 0 is Infinity`);
    const name = 'base_model.model.transformer.h.0.attn.lora_A.weight';
    await writeSafetensors(file, { ...tensors, [name]: tensors[first]! });
    expect(await bench.refusal()).toMatch(/transformer\.h\.0.*stands beside nothing.*tiny\/base/);
    const embedding = 'base_model.model.model.embed_tokens.lora_embedding_A';
    await writeSafetensors(file, { ...tensors, [embedding]: tensors[first]! });
    expect(await bench.refusal()).toMatch(/embed_tokens.*stands beside nothing/);
    const wide = Object.entries(tensors).map(([key, { dims }]): [string, Tensor] => [
      key,
      tensor(
        'float32',
        dims.map((size) => 2 * size),
        new Float32Array(4 * dims[0]! * dims[1]!),
      ),
    ]);
    await writeSafetensors(file, Object.fromEntries(wide));
    await bench.changeConfig({ r: 4 });
    expect(await bench.refusal()).toMatch(
      /\[4, 64\].*asks for \[4, 32\].*another model.*tiny\/base/,
    );
    await rm(file);
    await writeFile(join(bench.folder, 'adapter_model.bin'), 'PK\u0003\u0004');
    expect(await bench.refusal()).toMatch(/adapter_model\.bin: is a pickle.*save_pretrained/);
  });
});
