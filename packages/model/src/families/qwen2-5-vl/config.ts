import * as z from 'zod';
import {
  checkOutputWidth,
  parseQwenConfig,
  qwen2TextDefaults,
  readVisionSizes,
  visionFields,
} from '../qwen-vl/config.ts';
import type { Qwen25VlConfig } from './config-types.ts';

const visionSchema = z.object({
  ...visionFields,
  depth: visionFields.depth.default(32),
  hidden_size: visionFields.hidden_size.default(3584),
  intermediate_size: z.int().min(1).max(1_000_000).default(3420),
  patch_size: z.int().min(1).max(1024).default(14),
  window_size: z.int().min(1).max(1_000_000).default(112),
  out_hidden_size: z.int().min(1).default(3584),
  fullatt_block_indexes: z.array(z.int().min(0)).default([7, 15, 23, 31]),
  hidden_act: z.literal('silu').default('silu'),
});

/**
 * Reads a Hugging Face `config.json` of Qwen2.5-VL: the flat layout of the published checkpoints and
 * the nested one with `text_config`.
 *
 * @param json the parsed file
 * @param source what to name in errors, usually the file's path
 * @throws InvalidInputError naming the field and the mend
 */
export function parseModelConfig(json: unknown, source = 'config.json'): Qwen25VlConfig {
  const { config, vision, fail } = parseQwenConfig(json, source, {
    modelType: 'qwen2_5_vl',
    title: 'Qwen2.5-VL',
    text: qwen2TextDefaults,
    headSize: null,
    interleaved: false,
    vision: visionSchema,
  });
  checkOutputWidth('vision_config.out_hidden_size', vision.out_hidden_size, config.text, fail);
  const widths = { hiddenSize: vision.hidden_size, intermediateSize: vision.intermediate_size };
  const sizes = readVisionSizes(vision, widths, 'vision_config.hidden_size', fail);
  if (vision.window_size < vision.patch_size * vision.spatial_merge_size) {
    fail(
      'vision_config.window_size',
      `is ${vision.window_size}, smaller than one merged patch.`,
      `Use at least ${vision.patch_size * vision.spatial_merge_size}.`,
    );
  }
  return {
    ...config,
    modelType: 'qwen2_5_vl',
    vision: {
      ...sizes,
      windowSize: vision.window_size,
      fullAttentionBlocks: vision.fullatt_block_indexes,
    },
  };
}
