import type { GrpoStep, Rollout } from '@skinr1/grpo';
import type { SftStep, VisionStep } from '@skinr1/sft';
import { type ModelFolder, modelStage, teach } from '../model-stage.ts';
import type { Stage } from '../stage.ts';
import type { StepPlan } from '../trainings/plan-steps.ts';
import { teachAnswers } from '../trainings/teach-answers.ts';
import { runRewards, teachByRewards } from '../trainings/teach-by-rewards.ts';
import { teachVision } from '../trainings/teach-vision.ts';
import { stageTraining } from '../trainings/training.ts';
import { judgeStage } from './judge.ts';
import { planStage } from './plan.ts';
import { questionsStage } from './questions.ts';
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

/** Stage 1 of the method: the model learns the answers of verified trajectories. */
export const sftStage: Stage<ModelFolder> = modelStage({
  name: 'sft',
  needs: { questions: questionsStage, start: visionStage, plan: planStage },
  settings: ({ sft, maxAnswerTokens }) => ({ sft, maxAnswerTokens }),
  make: ({ questions, start, plan }, context) =>
    teach(start, context, (model) => {
      const every = context.config.checkpointEvery;
      const training = stageTraining<SftStep>('sft', context, { steps: plan.sft, every });
      return teachAnswers(model, questions.examples, context.config, training);
    }),
});

/** Stage 2 of the method: GRPO on labels only. */
export const sftGrpoStage: Stage<ModelFolder> = grpoStage('sft-grpo', sftStage, ({ grpo }) => grpo);

/** The ablation: GRPO from the tower that sees, without SFT. */
export const grpoWithoutSftStage: Stage<ModelFolder> = grpoStage(
  'grpo',
  visionStage,
  ({ grpoWithoutSft }) => grpoWithoutSft,
);

function grpoStage(
  name: string,
  start: Stage<ModelFolder>,
  stepsOf: (plan: StepPlan) => number,
): Stage<ModelFolder> {
  return modelStage({
    name,
    needs: { questions: questionsStage, judge: judgeStage, start, plan: planStage },
    settings: ({ grpo, maxTokens }) => ({ grpo, maxTokens }),
    make: ({ questions, judge, start, plan }, context) =>
      teach(start, context, (model) => {
        const { config, directory } = context;
        const every = Math.max(1, Math.ceil(config.checkpointEvery / 5));
        const training = stageTraining<GrpoStep>(name, context, { steps: stepsOf(plan), every });
        return teachByRewards(model, questions.prompts, config, {
          ...training,
          rewards: runRewards(judge),
          rolloutLog: directory.stageLog<Rollout>('rollouts.jsonl', name),
        });
      }),
  });
}
