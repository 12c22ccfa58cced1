import type { Qwen25VlConfig } from './config-types.ts';

/** The `config.json` of a model, in the flat layout that Transformers 4 and 5 both read. */
export function formatModelConfig(config: Qwen25VlConfig): Record<string, unknown> {
  const { text, vision } = config;
  return {
    architectures: ['Qwen2_5_VLForConditionalGeneration'],
    model_type: config.modelType,
    torch_dtype: 'float32',
    hidden_act: 'silu',
    hidden_size: text.hiddenSize,
    intermediate_size: text.intermediateSize,
    num_hidden_layers: text.layerCount,
    num_attention_heads: text.headCount,
    num_key_value_heads: text.keyValueHeadCount,
    vocab_size: text.vocabularySize,
    rms_norm_eps: text.rmsNormEpsilon,
    rope_theta: text.ropeTheta,
    rope_scaling: { type: 'mrope', mrope_section: text.mropeSection },
    max_position_embeddings: text.maxPositions,
    initializer_range: text.initializerRange,
    attention_dropout: 0,
    use_cache: true,
    use_sliding_window: false,
    tie_word_embeddings: config.tieWordEmbeddings,
    image_token_id: config.imageTokenId,
    video_token_id: config.videoTokenId,
    vision_start_token_id: config.visionStartTokenId,
    vision_end_token_id: config.visionEndTokenId,
    eos_token_id: config.endTokenIds.length === 1 ? config.endTokenIds[0] : config.endTokenIds,
    // The default of Transformers lies outside a small vocabulary.
    bos_token_id: null,
    ...(config.padTokenId === null ? {} : { pad_token_id: config.padTokenId }),
    vision_config: {
      model_type: config.modelType,
      depth: vision.layerCount,
      hidden_act: 'silu',
      hidden_size: vision.hiddenSize,
      intermediate_size: vision.intermediateSize,
      num_heads: vision.headCount,
      in_channels: vision.channelCount,
      in_chans: vision.channelCount,
      patch_size: vision.patchSize,
      spatial_patch_size: vision.patchSize,
      spatial_merge_size: vision.spatialMergeSize,
      temporal_patch_size: vision.temporalPatchSize,
      window_size: vision.windowSize,
      out_hidden_size: text.hiddenSize,
      fullatt_block_indexes: vision.fullAttentionBlocks,
      tokens_per_second: 2,
      initializer_range: text.initializerRange,
    },
  };
}
