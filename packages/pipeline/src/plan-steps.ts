import { type ChoiceLabels, createRandom, type Prompt } from '@skinr1/core';
import { grpoLoss } from '@skinr1/grpo';
import { type ConceptExample, createLearner, createVisionLearner, type Model } from '@skinr1/model';
import { packExamples, type SftExample, sftLoss } from '@skinr1/sft';
import type { RunConfig } from './run-config.ts';
import { optimizer } from './stages.ts';
import type { VisualConcepts } from './visual-concepts.ts';

/** How many steps each training takes. */
export interface StepPlan {
  readonly vision: number;
  readonly sft: number;
  readonly grpo: number;
  readonly grpoWithoutSft: number;
}

/** What the stages learn from. */
export interface TrainingMaterial {
  readonly concepts: VisualConcepts;
  readonly examples: readonly SftExample[];
  readonly prompts: readonly Prompt<ChoiceLabels>[];
}

/** Shares of the time left for training. */
const shares = { vision: 0.15, sft: 0.45, grpo: 0.28, grpoWithoutSft: 0.12 } as const;

/** Part of the budget kept back for the report and for a machine that slows down. */
const reserve = 0.1;

/** Without a budget the configuration's own steps. */
export function stepsOf({ vision, sft, grpo }: RunConfig): StepPlan {
  return {
    vision: vision.steps,
    sft: sft.steps,
    grpo: grpo.steps,
    grpoWithoutSft: grpo.stepsWithoutSft,
  };
}

/**
 * Steps that fit the budget on this machine: a few steps of each kind are timed on a throw-away model,
 * the evaluation's cost is taken from the sampling among them, and the time left is divided. The plan is
 * made once and stored, so that a resumed run takes the same steps.
 */
export async function planSteps(
  config: RunConfig,
  budget: { readonly seconds: number; readonly spent: number; readonly questions: number },
  model: Model,
  { concepts, examples, prompts }: TrainingMaterial,
): Promise<StepPlan> {
  const visionSeconds = await timeVision(config, model, concepts);
  const sftSeconds = await timeSft(config, model, examples);
  const { sampling, update } = await timeGrpo(config, model, prompts);
  const rows = config.grpo.promptsPerStep * config.grpo.groupSize;
  const models = 4;
  const evaluation = (models * budget.questions * sampling) / rows;
  const left = budget.seconds * (1 - reserve) - budget.spent - evaluation;
  const fit = (share: number, seconds: number): number =>
    Math.max(1, Math.floor((left * share) / seconds));
  return {
    vision: fit(shares.vision, visionSeconds),
    sft: fit(shares.sft, sftSeconds),
    grpo: fit(shares.grpo, sampling + update),
    grpoWithoutSft: fit(shares.grpoWithoutSft, sampling + update),
  };
}

async function timeVision(
  { vision, seed }: RunConfig,
  model: Model,
  { names, examples }: VisualConcepts,
): Promise<number> {
  const learner = await createVisionLearner(model, {
    conceptCount: names.length,
    optimizer: optimizer(1e-9, 10, 0),
    seed,
  });
  const random = createRandom(seed).fork('plan');
  const batch = (): ConceptExample[] => random.sample(examples, vision.imagesPerStep);
  await learner.step(batch());
  const started = performance.now();
  const steps = 4;
  for (let i = 0; i < steps; i++) await learner.step(batch());
  const seconds = (performance.now() - started) / 1000 / steps;
  await learner.release();
  return seconds;
}

async function timeSft(
  config: RunConfig,
  model: Model,
  examples: readonly SftExample[],
): Promise<number> {
  const { groups } = packExamples(examples, model.tokenizer, {
    maxAnswerTokens: config.maxAnswerTokens,
  });
  const learner = await createLearner(model, {
    loss: sftLoss(),
    optimizer: optimizer(1e-5, 10, 0),
  });
  const random = createRandom(config.seed).fork('plan');
  const batch = (): typeof groups => random.sample(groups, config.sft.promptsPerStep);
  await learner.step(batch());
  const started = performance.now();
  const steps = 4;
  for (let i = 0; i < steps; i++) await learner.step(batch());
  const seconds = (performance.now() - started) / 1000 / steps;
  await learner.release();
  return seconds;
}

/** Seconds of one step's sampling and update. A model with random weights rarely stops: an upper bound. */
async function timeGrpo(
  { grpo, maxTokens, seed }: RunConfig,
  model: Model,
  prompts: readonly Prompt<ChoiceLabels>[],
): Promise<{ sampling: number; update: number }> {
  const learner = await createLearner(model, {
    loss: grpoLoss({ beta: grpo.beta }),
    optimizer: optimizer(1e-5, 10, 0),
  });
  const asked = prompts.slice(0, grpo.promptsPerStep);
  const { groupSize } = grpo;
  const random = createRandom(seed).fork('plan');
  const started = performance.now();
  const groups = await model.generate(asked, { groupSize, maxTokens, random });
  const sampled = performance.now();
  await learner.step(
    asked.map((prompt, index) => ({
      prompt,
      completions: (groups[index] ?? []).map((completion, row) => ({
        ...completion,
        advantage: row % 2 === 0 ? 1 : -1,
      })),
    })),
  );
  const updated = performance.now();
  await learner.release();
  return { sampling: (sampled - started) / 1000, update: (updated - sampled) / 1000 };
}
