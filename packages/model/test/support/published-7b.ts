interface PublishedConfig extends Readonly<Record<string, unknown>> {
  readonly rope_scaling: { readonly type: string; readonly mrope_section: readonly number[] };
  readonly vision_config: Readonly<Record<string, unknown>>;
}

/** The sizes of the published 7B model, in the layout of its config.json. */
export const published7B: PublishedConfig = {
  model_type: 'qwen2_5_vl',
  hidden_size: 3584,
  intermediate_size: 18944,
  num_hidden_layers: 28,
  num_attention_heads: 28,
  num_key_value_heads: 4,
  vocab_size: 152064,
  rms_norm_eps: 1e-6,
  rope_theta: 1000000,
  rope_scaling: { type: 'mrope', mrope_section: [16, 24, 24] },
  image_token_id: 151655,
  vision_start_token_id: 151652,
  vision_end_token_id: 151653,
  eos_token_id: 151645,
  tie_word_embeddings: false,
  vision_config: {
    depth: 32,
    hidden_act: 'silu',
    hidden_size: 1280,
    intermediate_size: 3420,
    num_heads: 16,
    in_chans: 3,
    out_hidden_size: 3584,
    patch_size: 14,
    spatial_merge_size: 2,
    window_size: 112,
    fullatt_block_indexes: [7, 15, 23, 31],
    tokens_per_second: 2,
    temporal_patch_size: 2,
  },
};

const layerTensors = [
  'input_layernorm.weight',
  'post_attention_layernorm.weight',
  ...['q', 'k', 'v'].flatMap((part) => [
    `self_attn.${part}_proj.weight`,
    `self_attn.${part}_proj.bias`,
  ]),
  'self_attn.o_proj.weight',
  ...['gate', 'up', 'down'].map((part) => `mlp.${part}_proj.weight`),
];

const blockTensors = [
  'norm1.weight',
  'norm2.weight',
  ...['attn.qkv', 'attn.proj', 'mlp.gate_proj', 'mlp.up_proj', 'mlp.down_proj'].flatMap((part) => [
    `${part}.weight`,
    `${part}.bias`,
  ]),
];

/** The names of its tensors, as its index lists them. */
export function published7BNames(): string[] {
  const numbered = (count: number, prefix: string, names: readonly string[]) =>
    Array.from({ length: count }, (_, i) => names.map((name) => `${prefix}.${i}.${name}`)).flat();
  return [
    'lm_head.weight',
    'model.embed_tokens.weight',
    'model.norm.weight',
    ...numbered(28, 'model.layers', layerTensors),
    ...numbered(32, 'visual.blocks', blockTensors),
    'visual.patch_embed.proj.weight',
    'visual.merger.ln_q.weight',
    ...['0', '2'].flatMap((part) => [
      `visual.merger.mlp.${part}.weight`,
      `visual.merger.mlp.${part}.bias`,
    ]),
  ];
}
