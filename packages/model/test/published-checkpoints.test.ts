import { describe, expect, it } from 'vitest';
import { familyOf } from '../src/families/known-families.ts';

/**
 * Sizes of published checkpoints, with the number of their tensors and weights: as Transformers makes them of
 * the published `config.json`.
 */
interface Published {
  readonly name: string;
  readonly text: readonly [
    hidden: number,
    inner: number,
    layers: number,
    heads: number,
    keyValueHeads: number,
    vocabulary: number,
  ];
  readonly tied: boolean;
  readonly type: string;
  readonly vision: Readonly<Record<string, unknown>>;
  readonly tensors: number;
  readonly weights: number;
}

const vision25 = (hidden: number, inner: number) => ({
  depth: 32,
  hidden_size: 1280,
  intermediate_size: inner,
  num_heads: 16,
  patch_size: 14,
  window_size: 112,
  fullatt_block_indexes: [7, 15, 23, 31],
  out_hidden_size: hidden,
});

const vision2 = (hidden: number) => ({
  depth: 32,
  embed_dim: 1280,
  mlp_ratio: 4,
  num_heads: 16,
  in_chans: 3,
  hidden_size: hidden,
  patch_size: 14,
  spatial_merge_size: 2,
  spatial_patch_size: 14,
  temporal_patch_size: 2,
});

const vision3 = (out: number, depth: number, hidden: number, inner: number, deep: number[]) => ({
  depth,
  hidden_size: hidden,
  intermediate_size: inner,
  num_heads: 16,
  hidden_act: 'gelu_pytorch_tanh',
  in_channels: 3,
  patch_size: 16,
  num_position_embeddings: 2304,
  deepstack_visual_indexes: deep,
  out_hidden_size: out,
});

const checkpoints: readonly Published[] = [
  {
    name: 'Qwen2-VL-2B-Instruct',
    type: 'qwen2_vl',
    text: [1536, 8960, 28, 12, 2, 151936],
    tied: true,
    vision: vision2(1536),
    tensors: 729,
    weights: 2_208_985_600,
  },
  {
    name: 'Qwen2-VL-7B-Instruct',
    type: 'qwen2_vl',
    text: [3584, 18944, 28, 28, 4, 152064],
    tied: false,
    vision: vision2(3584),
    tensors: 730,
    weights: 8_291_375_616,
  },
  {
    name: 'Qwen3-VL-2B-Instruct',
    type: 'qwen3_vl',
    text: [2048, 6144, 28, 16, 8, 151936],
    tied: true,
    vision: vision3(2048, 24, 1024, 4096, [5, 11, 17]),
    tensors: 625,
    weights: 2_127_532_032,
  },
  {
    name: 'Qwen3-VL-4B-Instruct',
    type: 'qwen3_vl',
    text: [2560, 9728, 36, 32, 8, 151936],
    tied: true,
    vision: vision3(2560, 24, 1024, 4096, [5, 11, 17]),
    tensors: 713,
    weights: 4_437_815_808,
  },
  {
    name: 'Qwen3-VL-8B-Instruct',
    type: 'qwen3_vl',
    text: [4096, 12288, 36, 32, 8, 151936],
    tied: false,
    vision: vision3(4096, 27, 1152, 4304, [8, 16, 24]),
    tensors: 750,
    weights: 8_767_123_696,
  },
  {
    name: 'Qwen2.5-VL-3B-Instruct',
    type: 'qwen2_5_vl',
    text: [2048, 11008, 36, 16, 2, 151936],
    tied: true,
    vision: vision25(2048, 3420),
    tensors: 824,
    weights: 3_754_622_976,
  },
  {
    name: 'Qwen2.5-VL-7B-Instruct',
    type: 'qwen2_5_vl',
    text: [3584, 18944, 28, 28, 4, 152064],
    tied: false,
    vision: vision25(3584, 3420),
    tensors: 729,
    weights: 8_292_166_656,
  },
  {
    name: 'Qwen2.5-VL-32B-Instruct',
    type: 'qwen2_5_vl',
    text: [5120, 27648, 64, 40, 8, 152064],
    tied: false,
    vision: vision25(5120, 3456),
    tensors: 1161,
    weights: 33_452_718_336,
  },
  {
    name: 'Qwen2.5-VL-72B-Instruct',
    type: 'qwen2_5_vl',
    text: [8192, 29568, 80, 64, 8, 152064],
    tied: false,
    vision: vision25(8192, 3456),
    tensors: 1353,
    weights: 73_410_777_344,
  },
];

