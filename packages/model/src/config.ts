/** Sizes of a language model that generation and learning need; a family's own type holds the rest. */
export interface TextConfig {
  readonly hiddenSize: number;
  readonly layerCount: number;
  readonly headCount: number;
  /** Key/value heads; each serves `headCount / keyValueHeadCount` query heads. */
  readonly keyValueHeadCount: number;
  /** Width of one head. */
  readonly headSize: number;
  readonly vocabularySize: number;
  readonly maxPositions: number;
  /** Standard deviation of new matrices. */
  readonly initializerRange: number;
}

/** What is known of a model of any family, as `config.json` states it. */
export interface ModelConfig {
  /** `model_type` of `config.json`: which family reads it. */
  readonly modelType: string;
  readonly text: TextConfig;
  /** Stands for one piece of an image in a prompt. */
  readonly imageTokenId: number;
  /** Tokens that end an answer; `generation_config.json` may name more. */
  readonly endTokenIds: readonly number[];
  readonly padTokenId: number | null;
}
