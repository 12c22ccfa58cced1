import { createRandom } from '@skinr1/core';
import type { GrpoStep, Rollout } from '@skinr1/grpo';
import type { DrawnExamples, SftExample, SftStep, VisionStep } from '@skinr1/sft';
import { type ModelFolder, modelStage, teach } from '../model-stage.ts';
import type { Stage } from '../stage.ts';
import { rolloutDetails } from '../trainings/rollout-details.ts';
import { teachAnswers } from '../trainings/teach-answers.ts';
import {
  type GrpoVariant,
  learningRewards,
  methodVariant,
  teachByRewards,
} from '../trainings/teach-by-rewards.ts';
import { teachVision } from '../trainings/teach-vision.ts';
import { learnsByRewards, stageTraining } from '../trainings/training.ts';
import { dataStage } from './data.ts';
import { judgeStage } from './judge.ts';
import { answersOfLabels } from './label-answers.ts';
import { planStage } from './plan.ts';
import { type Questions, questionsStage } from './questions.ts';
import { reasoningStage } from './reasoning.ts';
import { untrainedStage } from './untrained.ts';

/** The vision tower learns what images show, before the model learns to reason about it. */
export const visionStage: Stage<ModelFolder> = modelStage({
  name: 'vision',
  needs: { questions: questionsStage, start: untrainedStage, plan: planStage },
  settings: ({ vision }) => vision,
  make: ({ questions, start, plan }, context) =>
    teach(start, context, (model) => {
      const every = context.config.checkpointEvery;
      const training = stageTraining<VisionStep>('vision', context, { steps: plan.vision, every });
      return teachVision(model, questions.concepts, context.config, training);
    }),
});

/**
 * What stands for the pretrained model of the method: the tower that sees, and a language model that has done
 * exercises in the answer's form. They tell the diagnosis, or show the image of another case, so that it learns to
 * word a note, to read options and how names lie in the hierarchy, and nothing of what an image shows.
 */
export const baseStage: Stage<ModelFolder> = answersStage(
  'base',
  visionStage,
  ({ exercises }) => exercises,
);

/** Stage 1 of the method: the model learns the answers of verified trajectories. */
export const sftStage: Stage<ModelFolder> = answersStage(
  'sft',
  baseStage,
  ({ examples }) => examples,
);

function answersStage(
  name: 'base' | 'sft',
  start: Stage<ModelFolder>,
  answersOf: (questions: Questions) => readonly (SftExample | DrawnExamples)[],
): Stage<ModelFolder> {
  return modelStage({
    name,
    needs: { questions: questionsStage, start, plan: planStage },
    settings: ({ [name]: training, maxAnswerTokens }) => ({ training, maxAnswerTokens }),
    make: ({ questions, start, plan }, context) =>
      teach(start, context, (model) => {
        const { config } = context;
        const { seed, maxAnswerTokens, checkpointEvery: every } = config;
        const answers = answersOf(questions);
        if (name === 'base' && answers.length === 0) {
          const message =
            'no image has reasoning to make exercises of: the base is the tower alone.';
          context.emit({ type: 'warning', message });
          return Promise.resolve();
        }
        return teachAnswers(
          model,
          answers,
          { seed, maxAnswerTokens, ...config[name] },
          stageTraining<SftStep>(name, context, { steps: plan[name], every }),
        );
      }),
  });
}

/** Stage 2 of the method: GRPO on labels only. */
export const sftGrpoStage: Stage<ModelFolder> = grpoStage('sft-grpo', sftStage);

/** The ablation: GRPO from the base, without SFT. */
export const baseGrpoStage: Stage<ModelFolder> = grpoStage('base-grpo', baseStage);

/** GRPO on labels only, from the model of a stage. */
export function grpoStage(
  name: string,
  start: Stage<ModelFolder>,
  variant: GrpoVariant = methodVariant,
): Stage<ModelFolder> {
  return modelStage({
    name,
    needs: { questions: questionsStage, judge: judgeStage, start, plan: planStage },
    settings: ({ grpo, maxTokens }) => ({ grpo, maxTokens, variant }),
    make: ({ questions, judge, start, plan }, context) =>
      teach(start, context, (model) => {
        const { config, directory } = context;
        const every = Math.max(1, Math.ceil(config.checkpointEvery / 5));
        const training = stageTraining<GrpoStep>(name, context, { steps: plan.grpo, every });
        const prompts = shareOf(questions.prompts, variant.share, config.seed);
        return teachByRewards(model, prompts, config, {
          ...training,
          rewards: learningRewards(judge, config.grpo, variant.outcome),
          rolloutLog: directory.stageLog<Rollout>('rollouts.jsonl', name),
          describeRollout: rolloutDetails(judge, directory),
        });
      }),
  });
}

/**
 * What the labels of GRPO's questions hold: a model learns their answers outright, with the weights that GRPO moves.
 * No policy gradient can be expected to find more.
 */
export function labelsStage(name: string, start: Stage<ModelFolder>): Stage<ModelFolder> {
  return modelStage({
    name,
    needs: { questions: questionsStage, data: dataStage, reasoning: reasoningStage, start },
    settings: ({ labels, grpo, maxAnswerTokens }) => ({
      labels,
      learns: grpo.learns,
      maxAnswerTokens,
    }),
    make: ({ questions, data, reasoning, start }, context) =>
      teach(start, context, (model) => {
        const { seed, maxAnswerTokens, labels, grpo, checkpointEvery: every } = context.config;
        return teachAnswers(
          model,
          answersOfLabels(questions.prompts, data.sparse, reasoning.trajectories),
          { seed, maxAnswerTokens, ...labels, trainable: learnsByRewards(grpo) },
          stageTraining<SftStep>(name, context, { steps: labels.steps, every }),
        );
      }),
  });
}

/** A share of the prompts, at least one; a smaller share is part of a larger. */
function shareOf<T>(prompts: readonly T[], share: number, seed: number): readonly T[] {
  if (share === 1) return prompts;
  const order = createRandom(seed).fork('share of the prompts').shuffle(prompts);
  return order.slice(0, Math.max(1, Math.round(prompts.length * share)));
}
