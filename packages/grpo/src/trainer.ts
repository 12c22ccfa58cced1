import {
  type CheckpointOptions,
  createEpochSampler,
  type EpochCursor,
  reportUpdate,
  runTraining,
  type StepLog,
  type TrainingRunResult,
} from '@skinr1/autograd';
import {
  type Completion,
  createRandom,
  type Prompt,
  type Random,
  type Reward,
  type RewardSample,
  type TrainablePolicy,
  UsageError,
} from '@skinr1/core';
import type { AdvantageEstimator } from './advantages/reward-table.ts';
import { normalizeByGroup } from './advantages/sum-then-normalize.ts';
import { completionMetrics, type Metrics, rewardMetrics } from './metrics.ts';
import { rewardRange } from './rewards/bounded-reward.ts';
import { dryRunRewards } from './rewards/dry-run.ts';
import { type ScoreOptions, scoreCompletions } from './rewards/score-completions.ts';
import { type Rollout, toRollouts } from './rollouts.ts';
import { checkGroups, hashIds } from './trainer-checks.ts';

/*
 * Stage 2 of Skin-R1: group relative policy optimisation (Shao et al. 2024) with the rewards, advantage
 * and loss that the caller composes. One update per batch, on-policy.
 *
 * Differences from the paper and its reference implementation
 * - Rewards read the answer strictly; the reference searches for any first letter.
 * - The log-probabilities of the sampling policy are those noted while sampling, not recomputed.
 * - When an epoch ends inside a batch, the batch is filled from the next epoch instead of being cut.
 * - A completion that no reward applies to has advantage 0; it still counts in the loss's mean.
 * - The loss, the reference model and the learning-rate schedule belong to the policy.
 */

