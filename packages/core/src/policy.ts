import type { ImageSource } from './case.ts';
import type { Random } from './random.ts';

/** A question to the model, with what rewards need to judge the answer. */
export interface Prompt<Labels = unknown> {
  readonly id: string;
  readonly text: string;
  readonly images: readonly ImageSource[];
  /** Ground truth for rewards and metrics; never shown to the model. */
  readonly labels: Labels;
}

/** One sampled answer. */
export interface Completion {
  readonly text: string;
  /** Generated token ids, the stop token included when there is one. */
  readonly tokenIds: Int32Array;
  /**
   * Log-probability of each token, `[tokenIds.length]`: full-vocabulary log-softmax of
   * logits / temperature, before top-k and top-p.
   */
  readonly logProbs: Float32Array;
  /** `stop`: an end token was produced; `length`: the token budget ran out. */
  readonly finishReason: 'stop' | 'length';
}

/** How completions are drawn. */
export interface SampleOptions {
  /** Completions per prompt. @defaultValue 1 */
  readonly groupSize?: number;
  readonly maxTokens: number;
  /** 0 is greedy. @defaultValue 1 */
  readonly temperature?: number;
  /** Keep the k most probable tokens; 0 keeps all. @defaultValue 0 */
  readonly topK?: number;
  /** Keep the smallest set of tokens whose probability reaches this. @defaultValue 1 */
  readonly topP?: number;
  readonly random?: Random;
  readonly signal?: AbortSignal;
  /** Called as generation goes on, for progress bars. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/** Anything that answers prompts: a local model, a remote server, a test double. */
export interface SamplingPolicy {
  /** Groups of completions, one group per prompt in order. */
  sample(prompts: readonly Prompt[], options: SampleOptions): Promise<Completion[][]>;
}

/** A group to learn from: one prompt with its completions and their advantages. */
export interface ScoredGroup {
  readonly prompt: Prompt;
  readonly completions: readonly Completion[];
  /** One per completion. A zero still counts in the loss's mean. */
  readonly advantages: readonly number[];
}

/** What one update reports; `loss` and `gradientNorm` always, the rest by name. */
export interface UpdateMetrics {
  readonly loss: number;
  readonly gradientNorm: number;
  readonly [name: string]: number;
}

/** A policy that can be trained. */
export interface TrainablePolicy extends SamplingPolicy {
  /** One gradient step on the groups. */
  update(groups: readonly ScoredGroup[]): Promise<UpdateMetrics>;
  /** Writes weights and optimizer state to a folder so that {@link restore} goes on bit for bit. */
  save(directory: string): Promise<void>;
  restore(directory: string): Promise<void>;
}
