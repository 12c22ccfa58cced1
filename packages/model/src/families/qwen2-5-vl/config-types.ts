import type { ModelConfig, TextConfig } from '../../config.ts';

/** Sizes of the language model. */
export interface Qwen25VlTextConfig extends TextConfig {
  readonly intermediateSize: number;
  readonly rmsNormEpsilon: number;
  readonly ropeTheta: number;
  /** How many of the `headSize / 2` rotary frequencies follow time, height and width. */
  readonly mropeSection: readonly [number, number, number];
}

/** Sizes of the vision tower. Pixels unless said otherwise. */
export interface VisionConfig {
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  readonly layerCount: number;
  readonly headCount: number;
  readonly headSize: number;
  readonly channelCount: number;
  readonly patchSize: number;
  /** Patches merged into one token, per side. */
  readonly spatialMergeSize: number;
  readonly temporalPatchSize: number;
  /** Side of an attention window. */
  readonly windowSize: number;
  /** Blocks that attend over the whole image instead of a window. */
  readonly fullAttentionBlocks: readonly number[];
}

/** A Qwen2.5-VL model's sizes and special token ids, as `config.json` states them. */
export interface Qwen25VlConfig extends ModelConfig {
  readonly modelType: 'qwen2_5_vl';
  readonly text: Qwen25VlTextConfig;
  readonly vision: VisionConfig;
  readonly videoTokenId: number;
  readonly visionStartTokenId: number;
  readonly visionEndTokenId: number;
  /** The output layer is the embedding matrix. */
  readonly tieWordEmbeddings: boolean;
}
