import { modelRows } from '../model-rows.ts';
import { defineStage, type Stage } from '../stage.ts';
import { divideBudget, type StepPlan, stepsOf, timeSteps } from '../trainings/plan-steps.ts';
import { type Questions, questionsStage } from './questions.ts';
import { untrainedStage } from './untrained.ts';

const path = 'results/plan.json';

/**
 * The steps of each training: as configured, or planned once from the budget by timing a few, so that a
 * resumed run takes the same.
 */
export const planStage: Stage<StepPlan> = defineStage({
  name: 'plan',
  needs: { questions: questionsStage, untrained: untrainedStage },
  // Without a budget the plan is the configured steps, and each training has its own among its settings.
  settings: (config) => config.budgetSeconds ?? stepsOf(config),
  kept: { path, open: (_, { directory }) => directory.readJson<StepPlan>(path) },
  async run({ questions, untrained }, context) {
    const { config, directory, signal, elapsed } = context;
    const { budgetSeconds, grpo } = config;
    let plan = stepsOf(config);
    if (budgetSeconds !== undefined) {
      const seconds = await timeSteps(config, questions, () => untrained.load(context), signal);
      plan = divideBudget(seconds, {
        seconds: budgetSeconds,
        spent: elapsed(),
        questions: countQuestions(questions),
        answersPerStep: grpo.promptsPerStep * grpo.groupSize,
        rows: modelRows.length,
      });
    }
    await directory.write(path, `${JSON.stringify(plan)}\n`);
    return plan;
  },
});

function countQuestions({ benchmarks }: Questions): number {
  return benchmarks.reduce((sum, { items }) => sum + items.length, 0);
}
