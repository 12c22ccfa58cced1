import type { QwenTextConfig, QwenVlConfig } from './config-types.ts';

/** The fields of a language model's `config.json` that all Qwen-VL families have. */
export function formatTextConfig({
  text,
  tieWordEmbeddings,
}: QwenVlConfig): Record<string, unknown> {
  return {
    hidden_act: 'silu',
    hidden_size: text.hiddenSize,
    intermediate_size: text.intermediateSize,
    num_hidden_layers: text.layerCount,
    num_attention_heads: text.headCount,
    num_key_value_heads: text.keyValueHeadCount,
    vocab_size: text.vocabularySize,
    rms_norm_eps: text.rmsNormEpsilon,
    rope_theta: text.ropeTheta,
    max_position_embeddings: text.maxPositions,
    initializer_range: text.initializerRange,
    attention_dropout: 0,
    use_cache: true,
    tie_word_embeddings: tieWordEmbeddings,
  };
}

/** Token ids and the type that `config.json` states at its top. */
export function formatTokenIds(config: QwenVlConfig): Record<string, unknown> {
  return {
    model_type: config.modelType,
    torch_dtype: 'float32',
    image_token_id: config.imageTokenId,
    video_token_id: config.videoTokenId,
    vision_start_token_id: config.visionStartTokenId,
    vision_end_token_id: config.visionEndTokenId,
    eos_token_id: config.endTokenIds.length === 1 ? config.endTokenIds[0] : config.endTokenIds,
    // The default of Transformers lies outside a small vocabulary.
    bos_token_id: null,
    ...(config.padTokenId === null ? {} : { pad_token_id: config.padTokenId }),
  };
}

/** The sizes of the tower that all families state alike. */
export function formatVisionSizes({ vision, text }: QwenVlConfig): Record<string, unknown> {
  return {
    depth: vision.layerCount,
    num_heads: vision.headCount,
    in_channels: vision.channelCount,
    patch_size: vision.patchSize,
    spatial_merge_size: vision.spatialMergeSize,
    temporal_patch_size: vision.temporalPatchSize,
    initializer_range: text.initializerRange,
  };
}

/** The `config.json` of a family on Qwen2's language model, in the flat layout that Transformers 4 and 5 both read. */
export function formatFlatConfig(
  config: QwenVlConfig,
  architecture: string,
  visionConfig: Record<string, unknown>,
): Record<string, unknown> {
  return {
    architectures: [architecture],
    ...formatTokenIds(config),
    ...formatTextConfig(config),
    rope_scaling: {
      type: 'mrope',
      mrope_section: config.text.mropeSection,
      ...formatYarn(config.text),
    },
    use_sliding_window: false,
    vision_config: {
      model_type: config.modelType,
      ...formatVisionSizes(config),
      ...visionConfig,
    },
  };
}

/** The fields of `rope_scaling` that say how positions are stretched; none where they are not. */
export function formatYarn({ yarn }: QwenTextConfig): Record<string, unknown> {
  if (!yarn) return {};
  return {
    type: 'yarn',
    rope_type: 'yarn',
    factor: yarn.factor,
    original_max_position_embeddings: yarn.originalMaxPositions,
    attention_factor: yarn.attentionFactor,
    beta_fast: yarn.betaFast,
    beta_slow: yarn.betaSlow,
  };
}
