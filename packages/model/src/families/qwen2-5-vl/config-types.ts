import type { QwenVisionConfig, QwenVlConfig } from '../qwen-vl/config-types.ts';

/** Sizes of the vision tower. Pixels unless said otherwise. */
export interface VisionConfig extends QwenVisionConfig {
  /** Side of an attention window. */
  readonly windowSize: number;
  /** Blocks that attend over the whole image instead of a window. */
  readonly fullAttentionBlocks: readonly number[];
}

/** A Qwen2.5-VL model's sizes and special token ids, as `config.json` states them. */
export interface Qwen25VlConfig extends QwenVlConfig {
  readonly modelType: 'qwen2_5_vl';
  readonly vision: VisionConfig;
}