/** `config.json` as Transformers 4 writes it (flat, but for Qwen3-VL) and as 5 does (nested). */
function configs({ type, text, tied, vision }: Published): Record<string, unknown>[] {
  const [hidden, inner, layers, heads, keyValueHeads, vocabulary] = text;
  const language = {
    hidden_act: 'silu',
    hidden_size: hidden,
    intermediate_size: inner,
    num_hidden_layers: layers,
    num_attention_heads: heads,
    num_key_value_heads: keyValueHeads,
    vocab_size: vocabulary,
    rms_norm_eps: 1e-6,
    max_position_embeddings: 128_000,
    max_window_layers: layers,
    use_sliding_window: false,
    sliding_window: 32768,
  };
  const ids = {
    model_type: type,
    tie_word_embeddings: tied,
    image_token_id: 151655,
    video_token_id: 151656,
    vision_start_token_id: 151652,
    vision_end_token_id: 151653,
    vision_config: { model_type: type, ...vision },
  };
  const section = { mrope_section: [16, 24, 24] };
  if (type === 'qwen3_vl') {
    const rope = { rope_type: 'default', mrope_section: [24, 20, 20], mrope_interleaved: true };
    const own = { ...language, head_dim: 128, attention_bias: false, eos_token_id: 151645 };
    return [
      { ...ids, text_config: { ...own, rope_theta: 5_000_000, rope_scaling: rope } },
      { ...ids, text_config: { ...own, rope_parameters: { ...rope, rope_theta: 5_000_000 } } },
    ];
  }
  return [
    {
      ...ids,
      ...language,
      eos_token_id: 151645,
      rope_theta: 1_000_000,
      rope_scaling: { type: 'mrope', ...section },
    },
    {
      ...ids,
      text_config: {
        ...language,
        model_type: `${type}_text`,
        eos_token_id: 151645,
        layer_types: new Array(layers).fill('full_attention'),
        rope_parameters: { rope_type: 'default', rope_theta: 1_000_000, ...section },
      },
    },
  ];
}

describe.each(checkpoints)('$name', (checkpoint) => {
  const family = familyOf(checkpoint.type, 'the test');
  const [flat, nested] = configs(checkpoint).map((json) => family.parseConfig(json, 'config.json'));

  it('is configured alike by Transformers 4 and 5', () => {
    expect(flat).toEqual(nested);
  });

  it('has as many tensors and weights as are published', () => {
    const specs = family.parameters(flat as never);
    expect(specs).toHaveLength(checkpoint.tensors);
    expect(new Set(specs.map(({ name }) => name)).size).toBe(checkpoint.tensors);
    const counts = specs.map(({ shape }) => shape.reduce((product, size) => product * size, 1));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(checkpoint.weights);
  });

  it('has names that each layout maps one to one', () => {
    for (const { name } of family.parameters(flat as never)) {
      for (const stored of family.storedNames(name)) {
        expect(family.publishedName(stored)).toBe(name);
      }
      // PEFT knows it as the newest Transformers does.
      expect(family.storedNames(name).at(-1)).toMatch(
        /^(model\.(language_model|visual)|lm_head)\./,
      );
    }
  });

  it('is written as it was read', () => {
    expect(family.parseConfig(family.formatConfig(flat as never), 'config.json')).toEqual(flat);
  });
});
