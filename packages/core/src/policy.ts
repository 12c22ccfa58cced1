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

/** What was said: all that judging an answer needs, wherever it comes from. */
export interface Answer {
  readonly text: string;
  /** `stop`: the answer came to its end; `length`: the token budget ran out. */
  readonly finishReason: 'stop' | 'length';
}

/** How tokens were drawn; it travels with what was drawn, so that nobody scores it under another. */
export interface SamplingSettings {
  /** Logits were divided by it; 0: greedy, nothing was drawn. */
  readonly temperature: number;
  /** Only the k most probable tokens could be drawn; 0: all. */
  readonly topK: number;
  /** Only the smallest set of tokens whose probability reaches this could be drawn; 1: all. */
  readonly topP: number;
  /** Only tokens with at least this share of the most probable one's probability could be drawn; 0 or left out: all. */
  readonly minP?: number;
  /** How much less likely tokens were made that had been there before; 1 or left out: no less. */
  readonly repetitionPenalty?: number;
  /** What was taken off the logits of tokens that the answer had already; 0 or left out: nothing. */
  readonly presencePenalty?: number;
  /** Names of whatever else changed logits before a token was drawn; left out: nothing did. */
  readonly processors?: readonly string[];
  /** Token ids that could not be drawn. */
  readonly bannedIds: readonly number[];
  /** Name of the adapter beside the model's weights; null or left out: none. */
  readonly adapter?: string | null;
}

/** An answer drawn token by token, with what learning from it needs. */
export interface SampledCompletion extends Answer {
  /** Generated token ids, the stop token included when there is one. */
  readonly tokenIds: Int32Array;
  /**
   * Log-probability of each token, `[tokenIds.length]`: log-softmax of logits / `sampling.temperature`
   * over the full vocabulary, before bans, penalties, processors, top-k, top-p and min-p. Of a greedy answer, at
   * temperature 1.
   */
  readonly logProbs: Float32Array;
  readonly sampling: SamplingSettings;
}

/** How answers are drawn. */
export interface SampleOptions {
  /** Answers per prompt. @defaultValue 1 */
  readonly groupSize?: number;
  readonly maxTokens: number;
  /** 0 is greedy. @defaultValue 1 */
  readonly temperature?: number;
  /** Keep the k most probable tokens; 0 keeps all. @defaultValue 0 */
  readonly topK?: number;
  /** Keep the smallest set of tokens whose probability reaches this. @defaultValue 1 */
  readonly topP?: number;
  /**
   * Divides positive logits of tokens that the prompt or the answer has already, and multiplies negative
   * ones (CTRL; Keskar et al., 2019). What is drawn so cannot be learnt from. @defaultValue 1
   */
  readonly repetitionPenalty?: number;
  readonly random?: Random;
  readonly signal?: AbortSignal;
  /** Called as generation goes on, for progress bars. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/**
 * Anything that answers prompts: a local model, a remote server, a test double. One that gives tokens is a
 * `SamplingPolicy<SampledCompletion>`.
 */
export interface SamplingPolicy<A extends Answer = Answer> {
  /** Groups of answers, one group per prompt in order. */
  sample(prompts: readonly Prompt[], options: SampleOptions): Promise<A[][]>;
  /**
   * Looks at prompts before any is answered: for a policy that has limits of its own, such as a longest
   * prompt. Called once with all the prompts of a run, so that the last of them cannot end it.
   *
   * @throws InvalidInputError naming each prompt that could not be answered, and why
   */
  check?(prompts: readonly Prompt[], options: SampleOptions): Promise<void>;
}

/** A prompt with answers to it. */
export interface SampledGroup {
  readonly prompt: Prompt;
  readonly completions: readonly SampledCompletion[];
}

/** A group to learn from: one prompt with its completions and their advantages. */
export interface ScoredGroup extends SampledGroup {
  /** One per completion. A zero still counts in the loss's mean. */
  readonly advantages: readonly number[];
  /**
   * Factors on the completions' token masks, for each one number or one a token. A completion of weight 0 teaches
   * nothing, and still counts among the sequences that the loss divides by. @defaultValue 1 for each
   */
  readonly weights?: readonly (number | ArrayLike<number>)[];
  /**
   * Log-probability of each token under what learns, as it was when the answers were sampled: the denominator of
   * the ratio. Given where the sampler is another program or precision. @defaultValue those of sampling
   */
  readonly oldLogProbs?: readonly ArrayLike<number>[];
  /** Factor on each token's part of the policy gradient, for what the sampler does otherwise. @defaultValue 1 */
  readonly importance?: readonly ArrayLike<number>[];
}

/** What may change from one update to the next. */
export interface UpdateOptions {
  /** Coefficients of the loss, by the names that it asks for them. @defaultValue those it was made with */
  readonly coefficients?: Readonly<Record<string, number>>;
}

/** What one update reports; `loss` and `gradientNorm` always, the rest by name. */
export interface UpdateMetrics {
  readonly loss: number;
  readonly gradientNorm: number;
  readonly [name: string]: number;
}

/** A policy that can be trained. */
export interface TrainablePolicy extends SamplingPolicy<SampledCompletion> {
  /** Name of the adapter that learns, as {@link SamplingSettings} tells it; null or left out: the weights themselves. */
  readonly adapter?: string | null;
  /**
   * What of the policy fixes a result beside what {@link save} writes, by name: loss, optimizer, weights that do
   * not learn, tokenizer, … It becomes part of a training run's fingerprint, so that a resume with another is
   * refused. Asked for once, and only by a run that writes checkpoints: it may take as long as reading a model.
   */
  identity?(): Promise<Readonly<Record<string, unknown>>>;
  /**
   * One gradient step on the groups, each completion scored at the temperature it was sampled at.
   *
   * @throws UsageError for a greedy completion: it was not drawn from any distribution; for a coefficient that
   *   the loss does not have
   */
  update(groups: readonly ScoredGroup[], options?: UpdateOptions): Promise<UpdateMetrics>;
  /**
   * Log-probability of each token of given answers, at the temperature that each was sampled at: under what learns
   * as it is now, or under the reference that it is kept close to. Needed for KL in the reward and for samplers
   * that are not the learner.
   *
   * @throws UsageError where no reference is kept
   */
  score?(groups: readonly SampledGroup[], by: 'learner' | 'reference'): Promise<Float32Array[][]>;
  /**
   * Moves the reference to what has been learnt: `π_ref ← α π_θ + (1 − α) π_ref`, weight by weight.
   *
   * @param mixup α, above 0 and at most 1
   * @throws UsageError where no reference is kept
   */
  syncReference?(mixup: number): Promise<void>;
  /** Writes weights and optimizer state to a folder so that {@link restore} goes on bit for bit. */
  save(directory: string): Promise<void>;
  restore(directory: string): Promise<void>;
}
