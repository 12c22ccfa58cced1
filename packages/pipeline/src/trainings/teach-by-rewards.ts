import type { StepLog } from '@skinr1/autograd';
import type { ChoiceLabels, Prompt, Reward, TrainablePolicy } from '@skinr1/core';
import {
  formatReward,
  type GrpoStep,
  grpoLoss,
  hierarchyReward,
  malignancyReward,
  type Rollout,
  trainGrpo,
} from '@skinr1/grpo';
import { createLearner, createPolicy, type Model } from '@skinr1/model';
import type { RunConfig } from '../run-config.ts';
import { endIfAborted, learnsLanguage, optimizer, type TrainingOptions } from './training.ts';

/** The method's rewards: form 1, option score up to 0.75, malignancy 0.25. */
export const methodRewards: readonly Reward<ChoiceLabels>[] = [
  formatReward(),
  hierarchyReward(),
  malignancyReward(),
];

/** {@link TrainingOptions} of GRPO. */
export interface RewardTrainingOptions extends TrainingOptions<GrpoStep> {
  readonly rolloutLog?: StepLog<Rollout>;
  /** Changes how the policy acts. @defaultValue as it is */
  readonly wrapPolicy?: (policy: TrainablePolicy) => TrainablePolicy;
}

/** Stage 2: the method's questions on labels only. Throws the signal's reason when aborted. */
export async function teachByRewards(
  model: Model,
  prompts: readonly Prompt<ChoiceLabels>[],
  { seed, grpo, maxTokens }: RunConfig,
  { wrapPolicy = (policy) => policy, ...training }: RewardTrainingOptions,
): Promise<void> {
  const learner = await createLearner(model, {
    loss: grpoLoss({ beta: grpo.beta }),
    optimizer: optimizer(grpo.learningRate, training.steps, 0),
    trainable: learnsLanguage,
    maxCompletionLength: maxTokens,
  });
  try {
    const result = await trainGrpo({
      ...training,
      policy: wrapPolicy(createPolicy(model, learner)),
      prompts,
      rewards: methodRewards,
      groupSize: grpo.groupSize,
      promptsPerStep: grpo.promptsPerStep,
      maxTokens,
      seed,
    });
    endIfAborted(result, training.signal);
  } finally {
    await learner.release();
  }
}