/** What {@link trainGrpo} needs and may be told. */
export interface GrpoOptions<Labels> {
  readonly policy: TrainablePolicy;
  readonly prompts: readonly Prompt<Labels>[];
  readonly rewards: readonly Reward<Labels>[];
  /** @defaultValue `normalizeByGroup()` */
  readonly advantage?: AdvantageEstimator;
  /** Completions per prompt, at least 2. @defaultValue 4 */
  readonly groupSize?: number;
  /** @defaultValue 16 */
  readonly promptsPerStep?: number;
  /** Updates in all. @defaultValue one epoch */
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
  readonly checkpoint?: CheckpointOptions;
  /** Go on from the newest checkpoint, to bit-equal results. @defaultValue false */
  readonly resume?: boolean;
  readonly signal?: AbortSignal;
  /** Gets every rollout; rewound on resume. See `createStepLog`. */
  readonly rolloutLog?: StepLog<Rollout>;
  /** Gets the metrics of every step; rewound on resume. */
  readonly metricsLog?: StepLog<GrpoStep>;
  readonly onRollouts?: (rollouts: readonly Rollout[]) => void | Promise<void>;
  readonly onStep?: (step: GrpoStep) => void | Promise<void>;
  /** Called while a step samples. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/** What one step reports. */
export interface GrpoStep {
  /** From 1. */
  readonly step: number;
  readonly steps: number;
  /** By TRL's names; see `metrics.ts`. */
  readonly metrics: Metrics;
}

/** What a later step depends on besides the policy; stored in checkpoints. */
interface GrpoState {
  readonly cursor: EpochCursor;
  readonly numTokens: number;
}

type Settings<Labels> = GrpoOptions<Labels> &
  Required<Pick<GrpoOptions<Labels>, 'groupSize' | 'promptsPerStep' | 'steps' | 'advantage'>>;

/**
 * Trains a policy on its own answers: sample a group per prompt, judge, compare within the group, update.
 *
 * @throws UsageError for settings that make no sense, a checkpoint of another run, a policy that breaks
 *   its contract or diverges; InvalidInputError for a reward that fails in the dry run; whatever policy and
 *   rewards throw. The last checkpoint survives all of them.
 */
export async function trainGrpo<Labels>(options: GrpoOptions<Labels>): Promise<TrainingRunResult> {
  const settings = withDefaults(options);
  const { policy, prompts, rewards, rolloutLog, metricsLog } = settings;
  await dryRunRewards(rewards, prompts.slice(0, settings.dryRunPrompts ?? 2), settings.scoring);

  const random = createRandom(settings.seed);
  const sampler = createEpochSampler(prompts.length, random.fork('prompts'));
  let numTokens = 0;

  return runTraining<GrpoState, GrpoStep>({
    steps: settings.steps,
    checkpoint: settings.checkpoint,
    resume: settings.resume,
    signal: settings.signal,
    config: resumableSettings(settings),
    save: (directory) => policy.save(directory),
    restore: (directory) => policy.restore(directory),
    state: {
      get: () => ({ cursor: sampler.cursor, numTokens }),
      set: (state) => {
        sampler.cursor = state.cursor;
        numTokens = state.numTokens;
      },
    },
    onStart: async (stepsDone) => {
      await rolloutLog?.rewind(stepsDone);
      await metricsLog?.rewind(stepsDone);
    },
    step: async (step) => {
      const started = performance.now();
      const batch = sampler.take(settings.promptsPerStep).map((index) => prompts[index]!);
      const { metrics, tokens } = await learn(settings, batch, step, random.fork(`step ${step}`));
      numTokens += tokens;
      const { epoch, position } = sampler.cursor;
      return {
        step,
        steps: settings.steps,
        metrics: {
          ...metrics,
          num_tokens: numTokens,
          epoch: epoch + position / prompts.length,
          step_time: (performance.now() - started) / 1000,
        },
      };
    },
    onStep: async (report) => {
      await metricsLog?.append([report]);
      await settings.onStep?.(report);
    },
  });
}

/** One step: sample, judge, compare, journal, update. */
async function learn<Labels>(
  settings: Settings<Labels>,
  batch: readonly Prompt<Labels>[],
  step: number,
  random: Random,
): Promise<{ metrics: Metrics; tokens: number }> {
  const { policy, rewards, groupSize, maxTokens, temperature = 1, topK, topP, signal } = settings;
  const groups = await policy.sample(batch, {
    groupSize,
    maxTokens,
    temperature,
    random,
    ...(topK === undefined ? {} : { topK }),
    ...(topP === undefined ? {} : { topP }),
    ...(signal ? { signal } : {}),
    ...(settings.onProgress ? { onProgress: settings.onProgress } : {}),
  });
  checkGroups(groups, batch.length, groupSize);

  const samples: RewardSample<Labels>[] = batch.flatMap((prompt, index) =>
    groups[index]!.map((completion) => ({ prompt, completion })),
  );
  const scored = await scoreCompletions(rewards, samples, groupSize, {
    ...settings.scoring,
    ...(signal ? { signal } : {}),
  });
  const advantages = settings.advantage(scored);

  // Journalled before the update, so that a step that fails there can still be read.
  const rollouts = toRollouts(step, samples, scored, advantages);
  await settings.rolloutLog?.append(rollouts);
  await settings.onRollouts?.(rollouts);
  // The last place where stopping leaves the weights as they were.
  signal?.throwIfAborted();

  const update = await policy.update(
    batch.map((prompt, index) => ({
      prompt,
      completions: groups[index]!,
      advantages: [...advantages.subarray(index * groupSize, (index + 1) * groupSize)],
    })),
  );
  const completions: Completion[] = groups.flat();
  return {
    metrics: {
      ...reportUpdate(update, step),
      ...completionMetrics(completions),
      ...rewardMetrics(scored, rewardRange(rewards)),
    },
    tokens: completions.reduce((total, { tokenIds }) => total + tokenIds.length, 0),
  };
}

function withDefaults<Labels>(options: GrpoOptions<Labels>): Settings<Labels> {
  const { prompts, groupSize = 4, promptsPerStep = 16, temperature = 1 } = options;
  if (prompts.length === 0) throw new UsageError('there are no prompts to learn from.');
  if (!Number.isInteger(groupSize) || groupSize < 2) {
    throw new UsageError(
      `groupSize must be a whole number from 2, got ${groupSize}: a lone completion has nothing to be compared with.`,
    );
  }
  if (!Number.isInteger(promptsPerStep) || promptsPerStep < 1) {
    throw new UsageError(`promptsPerStep must be a whole number from 1, got ${promptsPerStep}.`);
  }
  if (!(temperature > 0)) {
    throw new UsageError(
      `temperature must be above 0, got ${temperature}: greedy answers of a group are all the same.`,
    );
  }
  return {
    ...options,
    groupSize,
    promptsPerStep,
    steps: options.steps ?? Math.ceil(prompts.length / promptsPerStep),
    advantage: options.advantage ?? normalizeByGroup(),
  };
}

/** Everything that decides what a step does; a run resumes only under the same. */
function resumableSettings<Labels>(settings: Settings<Labels>): Record<string, unknown> {
  const { groupSize, promptsPerStep, maxTokens, temperature = 1, topK = 0, topP = 1 } = settings;
  return {
    seed: settings.seed,
    groupSize,
    promptsPerStep,
    maxTokens,
    temperature,
    topK,
    topP,
    rewards: settings.rewards.map(({ name, weight = 1 }) => ({ name, weight })),
    prompts: hashIds(settings.prompts),
  };
}
