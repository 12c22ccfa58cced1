import { describe, expect, it } from 'vitest';
import { familyOf } from '../src/families/known-families.ts';
import { parseGenerationConfig } from '../src/folder/generation-config.ts';

/**
 * Files as people have them: what a fine-tune was saved as leaves out all fields that are Transformers' defaults, in
 * one release those of the tower too. What it reads out of each was found with its own classes.
 */
const parse = (json: Record<string, unknown>) =>
  familyOf(json.model_type, 'the test').parseConfig(json, 'config.json') as never as {
    text: Record<string, unknown>;
    vision: Record<string, unknown>;
    [field: string]: unknown;
  };

const language7b = {
  hidden_size: 3584,
  intermediate_size: 18_944,
  num_hidden_layers: 28,
  num_attention_heads: 28,
};

describe('a saved config.json', () => {
  it('of Qwen2.5-VL-7B by Transformers 4.49 has the default tower', () => {
    const { text, vision, ...rest } = parse({
      model_type: 'qwen2_5_vl',
      ...language7b,
      num_key_value_heads: 4,
      bos_token_id: 151_643,
      eos_token_id: 151_645,
      max_position_embeddings: 128_000,
      max_window_layers: 28,
      rms_norm_eps: 1e-6,
      rope_scaling: { mrope_section: [16, 24, 24], rope_type: 'default', type: 'default' },
      rope_theta: 1e6,
      sliding_window: 32_768,
      use_sliding_window: false,
      torch_dtype: 'bfloat16',
      image_token_id: 151_655,
      video_token_id: 151_656,
      vision_config: {
        hidden_size: 1280,
        in_chans: 3,
        model_type: 'qwen2_5_vl',
        spatial_patch_size: 14,
        tokens_per_second: 2,
        torch_dtype: 'bfloat16',
      },
    });
    expect(vision).toMatchObject({
      hiddenSize: 1280,
      intermediateSize: 3420,
      layerCount: 32,
      headCount: 16,
      patchSize: 14,
      windowSize: 112,
      fullAttentionBlocks: [7, 15, 23, 31],
    });
    expect(text).toMatchObject({ vocabularySize: 152_064, keyValueHeadCount: 4, headSize: 128 });
    expect(rest).toMatchObject({ visionStartTokenId: 151_652, visionEndTokenId: 151_653 });
  });

  it('of Qwen2-VL-7B likewise', () => {
    const { text, vision } = parse({
      model_type: 'qwen2_vl',
      ...language7b,
      num_key_value_heads: 4,
      rms_norm_eps: 1e-6,
      rope_scaling: { mrope_section: [16, 24, 24], rope_type: 'default', type: 'default' },
      vision_config: { in_chans: 3, model_type: 'qwen2_vl', spatial_patch_size: 14 },
    });
    expect(vision).toMatchObject({ hiddenSize: 1280, intermediateSize: 5120, layerCount: 32 });
    expect(text).toMatchObject({ vocabularySize: 152_064, maxPositions: 32_768, ropeTheta: 1e6 });
  });

  it('of Qwen3-VL-8B with sizes beside those that are the defaults', () => {
    const { text, vision } = parse({
      model_type: 'qwen3_vl',
      text_config: { intermediate_size: 12_288, num_hidden_layers: 36, num_key_value_heads: 8 },
      vision_config: { out_hidden_size: 4096 },
    });
    expect(text).toMatchObject({
      hiddenSize: 4096,
      headCount: 32,
      headSize: 128,
      vocabularySize: 151_936,
      ropeTheta: 500_000,
    });
    expect(vision).toMatchObject({
      hiddenSize: 1152,
      intermediateSize: 4304,
      layerCount: 27,
      positionSide: 48,
      deepstackBlocks: [8, 16, 24],
    });
  });

  it('tells heads that are left out from heads that are said to be none', () => {
    const heads = (more: Record<string, unknown>) =>
      parse({
        model_type: 'qwen2_vl',
        ...language7b,
        num_attention_heads: 56,
        ...more,
        vision_config: {},
      }).text.keyValueHeadCount;
    expect(heads({})).toBe(8);
    expect(heads({ num_key_value_heads: null })).toBe(56);
  });
});

describe('a published generation_config.json', () => {
  it.each([
    [
      'of Qwen2.5-VL-7B and fine-tunes of it',
      { do_sample: true, repetition_penalty: 1.05, temperature: 0.1, top_k: 1, top_p: 0.001 },
      { repetitionPenalty: 1.05, temperature: 0.1, topK: 1, topP: 0.001 },
    ],
    [
      'of Qwen3-VL',
      { do_sample: true, top_k: 20, top_p: 0.8, temperature: 0.7, repetition_penalty: 1.0 },
      { topK: 20, topP: 0.8, temperature: 0.7, repetitionPenalty: 1 },
    ],
    ['of Qwen2.5-VL-3B', { do_sample: true, temperature: 1e-6 }, { temperature: 1e-6, topK: 50 }],
  ])('%s says how answers are drawn', (_, fields, defaults) => {
    const ids = { bos_token_id: 151_643, pad_token_id: 151_643, eos_token_id: [151_645, 151_643] };
    const read = parseGenerationConfig(
      { ...ids, ...fields, transformers_version: '4.57.0' },
      152_064,
    );
    expect(read.defaults).toEqual(defaults);
    expect(read.endTokenIds).toEqual([151_645, 151_643]);
  });
});
