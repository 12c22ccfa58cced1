import { formatTextConfig, formatTokenIds, formatVisionSizes } from '../qwen-vl/config-format.ts';
import type { Qwen25VlConfig } from './config-types.ts';

/** The `config.json` of a model, in the flat layout that Transformers 4 and 5 both read. */
export function formatModelConfig(config: Qwen25VlConfig): Record<string, unknown> {
  const { text, vision } = config;
  return {
    architectures: ['Qwen2_5_VLForConditionalGeneration'],
    ...formatTokenIds(config),
    ...formatTextConfig(config),
    rope_scaling: { type: 'mrope', mrope_section: text.mropeSection },
    use_sliding_window: false,
    vision_config: {
      model_type: config.modelType,
      ...formatVisionSizes(config),
      hidden_act: 'silu',
      hidden_size: vision.hiddenSize,
      intermediate_size: vision.intermediateSize,
      in_chans: vision.channelCount,
      spatial_patch_size: vision.patchSize,
      window_size: vision.windowSize,
      out_hidden_size: text.hiddenSize,
      fullatt_block_indexes: vision.fullAttentionBlocks,
      tokens_per_second: 2,
    },
  };
}
