import type { ModelFolder } from '../model-stage.ts';
import { defineStage, type Stage } from '../stage.ts';
import { evaluationStage, type ModelResult } from '../stages/evaluations.ts';
import { baseStage, grpoStage, labelsStage, sftStage } from '../stages/models.ts';
import type { GrpoVariant } from '../trainings/teach-by-rewards.ts';

/** A way to make a model, to be compared with others that differ in one thing. */
export interface Arm {
  /** Names the arm's model and answers in the folder of a run. */
  readonly id: string;
  readonly title: string;
  /** What it starts from; the arm itself where it learns no more. */
  readonly start: 'base' | 'sft';
  /** What rewards it learns from, and of how many prompts. @defaultValue none: it is its start */
  readonly grpo?: GrpoVariant | undefined;
  /** Whether it is told the answers of GRPO's questions instead: the ceiling of the others. @defaultValue false */
  readonly labels?: boolean | undefined;
}

const starts: Readonly<Record<Arm['start'], Stage<ModelFolder>>> = {
  base: baseStage,
  sft: sftStage,
};

/** Makes the models of arms and asks each the questions of all benchmarks; the results in order. */
export function armsStage(arms: readonly Arm[]): Stage<readonly ModelResult[]> {
  return defineStage({
    name: 'arms',
    needs: Object.fromEntries(
      arms.map((arm) => [arm.id, evaluationStage({ ...arm, hidden: false }, modelOf(arm))]),
    ),
    run: async (results) => Object.values(results),
  });
}

function modelOf({ id, start, grpo, labels }: Arm): Stage<ModelFolder> {
  if (labels) return labelsStage(id, starts[start]);
  return grpo ? grpoStage(id, starts[start], grpo) : starts[start];
}
