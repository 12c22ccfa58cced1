import type { Optimizer, TokenLoss } from '@skinr1/autograd';
import type { UpdateMetrics, UpdateOptions } from '@skinr1/core';
import type { LearningGroup } from './groups.ts';

/** Options of `createLearner`. */
export interface LearnerOptions {
  readonly loss: TokenLoss;
  readonly optimizer: Optimizer;
  /** Tokens, padding included, that run at a time; what is over accumulates. @defaultValue 4096 */
  readonly maxTokensPerMicroBatch?: number;
  /**
   * Compute each layer a second time in the backward pass, so that memory grows with one layer's activations instead of
   * all layers', at the cost of a second forward pass. @defaultValue false
   */
  readonly gradientCheckpointing?: boolean;
  /**
   * Keep what learns as it is now as the reference, also for a loss that does not look at it: for KL in the reward.
   * @defaultValue where the loss reads `refLogProb`
   */
  readonly keepReference?: boolean;
  /** The loss's `maxCompletionLength`. @defaultValue the longest completion of each step */
  readonly maxCompletionLength?: number;
  /** The adapter that learns; null: the weights themselves. @defaultValue the one added last */
  readonly adapter?: string | null;
  /** Which weights learn, by Hugging Face name. @defaultValue all */
  readonly trainable?: (name: string) => boolean;
  /** Share of its inputs that an adapter does not see in a training step. @defaultValue the adapter's own */
  readonly dropout?: number;
  /** Of what dropout draws; the same seed draws the same, also after a resume. @defaultValue 0 */
  readonly seed?: number | string;
}

/** Options of one step of a {@link Learner}. */
export interface StepOptions extends UpdateOptions {
  readonly signal?: AbortSignal;
}

/** Trains a model's weights in place: what it learns, the model generates with at once. */
export interface Learner extends AsyncDisposable {
  /**
   * What fixes a result beside the weights that learn and the completions: loss, optimizer, the weights that do
   * not learn, how text and images become numbers, where it is computed. Part of a training run's fingerprint.
   * Reads every frozen weight once.
   */
  identity(): Promise<Readonly<Record<string, unknown>>>;
  /** The adapter that learns; null: the weights themselves. */
  readonly adapter: string | null;
  /** Updates done. */
  readonly updates: number;
  /**
   * One gradient step over all completions of the groups, each scored at the temperature it was sampled
   * at. Reports `loss`, `gradientNorm`, `entropy`
   * (nats a token), `tokens` (completion tokens) and what loss and optimizer report. Weights are
   * unchanged if it throws.
   *
   * @throws UsageError for an advantage, weight, log-probability or importance that is not finite or out of its range,
   *   and where loss or gradient norm come out not finite
   */
  step(groups: readonly LearningGroup[], options?: StepOptions): Promise<UpdateMetrics>;
  /**
   * Log-probabilities of the completions' tokens under the current weights or the reference, group by group.
   *
   * @param by @defaultValue `'learner'`
   * @throws UsageError where no reference is kept
   */
  logProbs(
    groups: readonly LearningGroup[],
    by?: 'learner' | 'reference',
  ): Promise<Float32Array[][]>;
  /**
   * `reference ← α · learnt + (1 − α) · reference`, weight by weight; of an adapter its matrices are mixed.
   *
   * @param mixup α, above 0 and at most 1
   * @throws UsageError where no reference is kept
   */
  syncReference(mixup: number): Promise<void>;
  /**
   * Writes what learns, optimizer and reference to a folder, so that {@link restore} goes on bit for bit. Of
   * an adapter that is a PEFT folder, and another, `reference`, inside it.
   */
  save(directory: string): Promise<void>;
  /** Throws NotFoundError or InvalidInputError for files that are missing, damaged or of another model. */
  restore(directory: string): Promise<void>;
  /** Frees optimizer and sessions; the model keeps its weights. */
  release(): Promise<void>;
}
