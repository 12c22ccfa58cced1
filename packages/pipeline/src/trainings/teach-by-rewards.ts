import type { StepLog } from '@skinr1/autograd';
import type {
  ChoiceLabels,
  Prompt,
  ReasoningJudge,
  Reward,
  RewardSample,
  TrainablePolicy,
} from '@skinr1/core';
import {
  coherenceReward,
  conclusionReward,
  type GrpoStep,
  groundingReward,
  grpoLoss,
  hierarchyReward,
  methodRewards,
  nativeReward,
  type Rollout,
  type RolloutDetails,
  trainGrpo,
} from '@skinr1/grpo';
import { createLearner, createPolicy, type Model } from '@skinr1/model';
import type { RunConfig } from '../run-config.ts';
import { conclusionTokens } from './conclusion-tokens.ts';
import { endIfAborted, learnsByRewards, optimizer, type TrainingOptions } from './training.ts';

/** What GRPO learns from, where arms of a study differ. */
export interface GrpoVariant {
  /** The reward for the option: by depth in the hierarchy, or all or nothing (the paper's ablation). */
  readonly outcome: 'hierarchy' | 'native';
  /** Share of the prompts, above 0 and at most 1. */
  readonly share: number;
}

/** That of the method. */
export const methodVariant: GrpoVariant = { outcome: 'hierarchy', share: 1 };

/**
 * The rewards of a run: the method's, and for the reasoning behind an answer up to 0.5 if it leads to the answer
 * and up to 0.25 for claims that are supported.
 */
export function runRewards(
  judge: ReasoningJudge<ChoiceLabels>,
  outcome: GrpoVariant['outcome'] = 'hierarchy',
): readonly Reward<ChoiceLabels>[] {
  return [
    ...methodRewards(outcome === 'native' ? nativeReward() : hierarchyReward()),
    coherenceReward({ judge, value: 0.5 }),
    groundingReward({ judge, value: 0.25 }),
  ];
}

/** The rewards that GRPO learns from: those of the run, and 1 for the right conclusion where that alone learns. */
export function learningRewards(
  judge: ReasoningJudge<ChoiceLabels>,
  { credit }: Pick<RunConfig['grpo'], 'credit'>,
  outcome: GrpoVariant['outcome'],
): readonly Reward<ChoiceLabels>[] {
  const rewards = runRewards(judge, outcome);
  return credit === 'conclusion' ? [...rewards, conclusionReward({ judge, value: 1 })] : rewards;
}

/** {@link TrainingOptions} of GRPO. */
export interface RewardTrainingOptions extends TrainingOptions<GrpoStep> {
  readonly rolloutLog?: StepLog<Rollout>;
  /** Adds to the rows of that log. */
  readonly describeRollout?: (sample: RewardSample<ChoiceLabels>) => Promise<RolloutDetails>;
  /** @defaultValue the method's alone */
  readonly rewards?: readonly Reward<ChoiceLabels>[];
  /** Changes how the policy acts. @defaultValue as it is */
  readonly wrapPolicy?: (policy: TrainablePolicy) => TrainablePolicy;
}

/** Stage 2: the method's questions on labels only. Throws the signal's reason when aborted. */
export async function teachByRewards(
  model: Model,
  prompts: readonly Prompt<ChoiceLabels>[],
  { seed, grpo, maxTokens }: RunConfig,
  {
    wrapPolicy = (policy) => policy,
    rewards = methodRewards(),
    ...training
  }: RewardTrainingOptions,
): Promise<void> {
  const updatesPerStep = Math.ceil(grpo.promptsPerStep / grpo.promptsPerUpdate);
  const learner = await createLearner(model, {
    loss: grpoLoss({ beta: grpo.beta }),
    optimizer: optimizer(
      // Sampled answers tell little: Muon would move as far in directions that are noise.
      { optimizer: 'adamw', learningRate: grpo.learningRate, weightDecay: 0 },
      training.steps * updatesPerStep,
    ),
    trainable: learnsByRewards(grpo),
    maxCompletionLength: maxTokens,
  });
  try {
    const result = await trainGrpo({
      ...training,
      policy: wrapPolicy(createPolicy(model, learner)),
      prompts,
      rewards,
      groupSize: grpo.groupSize,
      promptsPerStep: grpo.promptsPerStep,
      promptsPerUpdate: grpo.promptsPerUpdate,
      ...(grpo.credit === 'conclusion' ? { tokenWeights: conclusionTokens(model.tokenizer) } : {}),
      maxTokens,
      seed,
    });
    endIfAborted(result, training.signal);
  } finally {
    await learner.release();
  }
}
