import { InvalidInputError } from '@skinr1/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseModelConfig } from '../src/families/qwen2-5-vl/config.ts';
import { formatModelConfig } from '../src/families/qwen2-5-vl/config-format.ts';
import { createModelConfig } from '../src/families/qwen2-5-vl/model-sizes.ts';
import { published7B as published } from './support/published-7b.ts';
import { tinyTokenizer } from './support/tiny.ts';

/** As the card of Qwen2.5-VL-7B-Instruct gives it for long texts. */
const yarn = {
  type: 'yarn',
  mrope_section: [16, 24, 24],
  factor: 4,
  original_max_position_embeddings: 32768,
};

describe('parseModelConfig', () => {
  it('reads the published layout', () => {
    const { text, vision, ...rest } = parseModelConfig(published);
    expect(text).toMatchObject({
      headSize: 128,
      keyValueHeadCount: 4,
      layerCount: 28,
      mropeSection: [16, 24, 24],
      ropeTheta: 1e6,
    });
    expect(vision).toMatchObject({
      headSize: 80,
      windowSize: 112,
      fullAttentionBlocks: [7, 15, 23, 31],
    });
    expect(rest).toMatchObject({
      imageTokenId: 151655,
      endTokenIds: [151645],
      tieWordEmbeddings: false,
    });
  });

  it('reads the layout with text_config and rope_parameters as the same model', () => {
    const {
      vision_config,
      model_type,
      image_token_id,
      vision_start_token_id,
      vision_end_token_id,
    } = published;
    const { rope_scaling, rope_theta, ...text } = published;
    const nested = {
      model_type,
      image_token_id,
      vision_start_token_id,
      vision_end_token_id,
      vision_config,
      text_config: {
        ...text,
        model_type: 'qwen2_5_vl_text',
        rope_parameters: {
          rope_type: 'default',
          rope_theta,
          mrope_section: rope_scaling.mrope_section,
        },
      },
    };
    expect(parseModelConfig(nested)).toEqual(parseModelConfig(published));
  });

  it('gives [16, 24, 24] of 64 frequencies where the file names no section', () => {
    const { rope_scaling: _, ...without } = published;
    expect(parseModelConfig(without).text.mropeSection).toEqual([16, 24, 24]);
  });

  it.each([
    [{ num_attention_heads: 27 }, /num_attention_heads.*does not divide/],
    [{ num_key_value_heads: 3 }, /num_key_value_heads.*does not divide/],
    [{ hidden_size: -1 }, /hidden_size/],
    [{ hidden_size: 1e12 }, /hidden_size/],
    [{ vocab_size: 1000 }, /image_token_id.*151655.*1000/],
    [{ rope_scaling: { type: 'mrope', mrope_section: [16, 24, 23] } }, /mrope_section.*63/],
    [{ rope_scaling: { type: 'yarn' } }, /rope_scaling\.factor.*yarn/],
    [{ rope_scaling: { type: 'yarn', factor: 4 } }, /original_max_position_embeddings: lacks/],
    [{ rope_scaling: { ...yarn, mscale: 0.7 } }, /rope_scaling\.mscale/],
    [{ rope_scaling: { type: 'linear', factor: 4 } }, /rope_scaling\.type: is "linear"/],
    [{ model_type: 'llama' }, /model_type/],
    [{ hidden_act: 'gelu' }, /hidden_act/],
    [{ use_sliding_window: true }, /use_sliding_window/],
    [
      { vision_config: { ...published.vision_config, out_hidden_size: 3585 } },
      /out_hidden_size.*3585/,
    ],
    [{ vision_config: { ...published.vision_config, num_heads: 7 } }, /num_heads/],
    [{ vision_config: { ...published.vision_config, window_size: 20 } }, /window_size.*20/],
    [{ vision_config: undefined }, /vision_config/],
  ])('refuses %o, naming file and field', (change, message) => {
    const parse = () => parseModelConfig({ ...published, ...change }, 'some/config.json');
    expect(parse).toThrow(InvalidInputError);
    expect(parse).toThrow(message);
    expect(parse).toThrow(/^some\/config\.json/);
  });

  it('throws nothing but InvalidInputError, whatever it reads', () => {
    const value = fc.oneof(fc.jsonValue(), fc.integer(), fc.constant({}));
    const key = fc.constantFrom(...Object.keys(published), 'text_config');
    fc.assert(
      fc.property(key, value, fc.boolean(), (name, replacement, inVision) => {
        const broken = inVision
          ? { ...published, vision_config: { ...published.vision_config, [name]: replacement } }
          : { ...published, [name]: replacement };
        try {
          parseModelConfig(broken);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInputError);
        }
      }),
      { numRuns: 500 },
    );
    for (const junk of [null, 3, 'x', []])
      expect(() => parseModelConfig(junk)).toThrow(InvalidInputError);
  });

  it.each([published, { ...published, rope_scaling: yarn }])(
    'survives writing and reading',
    (file) => {
      const config = parseModelConfig(file);
      expect(parseModelConfig(JSON.parse(JSON.stringify(formatModelConfig(config))))).toEqual(
        config,
      );
      // 0.1 ln 4 + 1, as the paper has it, where the file does not say.
      const factor = file === published ? undefined : 1.1386294361119891;
      expect(config.text.yarn?.attentionFactor).toBe(factor);
    },
  );
});

describe('createModelConfig', () => {
  it('takes vocabulary and special ids from the tokenizer', () => {
    const tokenizer = tinyTokenizer();
    const block = { hiddenSize: 64, intermediateSize: 32, layerCount: 3, headCount: 2 };
    const config = createModelConfig({ text: block, vision: block }, tokenizer);
    expect(config.text.vocabularySize).toBe(tokenizer.vocabularySize);
    expect(config.imageTokenId).toBe(tokenizer.idOf('<|image_pad|>'));
    expect(config.endTokenIds).toContain(tokenizer.idOf('<|im_end|>'));
    expect(config.vision.fullAttentionBlocks).toEqual([2]);
  });
});
