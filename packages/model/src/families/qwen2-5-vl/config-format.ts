import { formatFlatConfig } from '../qwen-vl/config-format.ts';
import type { Qwen25VlConfig } from './config-types.ts';

/** The `config.json` of a model. */
export function formatModelConfig(config: Qwen25VlConfig): Record<string, unknown> {
  const { text, vision } = config;
  return formatFlatConfig(config, 'Qwen2_5_VLForConditionalGeneration', {
    hidden_act: 'silu',
    hidden_size: vision.hiddenSize,
    intermediate_size: vision.intermediateSize,
    in_chans: vision.channelCount,
    spatial_patch_size: vision.patchSize,
    window_size: vision.windowSize,
    out_hidden_size: text.hiddenSize,
    fullatt_block_indexes: vision.fullAttentionBlocks,
    tokens_per_second: 2,
  });
}
