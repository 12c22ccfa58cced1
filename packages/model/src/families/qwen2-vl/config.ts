import * as z from 'zod';
import {
  checkOutputWidth,
  parseQwenConfig,
  qwen2TextDefaults,
  readVisionSizes,
  visionFields,
} from '../qwen-vl/config.ts';
import { formatFlatConfig } from '../qwen-vl/config-format.ts';
import type { Qwen2VlConfig } from './config-types.ts';

/** Here `embed_dim` is the tower's width and `hidden_size` that of its output. */
const visionSchema = z.object({
  ...visionFields,
  depth: visionFields.depth.default(32),
  hidden_size: visionFields.hidden_size.default(3584),
  embed_dim: z.int().min(1).max(1_000_000).default(1280),
  mlp_ratio: z.number().positive().max(1000).default(4),
  patch_size: z.int().min(1).max(1024).default(14),
  hidden_act: z.literal('quick_gelu').default('quick_gelu'),
});

/**
 * Reads a Hugging Face `config.json` of Qwen2-VL, flat or with `text_config`.
 *
 * @throws InvalidInputError naming the field and the mend
 */
export function parseModelConfig(json: unknown, source: string): Qwen2VlConfig {
  const { config, vision, fail } = parseQwenConfig(json, source, {
    modelType: 'qwen2_vl',
    title: 'Qwen2-VL',
    text: qwen2TextDefaults,
    headSize: null,
    interleaved: false,
    vision: visionSchema,
  });
  checkOutputWidth('vision_config.hidden_size', vision.hidden_size, config.text, fail);
  const hiddenSize = vision.embed_dim;
  const intermediateSize = Math.floor(hiddenSize * vision.mlp_ratio);
  const widths = { hiddenSize, intermediateSize };
  return {
    ...config,
    modelType: 'qwen2_vl',
    vision: readVisionSizes(vision, widths, 'vision_config.embed_dim', fail),
  };
}

/** The `config.json` of a model. */
export function formatModelConfig(config: Qwen2VlConfig): Record<string, unknown> {
  const { text, vision } = config;
  return formatFlatConfig(config, 'Qwen2VLForConditionalGeneration', {
    hidden_act: 'quick_gelu',
    embed_dim: vision.hiddenSize,
    hidden_size: text.hiddenSize,
    mlp_ratio: vision.intermediateSize / vision.hiddenSize,
    in_chans: vision.channelCount,
    spatial_patch_size: vision.patchSize,
  });
}
