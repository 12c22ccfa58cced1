import { UsageError } from '@skinr1/core';
import type { Tokenizer } from '../../tokenizer/tokenizer.ts';
import { qwenTokens } from '../qwen-vl/tokens.ts';
import { parseModelConfig } from './config.ts';
import type { Qwen25VlConfig } from './config-types.ts';

/** Sizes of a new model; the rest follows from them and from the tokenizer. */
export interface ModelSizes {
  readonly text: {
    readonly hiddenSize: number;
    readonly intermediateSize: number;
    readonly layerCount: number;
    readonly headCount: number;
    /** @defaultValue headCount */
    readonly keyValueHeadCount?: number;
    /** @defaultValue 10,000; the published models use 1,000,000 for their long contexts */
    readonly ropeTheta?: number;
    /** @defaultValue 4096 */
    readonly maxPositions?: number;
  };
  readonly vision: {
    readonly hiddenSize: number;
    readonly intermediateSize: number;
    readonly layerCount: number;
    readonly headCount: number;
    /** @defaultValue 14 */
    readonly patchSize?: number;
    /** @defaultValue 112 */
    readonly windowSize?: number;
    /** @defaultValue the last block */
    readonly fullAttentionBlocks?: readonly number[];
  };
  /** @defaultValue true */
  readonly tieWordEmbeddings?: boolean;
}

/**
 * The configuration of a new model for a tokenizer; special token ids and the vocabulary's size are
 * the tokenizer's.
 *
 * @throws InvalidInputError for sizes that do not fit together
 * @throws UsageError when the tokenizer lacks Qwen's vision tokens
 */
export function createModelConfig(sizes: ModelSizes, tokenizer: Tokenizer): Qwen25VlConfig {
  const { text, vision } = sizes;
  const id = (token: string): number => {
    const found = tokenizer.idOf(token);
    if (found !== undefined) return found;
    throw new UsageError(`the tokenizer has no ${token} token.`, {
      mend: 'Use a tokenizer of trainByteLevelBpe or of a Qwen-VL model.',
    });
  };
  const json = {
    model_type: 'qwen2_5_vl',
    hidden_size: text.hiddenSize,
    intermediate_size: text.intermediateSize,
    num_hidden_layers: text.layerCount,
    num_attention_heads: text.headCount,
    num_key_value_heads: text.keyValueHeadCount,
    vocab_size: tokenizer.vocabularySize,
    rms_norm_eps: 1e-6,
    rope_theta: text.ropeTheta ?? 10_000,
    max_position_embeddings: text.maxPositions ?? 4096,
    tie_word_embeddings: sizes.tieWordEmbeddings ?? true,
    image_token_id: id(qwenTokens.imagePad),
    video_token_id: id(qwenTokens.videoPad),
    vision_start_token_id: id(qwenTokens.visionStart),
    vision_end_token_id: id(qwenTokens.visionEnd),
    eos_token_id: [tokenizer.endOfTurnId, tokenizer.padId],
    pad_token_id: tokenizer.padId,
    vision_config: {
      depth: vision.layerCount,
      hidden_size: vision.hiddenSize,
      intermediate_size: vision.intermediateSize,
      num_heads: vision.headCount,
      patch_size: vision.patchSize,
      window_size: vision.windowSize,
      out_hidden_size: text.hiddenSize,
      fullatt_block_indexes: vision.fullAttentionBlocks ?? [vision.layerCount - 1],
    },
  };
  return parseModelConfig(json, 'model sizes');
}
