import { createLearner, type Model } from '@skinr1/model';
import { type DrawnExamples, type SftExample, type SftStep, sftLoss, trainSft } from '@skinr1/sft';
import type { LanguageTraining, RunConfig } from '../run-config.ts';
import { endIfAborted, learnsLanguage, optimizer, type TrainingOptions } from './training.ts';
import { turnAtRandom } from './visual-concepts.ts';

/** What fixes a training on answers. */
export type AnswerTraining = LanguageTraining &
  Pick<RunConfig, 'seed' | 'maxAnswerTokens'> & {
    /** Which weights learn. @defaultValue {@link learnsLanguage} */
    readonly trainable?: (name: string) => boolean;
  };

/** Teaches a model answers to questions: those of exercises, or of trajectories. Throws the signal's reason when aborted, after a checkpoint. */
export async function teachAnswers(
  model: Model,
  examples: readonly (SftExample | DrawnExamples)[],
  { seed, maxAnswerTokens, promptsPerStep, trainable = learnsLanguage, ...moves }: AnswerTraining,
  training: TrainingOptions<SftStep>,
): Promise<void> {
  const learner = await createLearner(model, {
    loss: sftLoss(),
    optimizer: optimizer(moves, training.steps),
    trainable,
  });
  try {
    const result = await trainSft({
      ...training,
      model,
      learner,
      examples,
      augment: turnAtRandom,
      batchSize: promptsPerStep,
      maxAnswerTokens,
      seed,
    });
    endIfAborted(result, training.signal);
  } finally {
    await learner.release();
  }
}
