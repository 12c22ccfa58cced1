import type { QwenVisionConfig, QwenVlConfig } from '../qwen-vl/config-types.ts';

/** Sizes of the vision tower. */
export interface Qwen3VisionConfig extends QwenVisionConfig {
  /** Places along a side of the square table of learned positions. */
  readonly positionSide: number;
  /** Blocks whose output is added behind the language model's first layers, one block a layer. */
  readonly deepstackBlocks: readonly number[];
}

/** A dense Qwen3-VL model's sizes and special token ids, as `config.json` states them. */
export interface Qwen3VlConfig extends QwenVlConfig {
  readonly modelType: 'qwen3_vl';
  readonly vision: Qwen3VisionConfig;
}
