import { type Tensor, tensor, writeSafetensors } from '@skinr1/autograd';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAdapterConfig } from '../src/folder/adapter-config.ts';
import { loadAdapter } from '../src/folder/adapters.ts';
import { loadModel } from '../src/folder/pretrained.ts';
import { chooseModules } from '../src/folder/target-modules.ts';
import { mergeAdapter } from '../src/weights/adapter.ts';
import { AdapterBench, answer } from './support/adapters.ts';
import { readFixture } from './support/parity.ts';

/** What `tools/parity/adapter_targets.py` wrote. */
interface TargetsFixture {
  readonly names: readonly string[];
  readonly cases: readonly {
    readonly config: Readonly<Record<string, unknown>>;
    readonly chosen: readonly (readonly [index: number, rank: number, alpha: number])[];
  }[];
}

let bench: AdapterBench;
beforeAll(async () => {
  bench = await AdapterBench.create();
});
afterAll(() => bench.close());

describe('target_modules', () => {
  const attention = ['q_proj', 'k_proj'].map((name) => `self_attn.${name}`);
  const names = [
    ...[0, 1].flatMap((i) =>
      [...attention, 'mlp.gate_proj'].map((part) => `model.language_model.layers.${i}.${part}`),
    ),
    ...[0, 1].map((i) => `model.visual.blocks.${i}.mlp.gate_proj`),
    'model.visual.patch_embed.proj',
    'lm_head',
  ];
  const others = ['model.visual.patch_embed.proj', 'lm_head'];
  const candidates = names.map((name) => ({ name, isInnerLinear: !others.includes(name) }));
  const layer = (i: number) => `model.language_model.layers.${i}`;
  const query = [0, 1].map((i) => `${layer(i)}.self_attn.q_proj`);
  const key = [0, 1].map((i) => `${layer(i)}.self_attn.k_proj`);
  const gate = [0, 1].map((i) => `${layer(i)}.mlp.gate_proj`);
  const tower = [0, 1].map((i) => `model.visual.blocks.${i}.mlp.gate_proj`);

  it.each<[string, Record<string, unknown>, (string | undefined)[]]>([
    ['last parts', { target_modules: ['q_proj', 'mlp.gate_proj'] }, [...query, ...gate, ...tower]],
    ['no part of a part', { target_modules: ['proj'] }, ['model.visual.patch_embed.proj']],
    ['a whole name', { target_modules: [query[1]] }, [query[1]]],
    ['a top name', { target_modules: ['lm_head'] }, ['lm_head']],
    [
      'a pattern',
      { target_modules: String.raw`^(?!.*visual).*\.(?:q_proj|gate_proj)$` },
      [...query, ...gate],
    ],
    ['a pattern of whole names', { target_modules: 'q_proj' }, []],
    [
      'a named group',
      { target_modules: String.raw`.*layers\.(?P<at>1)\..*` },
      [query[1], key[1], gate[1]],
    ],
    ['all-linear', { target_modules: 'all-linear' }, [...query, ...key, ...gate, ...tower]],
    [
      'All-Linear without some',
      { target_modules: 'All-Linear', exclude_modules: '.*(visual|mlp).*' },
      [...query, ...key],
    ],
    [
      'a list without some',
      { target_modules: ['q_proj', 'k_proj'], exclude_modules: ['0.self_attn.k_proj'] },
      [...query, key[1]],
    ],
    [
      'some layers',
      { target_modules: ['q_proj', 'gate_proj'], layers_to_transform: [1] },
      [query[1], gate[1], tower[1]],
    ],
    ['no layers named', { target_modules: ['q_proj'], layers_to_transform: [] }, query],
    [
      'a layer of some',
      { target_modules: ['gate_proj'], layers_to_transform: 0, layers_pattern: 'layers' },
      [gate[0]],
    ],
    [
      'layers of the tower',
      { target_modules: ['gate_proj'], layers_to_transform: [1], layers_pattern: ['blocks'] },
      [tower[1]],
    ],
    [
      'layers of a pattern in vain',
      { target_modules: 'all-linear', layers_to_transform: [1] },
      [...query, ...key, ...gate, ...tower],
    ],
  ])('choose as PEFT does: %s', (_, fields, expected) => {
    const config = parseAdapterConfig({ peft_type: 'LORA', r: 8, ...fields }, 'config');
    const chosen = [...chooseModules(config, candidates, 'config').keys()];
    expect(chosen.sort()).toEqual([...expected].sort());
  });

  it('choose, with ranks and alphas, what PEFT chooses for drawn configurations', () => {
    const fixture = readFixture<TargetsFixture>('adapter-targets.json');
    const all = fixture.names.map((name) => ({ name, isInnerLinear: true }));
    for (const { config: fields, chosen } of fixture.cases) {
      const config = parseAdapterConfig({ peft_type: 'LORA', ...fields }, 'config');
      const expected = chosen.map(([i, rank, alpha]) => [fixture.names[i], { rank, alpha }]);
      const actual = chooseModules(config, all, 'config');
      expect(Object.fromEntries(actual), JSON.stringify(fields)).toEqual(
        Object.fromEntries(expected),
      );
    }
    expect(fixture.cases.length).toBe(80);
  });

  it('have the rank and alpha of the first pattern that fits their last parts', () => {
    const config = parseAdapterConfig(
      {
        ...{ peft_type: 'LORA', r: 8, lora_alpha: 16, target_modules: ['q_proj', 'k_proj'] },
        rank_pattern: { 'layers.1.self_attn.(q|k)_proj': 4, k_proj: 2, roj: 1 },
        alpha_pattern: { '^model.language_model.layers.0.self_attn.q_proj': 5 },
      },
      'config',
    );
    expect(Object.fromEntries(chooseModules(config, candidates, 'config'))).toEqual({
      [query[0]!]: { rank: 8, alpha: 5 },
      [key[0]!]: { rank: 2, alpha: 16 },
      [query[1]!]: { rank: 4, alpha: 16 },
      [key[1]!]: { rank: 4, alpha: 16 },
    });
  });
});

