import type { Ontology } from '@skinr1/ontology';
import type { CorpusBuild } from '@skinr1/rationale';
import type { ModelFolder } from './model-stage.ts';
import type { RunOutcome } from './outcome.ts';
import { type RunStagesOptions, runStages } from './run-stages.ts';
import type { Stage, StageNeeds } from './stage.ts';
import { dataStage, type RunData } from './stages/data.ts';
import { evaluationsStage, type ModelResult } from './stages/evaluations.ts';
import { baseGrpoStage, baseStage, sftGrpoStage, sftStage, visionStage } from './stages/models.ts';
import { ontologyStage } from './stages/ontology.ts';
import { planStage } from './stages/plan.ts';
import { type Questions, questionsStage } from './stages/questions.ts';
import { reasoningStage } from './stages/reasoning.ts';
import { reportStage } from './stages/report.ts';
import { untrainedStage } from './stages/untrained.ts';
import type { StepPlan } from './trainings/plan-steps.ts';

/** The stages of the method, by name. */
export interface MethodStages extends StageNeeds {
  readonly ontology: Stage<Ontology>;
  readonly data: Stage<RunData>;
  readonly reasoning: Stage<CorpusBuild>;
  readonly questions: Stage<Questions>;
  readonly untrained: Stage<ModelFolder>;
  readonly plan: Stage<StepPlan>;
  readonly vision: Stage<ModelFolder>;
  readonly base: Stage<ModelFolder>;
  readonly sft: Stage<ModelFolder>;
  readonly sftGrpo: Stage<ModelFolder>;
  readonly baseGrpo: Stage<ModelFolder>;
  readonly evaluations: Stage<readonly ModelResult[]>;
  readonly report: Stage<RunOutcome>;
}

/**
 * The whole method: textbook and images to trajectories, a base that sees and knows the answer's form, SFT, GRPO,
 * the ablation without SFT, the evaluation of all four models and the report. In the order in which they run: all models are
 * trained before any is evaluated, as the plan of steps counts on.
 */
export const methodStages: MethodStages = {
  ontology: ontologyStage,
  data: dataStage,
  reasoning: reasoningStage,
  questions: questionsStage,
  untrained: untrainedStage,
  plan: planStage,
  vision: visionStage,
  base: baseStage,
  sft: sftStage,
  sftGrpo: sftGrpoStage,
  baseGrpo: baseGrpoStage,
  evaluations: evaluationsStage,
  report: reportStage,
};

/**
 * Runs all stages of the method in a folder, or goes on with those that are missing.
 *
 * @throws UsageError if the folder holds work of other inputs; the signal's reason when aborted, after a
 *   checkpoint
 */
export async function runPipeline(options: RunStagesOptions): Promise<RunOutcome> {
  return (await runStages(methodStages, options)).report;
}
