import type { Value } from '../graph/graph.ts';

/**
 * What a loss over completion tokens gets. R rows are the completions of a micro-batch, T their longest
 * length. All are float32. The totals are those of the whole optimizer step, so that the gradients of
 * micro-batches simply add up.
 */
export interface TokenLossInputs {
  /** Log-probability of each token under the model being trained, `[R, T]`; gradients flow here. */
  readonly logProb: Value;
  /** The same when the tokens were sampled, `[R, T]`. */
  readonly oldLogProb: Value;
  /** The same as the sampler noted it, `[R, T]`; differs from `oldLogProb` where another program sampled. */
  readonly samplerLogProb: Value;
  /** The same under the frozen reference model, `[R, T]`. */
  readonly refLogProb: Value;
  /** Entropy in nats of the distribution that each token was chosen from, `[R, T]`; gradients flow here. */
  readonly entropy: Value;
  /** `[R, 1]`. */
  readonly advantage: Value;
  /** Factor on each token's part of the policy gradient, 1 unless the sampler is off, `[R, T]`. */
  readonly importance: Value;
  /** 1 for a completion token, 0 for padding, `[R, T]`. */
  readonly mask: Value;
  /** Completions of the whole step, scalar. */
  readonly totalSequences: Value;
  /** Completion tokens of the whole step, scalar. */
  readonly totalTokens: Value;
  /** The most tokens a completion may have, scalar. */
  readonly maxCompletionLength: Value;
  /**
   * A factor, scalar, that whoever trains may change from update to update.
   *
   * @param initial what it is unless that is done
   */
  readonly coefficient: (name: string, initial: number) => Value;
}

/** Names of the inputs of a loss that have a value per token, and of those that are scalars; `advantage` is neither. */
export const tokenLossInputs = {
  tables: [
    'logProb',
    'oldLogProb',
    'samplerLogProb',
    'refLogProb',
    'entropy',
    'importance',
    'mask',
  ],
  scalars: ['totalSequences', 'totalTokens', 'maxCompletionLength'],
} as const;

/**
 * A loss over completion tokens: a function over graph values, with metrics to report (scalars). Those of
 * micro-batches add up; of one whose name ends in `min` or `max` the least or the largest is reported.
 */
export type TokenLoss = (inputs: TokenLossInputs) => {
  readonly loss: Value;
  readonly metrics: Readonly<Record<string, Value>>;
};