describe('fields of adapter_config.json', () => {
  it.each<[string, unknown, RegExp]>([
    ['use_dora', true, /use_dora.*DoRA/],
    ['modules_to_save', ['lm_head'], /modules_to_save.*whole modules.*merge_and_unload/],
    ['bias', 'all', /bias.*"all"/],
    ['lora_bias', true, /lora_bias/],
    ['init_lora_weights', 'pissa_niter_16', /init_lora_weights.*pissa_niter_16.*base weights/],
    ['layer_replication', [[0, 1]], /layer_replication/],
    ['trainable_token_indices', [3], /trainable_token_indices/],
    ['target_parameters', ['experts.weight'], /target_parameters/],
    ['task_type', 'SEQ_CLS', /task_type.*SEQ_CLS/],
    ['peft_type', 'IA3', /peft_type.*IA3/],
    ['sparkle', { level: 1 }, /sparkle.*not known/],
    ['r', 0, /, r: /],
    ['lora_dropout', 'much', /lora_dropout/],
    ['target_modules', null, /target_modules/],
    ['target_modules', String.raw`.*q_proj\Z`, /target_modules.*no regular expression/],
    ['target_modules', '((((.*)*)*)*)*x', /target_modules.*takes too long/],
    ['rank_pattern', { '((((.*)*)*)*)*x': 3 }, /rank_pattern.*takes too long/],
    ['target_modules', ['q_proj', 'embed_tokens'], /target_modules.*output head too/],
    ['r', 3, /rank 3 beside .* asks for \[3, 32\]/],
    ['target_modules', ['q_proj', 'k_proj', 'qkv'], /lacks 4 of the 12 tensors/],
  ])('refuse the field %s = %j by name', async (field, value, message) => {
    await bench.write();
    await bench.changeConfig({ [field]: value });
    expect(await bench.refusal()).toMatch(message);
  });

  it('take fields that change nothing, and numbers of any type', async () => {
    await bench.write();
    await bench.changeConfig({
      ...{ fan_in_fan_out: true, init_lora_weights: 'gaussian', task_type: null, revision: 'main' },
      ...{
        eva_config: { rho: 2 },
        runtime_config: { ephemeral_gpu_offload: false },
        sparkle: null,
      },
    });
    const file = bench.weightsFile;
    const tensors = await bench.tensors();
    // 1.5, 0 and such are exact in bfloat16: the upper half of their bits.
    const half = (value: Tensor): Tensor => {
      const numbers = Float32Array.from(value.data as Float32Array, (x) => Math.round(x * 8) / 8);
      const bits = Uint16Array.from(new Uint32Array(numbers.buffer), (word) => word >>> 16);
      return tensor('bfloat16', value.dims, bits) as Tensor;
    };
    await writeSafetensors(
      file,
      Object.fromEntries(Object.entries(tensors).map(([name, value]) => [name, half(value)])),
    );
    const model = await loadModel(bench.base, { engine: bench.engine, precision: 'int8' });
    await loadAdapter(model, bench.folder);
    expect((await answer(model)).sampling.adapter).toBe('default');
    await expect(mergeAdapter(model)).rejects.toThrow(/is quantized/);
    await model.release();
  });
});
