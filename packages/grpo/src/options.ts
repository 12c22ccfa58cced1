import type { RunControl, StepLog } from '@skinr1/autograd';
import {
  checkSampleOptions,
  checkWholeNumber,
  type DrawOptions,
  type Prompt,
  type Reward,
  type RewardSample,
  type SampledCompletion,
  type TrainablePolicy,
  UsageError,
} from '@skinr1/core';
import type { AdvantageEstimator } from './advantages/reward-table.ts';
import { normalizeByGroup } from './advantages/sum-then-normalize.ts';
import type { Controller } from './controllers/index.ts';
import type { Metrics } from './metrics.ts';
import { type PromptOrder, shuffledEpochs } from './prompts/index.ts';
import type { ScoreOptions } from './rewards/score-completions.ts';
import type { Rollout, RolloutDetails } from './rollouts.ts';
import type { ImportanceCorrection, KlInReward } from './updates/index.ts';

/** What `trainGrpo` needs and may be told. */
export interface GrpoOptions<Labels> extends RunControl<GrpoStep> {
  readonly policy: TrainablePolicy;
  readonly prompts: readonly Prompt<Labels>[];
  readonly rewards: readonly Reward<Labels, SampledCompletion>[];
  /** @defaultValue `normalizeByGroup()` */
  readonly advantage?: AdvantageEstimator;
  /** Completions per prompt, at least 2. @defaultValue 4 */
  readonly groupSize?: number;
  /** @defaultValue 16 */
  readonly promptsPerStep?: number;
  /**
   * Times that a step goes through its answers, μ. From the second update on the policy is no longer the one that
   * sampled them, and the loss's clipping acts. @defaultValue 1
   */
  readonly passesPerStep?: number;
  /** Prompts with their groups per update; each pass takes them in an order of its own. @defaultValue all */
  readonly promptsPerUpdate?: number;
  /**
   * Leave answers that were cut at `maxTokens` out of the loss: how they would have ended is not known.
   * @defaultValue false
   */
  readonly maskTruncated?: boolean;
  /**
   * How much each token of an answer is learnt, from 0. What decides an answer may be a few of its tokens; the advantage
   * pushes the others as far, and where these were right and nearly certain, such as lines that are copied, the noise of
   * the advantage spoils them. @defaultValue all the same
   */
  readonly tokenWeights?: (sample: RewardSample<Labels, SampledCompletion>) => ArrayLike<number>;
  /**
   * Ask other prompts in place of those whose answers all came out the same (DAPO). @defaultValue every prompt is
   * learnt from
   */
  readonly dynamicSampling?: DynamicSampling;
  /** Which prompts come next. @defaultValue shuffledEpochs() */
  readonly promptOrder?: PromptOrder<Labels>;
  /** A pull to the reference by what answers earn; beside or instead of a loss's `beta`. @defaultValue none */
  readonly klInReward?: KlInReward;
  /**
   * Coefficients of the loss that are steered from step to step, by their names: `beta` by `adaptiveKl`,
   * `entropyBonus` by `adaptiveEntropy`. @defaultValue each stays what the loss was made with
   */
  readonly coefficients?: Readonly<Record<string, Controller>>;
  /** Moves the reference to what has been learnt, now and then (TR-DPO). @defaultValue it stays */
  readonly syncReference?: SyncReference;
  /**
   * Weighs answers by how likely what learns makes them beside the sampler: where another program samples.
   * @defaultValue the sampler is what learns
   */
  readonly importanceCorrection?: ImportanceCorrection;
  /** Times that answers are sampled, judged and learnt from. @defaultValue one epoch */
  readonly steps?: number;
  /** Longest completion, in tokens. */
  readonly maxTokens: number;
  /** Above 0. @defaultValue 1 */
  readonly temperature?: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly seed: number | string;
  /** Time-outs and failure policy of rewards. */
  readonly scoring?: ScoreOptions;
  /** Prompts on which rewards are tried before anything is generated. @defaultValue 2 */
  readonly dryRunPrompts?: number;
  /** Gets every rollout; rewound on resume. See `createStepLog`. */
  readonly rolloutLog?: StepLog<Rollout>;
  /** Adds to each rollout what helps people to read it: images, a verifier's findings. Changes nothing that is learnt. */
  readonly describeRollout?: (
    sample: RewardSample<Labels, SampledCompletion>,
  ) => RolloutDetails | Promise<RolloutDetails>;
  readonly onRollouts?: (rollouts: readonly Rollout[]) => void | Promise<void>;
  /** Prompts that are never learnt from, answered greedily to measure rewards on. */
  readonly heldOut?: readonly Prompt<Labels>[];
  /** Steps between measurements; the last step always measures. @defaultValue one epoch */
  readonly evaluateEvery?: number;
  /** Called while a step samples. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/** How prompts whose answers teach nothing are replaced within a step. */
export interface DynamicSampling {
  /** Rounds of sampling in a step, the first among them; what is missing then is missing. @defaultValue 4 */
  readonly maxRounds?: number;
  /**
   * The reward by which answers are compared: that of the outcome, so that answers that differ in length alone
   * count as the same. @defaultValue the weighted sum of all
   */
  readonly outcome?: string;
}

/** When and how far the reference model follows. */
export interface SyncReference {
  /** Steps from one time to the next; TRL's `ref_model_sync_steps`. */
  readonly every: number;
  /** α in `π_ref ← α π_θ + (1 − α) π_ref`; TRL's `ref_model_mixup_alpha`. @defaultValue 0.6 */
  readonly mixup?: number;
}

/** What one step reports. */
export interface GrpoStep {
  /** From 1. */
  readonly step: number;
  readonly steps: number;
  /** By TRL's names; see `metrics.ts`. With the prefix `eval_` where held-out prompts were measured. */
  readonly metrics: Metrics;
}

/** Options with their defaults filled in. */
export type GrpoSettings<Labels> = GrpoOptions<Labels> &
  Required<
    Pick<
      GrpoOptions<Labels>,
      | 'promptsPerStep'
      | 'passesPerStep'
      | 'promptsPerUpdate'
      | 'maskTruncated'
      | 'steps'
      | 'advantage'
      | 'evaluateEvery'
      | 'promptOrder'
    >
  > & {
    /** How every answer is drawn. */
    readonly draw: DrawOptions;
  };

/** Fills in defaults. Throws UsageError for settings that make no sense. */
export function withDefaults<Labels>(options: GrpoOptions<Labels>): GrpoSettings<Labels> {
  const { prompts, groupSize = 4, promptsPerStep = 16 } = options;
  if (typeof options.seed === 'number' && !Number.isFinite(options.seed)) {
    throw new UsageError(`seed must be a finite number or a text, got ${options.seed}.`);
  }
  const mend = 'A lone completion has nothing to be compared with.';
  checkWholeNumber('groupSize', groupSize, 2, undefined, mend);
  checkWholeNumber('promptsPerStep', promptsPerStep, 1);
  const { passesPerStep = 1, promptsPerUpdate = promptsPerStep, maskTruncated = false } = options;
  checkWholeNumber('passesPerStep', passesPerStep, 1);
  checkWholeNumber('promptsPerUpdate', promptsPerUpdate, 1, promptsPerStep);
  const { maxTokens, temperature = 1, topK = 0, topP = 1 } = options;
  if (temperature === 0) {
    throw new UsageError(
      'temperature must be above 0, got 0: greedy answers of a group are all the same.',
    );
  }
  checkWholeNumber('dryRunPrompts', options.dryRunPrompts ?? 0, 0);
  const epoch = Math.ceil(prompts.length / promptsPerStep);
  const { steps = epoch, evaluateEvery = epoch } = options;
  checkWholeNumber('steps', steps, 1);
  checkWholeNumber('evaluateEvery', evaluateEvery, 1);
  return {
    ...options,
    draw: checkSampleOptions({ groupSize, maxTokens, temperature, topK, topP }),
    promptsPerStep,
    passesPerStep,
    promptsPerUpdate,
    maskTruncated,
    steps,
    evaluateEvery,
    advantage: options.advantage ?? normalizeByGroup(),
    promptOrder: options.promptOrder ?? shuffledEpochs(),
  };
}
