import * as z from 'zod';
import {
  checkOutputWidth,
  parseQwenConfig,
  readVisionSizes,
  type TextDefaults,
  visionFields,
} from '../qwen-vl/config.ts';
import {
  formatTextConfig,
  formatTokenIds,
  formatVisionSizes,
  formatYarn,
} from '../qwen-vl/config-format.ts';
import type { Qwen3VlConfig } from './config-types.ts';

const visionSchema = z.object({
  ...visionFields,
  depth: visionFields.depth.default(27),
  hidden_size: visionFields.hidden_size.default(1152),
  intermediate_size: z.int().min(1).max(1_000_000).default(4304),
  patch_size: z.int().min(1).max(1024).default(16),
  out_hidden_size: z.int().min(1).default(3584),
  num_position_embeddings: z.int().min(1).max(10_000_000).default(2304),
  deepstack_visual_indexes: z.array(z.int().min(0)).default([8, 16, 24]),
  hidden_act: z.literal('gelu_pytorch_tanh').default('gelu_pytorch_tanh'),
});

/** What Transformers takes for fields that a file leaves out. */
const textDefaults: TextDefaults = {
  hidden_size: 4096,
  intermediate_size: 22_016,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 32,
  vocab_size: 151_936,
  rms_norm_eps: 1e-6,
  rope_theta: 500_000,
  max_position_embeddings: 128_000,
};

/**
 * Reads a Hugging Face `config.json` of a dense Qwen3-VL.
 *
 * @throws InvalidInputError naming the field and the mend
 */
export function parseModelConfig(json: unknown, source: string): Qwen3VlConfig {
  const { config, vision, fail } = parseQwenConfig(json, source, {
    modelType: 'qwen3_vl',
    title: 'Qwen3-VL',
    text: textDefaults,
    headSize: 128,
    interleaved: true,
    vision: visionSchema,
  });
  checkOutputWidth('vision_config.out_hidden_size', vision.out_hidden_size, config.text, fail);
  const widths = { hiddenSize: vision.hidden_size, intermediateSize: vision.intermediate_size };
  const positionSide = Math.round(Math.sqrt(vision.num_position_embeddings));
  if (positionSide ** 2 !== vision.num_position_embeddings) {
    fail(
      'vision_config.num_position_embeddings',
      `is ${vision.num_position_embeddings}, which is no square.`,
      'The learned positions lie in a square.',
    );
  }
  const deepstackBlocks = vision.deepstack_visual_indexes;
  const most = Math.min(vision.depth, config.text.layerCount);
  const isOrdered = deepstackBlocks.every(
    (block, i) => i === 0 || block > (deepstackBlocks[i - 1] ?? 0),
  );
  if (
    !isOrdered ||
    deepstackBlocks.length > most ||
    (deepstackBlocks.at(-1) ?? 0) >= vision.depth
  ) {
    fail(
      'vision_config.deepstack_visual_indexes',
      `is [${deepstackBlocks}].`,
      `Name at most ${most} of the ${vision.depth} blocks, in rising order.`,
    );
  }
  return {
    ...config,
    modelType: 'qwen3_vl',
    vision: {
      ...readVisionSizes(vision, widths, 'vision_config.hidden_size', fail),
      positionSide,
      deepstackBlocks,
    },
  };
}

/** The `config.json` of a model, as Transformers writes it. */
export function formatModelConfig(config: Qwen3VlConfig): Record<string, unknown> {
  const { text, vision } = config;
  const ids = formatTokenIds(config);
  return {
    architectures: ['Qwen3VLForConditionalGeneration'],
    ...ids,
    tie_word_embeddings: config.tieWordEmbeddings,
    text_config: {
      ...formatTextConfig(config),
      model_type: 'qwen3_vl_text',
      head_dim: text.headSize,
      attention_bias: false,
      rope_scaling: {
        rope_type: 'default',
        rope_theta: text.ropeTheta,
        mrope_section: text.mropeSection,
        mrope_interleaved: true,
        ...formatYarn(text),
      },
      eos_token_id: ids.eos_token_id,
      bos_token_id: null,
      ...(config.padTokenId === null ? {} : { pad_token_id: config.padTokenId }),
    },
    vision_config: {
      model_type: config.modelType,
      ...formatVisionSizes(config),
      hidden_act: 'gelu_pytorch_tanh',
      hidden_size: vision.hiddenSize,
      intermediate_size: vision.intermediateSize,
      out_hidden_size: text.hiddenSize,
      num_position_embeddings: vision.positionSide ** 2,
      deepstack_visual_indexes: vision.deepstackBlocks,
    },
  };
}
