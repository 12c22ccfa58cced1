import { createLearner, type Model } from '@skinr1/model';
import { type SftExample, type SftStep, sftLoss, trainSft } from '@skinr1/sft';
import type { RunConfig } from '../run-config.ts';
import { endIfAborted, learnsLanguage, optimizer, type TrainingOptions } from './training.ts';

/** Stage 1: answers of trajectories. Throws the signal's reason when aborted, after a checkpoint. */
export async function teachAnswers(
  model: Model,
  examples: readonly SftExample[],
  { seed, sft, maxAnswerTokens }: RunConfig,
  training: TrainingOptions<SftStep>,
): Promise<void> {
  const learner = await createLearner(model, {
    loss: sftLoss(),
    optimizer: optimizer(sft.learningRate, training.steps, sft.weightDecay),
    trainable: learnsLanguage,
  });
  try {
    const result = await trainSft({
      ...training,
      model,
      learner,
      examples,
      batchSize: sft.promptsPerStep,
      maxAnswerTokens,
      seed,
    });
    endIfAborted(result, training.signal);
  } finally {
    await learner.release();
  }
}
