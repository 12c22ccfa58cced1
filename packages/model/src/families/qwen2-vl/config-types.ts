import type { QwenVlConfig } from '../qwen-vl/config-types.ts';

/** A Qwen2-VL model's sizes and special token ids, as `config.json` states them. */
export interface Qwen2VlConfig extends QwenVlConfig {
  readonly modelType: 'qwen2_vl';
}
