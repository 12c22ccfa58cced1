import type { Value } from '../graph/graph.ts';

/**
 * What a loss over completion tokens gets. R rows are the completions of a micro-batch, T their longest
 * length. All are float32. The totals are those of the whole optimizer step, so that the gradients of
 * micro-batches simply add up.
 */
export interface TokenLossInputs {
  /** Log-probability of each token under the model being trained, `[R, T]`; gradients flow here. */
  readonly logProb: Value;
  /** The same under the model that sampled them, `[R, T]`. */
  readonly oldLogProb: Value;
  /** The same under the frozen reference model, `[R, T]`. */
  readonly refLogProb: Value;
  /** Entropy in nats of the distribution that each token was chosen from, `[R, T]`; gradients flow here. */
  readonly entropy: Value;
  /** `[R, 1]`. */
  readonly advantage: Value;
  /** 1 for a completion token, 0 for padding, `[R, T]`. */
  readonly mask: Value;
  /** Completions of the whole step, scalar. */
  readonly totalSequences: Value;
  /** Completion tokens of the whole step, scalar. */
  readonly totalTokens: Value;
  /** The most tokens a completion may have, scalar. */
  readonly maxCompletionLength: Value;
}

/** A loss over completion tokens: a function over graph values, with metrics to report (scalars). */
export type TokenLoss = (inputs: TokenLossInputs) => {
  readonly loss: Value;
  readonly metrics: Readonly<Record<string, Value>>;
};
