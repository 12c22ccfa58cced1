import type { ImagePatches } from '../image/patches.ts';

/** A prompt as tokens, ready for the model. */
export interface EncodedPrompt {
  /** Image tokens repeated, one for each merged patch. */
  readonly tokenIds: Int32Array;
  /** `[axes, length]` */
  readonly positions: Int32Array;
  /** Position of the token after the prompt. */
  readonly next: number;
  readonly images: readonly ImagePatches[];
}
