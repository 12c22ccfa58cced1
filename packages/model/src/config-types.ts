/** Sizes of the language model. */
export interface TextConfig {
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  readonly layerCount: number;
  readonly headCount: number;
  /** Key/value heads; each serves `headCount / keyValueHeadCount` query heads. */
  readonly keyValueHeadCount: number;
  /** Width of one head: `hiddenSize / headCount`. */
  readonly headSize: number;
  readonly vocabularySize: number;
  readonly rmsNormEpsilon: number;
  readonly ropeTheta: number;
  /** How many of the `headSize / 2` rotary frequencies follow time, height and width. */
  readonly mropeSection: readonly [number, number, number];
  readonly maxPositions: number;
  readonly initializerRange: number;
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
export interface ModelConfig {
  readonly text: TextConfig;
  readonly vision: VisionConfig;
  readonly imageTokenId: number;
  readonly videoTokenId: number;
  readonly visionStartTokenId: number;
  readonly visionEndTokenId: number;
  /** Tokens that end an answer; `generation_config.json` may name more. */
  readonly endTokenIds: readonly number[];
  readonly padTokenId: number | null;
  /** The output layer is the embedding matrix. */
  readonly tieWordEmbeddings: boolean;
}
