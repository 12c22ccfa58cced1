import type { ModelConfig, TextConfig } from '../../config.ts';

/** Sizes of a language model of the Qwen-VL families. */
export interface QwenTextConfig extends TextConfig {
  readonly intermediateSize: number;
  readonly rmsNormEpsilon: number;
  readonly ropeTheta: number;
  /** How many of the `headSize / 2` rotary frequencies follow time, height and width. */
  readonly mropeSection: readonly [number, number, number];
  /** How positions are stretched beyond those of pretraining; left out where they are not. */
  readonly yarn?: YarnScaling;
}

/** Settings of YaRN (Peng et al., 2023). */
export interface YarnScaling {
  /** How much longer texts are than in pretraining. */
  readonly factor: number;
  readonly originalMaxPositions: number;
  /** On sines and cosines. */
  readonly attentionFactor: number;
  /** Frequencies that turn so often stay as they are. */
  readonly betaFast: number;
  /** Those that turn less often are divided by the factor. */
  readonly betaSlow: number;
}

/** Sizes that vision towers of all Qwen-VL families have. Pixels unless said otherwise. */
export interface QwenVisionConfig {
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
}

/** A Qwen-VL model's sizes and special token ids, as `config.json` states them. */
export interface QwenVlConfig extends ModelConfig {
  readonly text: QwenTextConfig;
  readonly vision: QwenVisionConfig;
  readonly videoTokenId: number;
  readonly visionStartTokenId: number;
  readonly visionEndTokenId: number;
  /** The output layer is the embedding matrix. */
  readonly tieWordEmbeddings: boolean;
}
