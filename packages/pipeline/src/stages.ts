import { access } from 'node:fs/promises';
import { join } from 'node:path';
import {
  adamw,
  chain,
  clipByGlobalNorm,
  cosine,
  type Engine,
  type Optimizer,
} from '@skinr1/autograd';
import type { ChoiceLabels, Prompt, Reward } from '@skinr1/core';
import {
  formatReward,
  type GrpoStep,
  grpoLoss,
  hierarchyReward,
  malignancyReward,
  type Rollout,
  trainGrpo,
} from '@skinr1/grpo';
import { createLearner, createPolicy, loadModel, type Model } from '@skinr1/model';
import {
  type SftExample,
  type SftStep,
  sftLoss,
  trainSft,
  trainVision,
  type VisionStep,
} from '@skinr1/sft';
import type { StartProgress } from './progress.ts';
import type { RunDirectory } from './run-directory.ts';
import { turnAtRandom, type VisualConcepts } from './visual-concepts.ts';

/** The method's rewards: form 1, option score up to 0.75, malignancy 0.25. */
export const methodRewards: readonly Reward<ChoiceLabels>[] = [
  formatReward(),
  hierarchyReward(),
  malignancyReward(),
];

/**
 * What learns after the vision stage: all but the tower, of which only the last layers, which speak to the
 * language model, go on. Learning with the rest, the tower would soon see less than before.
 */
const learnsLanguage = (name: string): boolean =>
  !name.startsWith('visual.') || name.startsWith('visual.merger.');

/** What every stage works with. */
export interface StageContext {
  readonly directory: RunDirectory;
  readonly engine: Engine;
  readonly signal: AbortSignal;
  readonly startProgress: StartProgress;
}

/** Opens the weights that a stage left; null if it left none. */
export async function openStageModel(
  { directory, engine }: StageContext,
  name: string,
): Promise<Model | null> {
  const folder = directory.file('models', name);
  const written = await access(join(folder, 'model.safetensors')).then(
    () => true,
    () => false,
  );
  return written ? loadModel(folder, { engine }) : null;
}

/** The vision tower learns what images show. Throws the signal's reason when aborted, after a checkpoint. */
export async function runVision(
  context: StageContext,
  model: Model,
  concepts: VisualConcepts,
  steps: number,
): Promise<void> {
  const { directory, signal, startProgress } = context;
  const { seed, vision, checkpointEvery } = directory.config;
  const progress = startProgress('vision', steps);
  try {
    const { stopReason } = await trainVision({
      model,
      examples: concepts.examples,
      conceptCount: concepts.names.length,
      augment: turnAtRandom,
      steps,
      batchSize: vision.imagesPerStep,
      learningRate: vision.learningRate,
      weightDecay: vision.weightDecay,
      seed,
      checkpoint: {
        directory: directory.file('checkpoints', 'vision'),
        every: checkpointEvery,
      },
      resume: true,
      signal,
      metricsLog: directory.stageLog<VisionStep>('metrics.jsonl', 'vision'),
      onStep: ({ step, metrics }) => progress.update(step, `recall ${metrics.recall?.toFixed(2)}`),
    });
    if (stopReason === 'aborted') signal.throwIfAborted();
  } finally {
    progress.stop();
  }
}

/** Stage 1: answers of trajectories. Throws the signal's reason when aborted, after a checkpoint. */
export async function runSft(
  context: StageContext,
  model: Model,
  examples: readonly SftExample[],
  steps: number,
): Promise<void> {
  const { directory, signal, startProgress } = context;
  const { seed, sft, maxAnswerTokens, checkpointEvery } = directory.config;
  const learner = await createLearner(model, {
    loss: sftLoss(),
    optimizer: optimizer(sft.learningRate, steps, sft.weightDecay),
    trainable: learnsLanguage,
  });
  const progress = startProgress('SFT', steps);
  try {
    const { stopReason } = await trainSft({
      model,
      learner,
      examples,
      steps,
      batchSize: sft.promptsPerStep,
      maxAnswerTokens,
      seed,
      checkpoint: { directory: directory.file('checkpoints', 'sft'), every: checkpointEvery },
      resume: true,
      signal,
      metricsLog: directory.stageLog<SftStep>('metrics.jsonl', 'sft'),
      onStep: ({ step, metrics }) => progress.update(step, `loss ${metrics.loss?.toFixed(3)}`),
    });
    if (stopReason === 'aborted') signal.throwIfAborted();
  } finally {
    progress.stop();
    await learner.release();
  }
}

/** Stage 2: the method's questions on labels only. Throws the signal's reason when aborted. */
export async function runGrpo(
  context: StageContext,
  stage: string,
  model: Model,
  prompts: readonly Prompt<ChoiceLabels>[],
  steps: number,
): Promise<void> {
  const { directory, signal, startProgress } = context;
  const { seed, grpo, maxTokens, checkpointEvery } = directory.config;
  const learner = await createLearner(model, {
    loss: grpoLoss({ beta: grpo.beta }),
    optimizer: optimizer(grpo.learningRate, steps, 0),
    trainable: learnsLanguage,
    maxCompletionLength: maxTokens,
  });
  const progress = startProgress(stage === 'grpo' ? 'GRPO without SFT' : 'GRPO', steps);
  try {
    const { stopReason } = await trainGrpo({
      policy: createPolicy(model, learner),
      prompts,
      rewards: methodRewards,
      groupSize: grpo.groupSize,
      promptsPerStep: grpo.promptsPerStep,
      steps,
      maxTokens,
      seed,
      checkpoint: {
        directory: directory.file('checkpoints', stage),
        every: Math.max(1, Math.ceil(checkpointEvery / 5)),
      },
      resume: true,
      signal,
      metricsLog: directory.stageLog<GrpoStep>('metrics.jsonl', stage),
      rolloutLog: directory.stageLog<Rollout>('rollouts.jsonl', stage),
      onStep: ({ step, metrics }) => progress.update(step, `reward ${metrics.reward?.toFixed(2)}`),
    });
    if (stopReason === 'aborted') signal.throwIfAborted();
  } finally {
    progress.stop();
    await learner.release();
  }
}

/** AdamW behind norm clipping; cosine schedule with 5 % warm-up. */
export function optimizer(peak: number, steps: number, weightDecay: number): Optimizer {
  const warmupSteps = Math.min(steps - 1, Math.ceil(steps * 0.05));
  return chain(
    clipByGlobalNorm(1),
    adamw({
      learningRate: cosine({ peak, totalSteps: steps, warmupSteps }),
      beta2: 0.98,
      weightDecay,
    }),
  );
}
