/** What stage 1 of the method trains with, in the terms of `addAdapter` and {@link trainSft}. */
export interface SftRecipe {
  /** The low-rank adapter beside the frozen model. */
  readonly adapter: {
    readonly rank: number;
    readonly alpha: number;
    readonly dropout: number;
    readonly targets: 'all-linear';
  };
  readonly training: {
    /** Highest learning rate of a cosine. */
    readonly learningRate: number;
    /** Part of the steps over which it rises. */
    readonly warmupRatio: number;
    readonly weightDecay: number;
    /** Prompts per update. */
    readonly batchSize: number;
    readonly maxAnswerTokens: number;
  };
}

/**
 * Stage 1 of Skin-R1 (arXiv:2511.14900): LoRA of rank 64 and alpha 32 with dropout 0.1 beside all linear
 * layers, learning rate 3e-5 on a cosine with 3 % warm-up, batches of 1 accumulated 16 times, at most 1,024
 * tokens. {@link trainSft} takes `training` as its defaults; the adapter is put there with `addAdapter`.
 */
export const methodRecipe: SftRecipe = {
  adapter: { rank: 64, alpha: 32, dropout: 0.1, targets: 'all-linear' },
  training: {
    learningRate: 3e-5,
    warmupRatio: 0.03,
    weightDecay: 0,
    batchSize: 16,
    maxAnswerTokens: 1024,
  },
};
