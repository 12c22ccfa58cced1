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
  /** Whether it is asked once more with its images hidden, which tells how much of a gain is seen. @defaultValue false */
  readonly imagesHidden?: boolean | undefined;
}

/** A row of the tables: an arm's model, and how it is asked. */
export interface ArmRow extends Pick<Arm, 'id' | 'title'> {
  readonly arm: Arm;
  readonly hidden: boolean;
}

/** The id of the row in which an arm is asked with its images hidden. */
export const hiddenRowOf = (arm: string): string => `${arm}-hidden`;

/** The rows of arms, in order: an arm's own, then the one with its images hidden if there is one. */
export function armRows(arms: readonly Arm[]): readonly ArmRow[] {
  return arms.flatMap((arm) => {
    const { id, title } = arm;
    const row = { id, title, arm, hidden: false };
    if (!arm.imagesHidden) return [row];
    return [row, { id: hiddenRowOf(id), title: `${title} (images hidden)`, arm, hidden: true }];
  });
}

const starts: Readonly<Record<Arm['start'], Stage<ModelFolder>>> = {
  base: baseStage,
  sft: sftStage,
};

/** Makes the models of arms and asks each the questions of all benchmarks; the results of {@link armRows} in order. */
export function armsStage(arms: readonly Arm[]): Stage<readonly ModelResult[]> {
  const models = new Map(arms.map((arm) => [arm, modelOf(arm)]));
  return defineStage({
    name: 'arms',
    needs: Object.fromEntries(
      armRows(arms).map((row) => [row.id, evaluationStage(row, models.get(row.arm)!)]),
    ),
    run: async (results) => Object.values(results),
  });
}

function modelOf({ id, start, grpo, labels }: Arm): Stage<ModelFolder> {
  if (labels) return labelsStage(id, starts[start]);
  return grpo ? grpoStage(id, starts[start], grpo) : starts[start];
}
