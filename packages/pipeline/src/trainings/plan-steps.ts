import type { TrainablePolicy } from '@skinr1/core';
import type { Model } from '@skinr1/model';
import { textOfAnswer } from '@skinr1/sft';
import type { RunConfig } from '../run-config.ts';
import type { Questions } from '../stages/questions.ts';
import { teachAnswers } from './teach-answers.ts';
import { teachByRewards } from './teach-by-rewards.ts';
import { teachVision } from './teach-vision.ts';

/** How many steps each training takes. */
export interface StepPlan {
  readonly vision: number;
  readonly base: number;
  readonly sft: number;
  /** After SFT, and as many from the base. */
  readonly grpo: number;
}

/** What a machine takes for one step of each training. */
export interface StepSeconds {
  readonly vision: number;
  readonly base: number;
  readonly sft: number;
  /** With answers of the usual length. */
  readonly grpo: { readonly sampling: number; readonly update: number };
}

/** What there is to spend and what of it is bespoken. */
export interface StepBudget {
  /** Seconds for the whole run. */
  readonly seconds: number;
  /** Seconds already spent. */
  readonly spent: number;
  /** Questions that evaluation asks each model. */
  readonly questions: number;
  /** Answers sampled in one GRPO step. */
  readonly answersPerStep: number;
  /** Rows of the results table. */
  readonly rows: number;
}

/** Shares of the time left for training; GRPO's is that of each of its two. */
const shares = { vision: 0.15, base: 0.07, sft: 0.38, grpo: 0.2 } as const;

/** Part of the budget kept back for the report and for a machine that slows down. */
const reserve = 0.1;

/** Without a budget the configuration's own steps. */
export function stepsOf({ vision, base, sft, grpo }: RunConfig): StepPlan {
  return { vision: vision.steps, base: base.steps, sft: sft.steps, grpo: grpo.steps };
}

/**
 * Steps that fit a budget: evaluation's time is set aside, and what is left is divided. At least one step of
 * each training, even where nothing is left.
 */
export function divideBudget(
  { vision, base, sft, grpo }: StepSeconds,
  { seconds, spent, questions, answersPerStep, rows }: StepBudget,
): StepPlan {
  const evaluation = (rows * questions * grpo.sampling) / answersPerStep;
  const left = seconds * (1 - reserve) - spent - evaluation;
  const fit = (share: number, each: number): number =>
    Math.max(1, Math.floor((left * share) / each));
  return {
    vision: fit(shares.vision, vision),
    base: fit(shares.base, base),
    sft: fit(shares.sft, sft),
    grpo: fit(shares.grpo, grpo.sampling + grpo.update),
  };
}

/**
 * Times a few steps of each training, by the trainers that the run uses, on models to be thrown away. Models
 * that end their answers do not exist yet: answers are cut at the usual length of those that SFT teaches.
 *
 * @param load gives the untrained model; each is released here
 */
export async function timeSteps(
  config: RunConfig,
  { concepts, exercises, examples, samples, prompts }: Questions,
  load: () => Promise<Model>,
  signal: AbortSignal,
): Promise<StepSeconds> {
  const time = async (
    steps: number,
    train: (model: Model, training: TimedTraining) => Promise<void>,
  ): Promise<number> => {
    const timer = stepTimer();
    const model = await load();
    try {
      await train(model, { steps, signal, onStep: timer.onStep });
    } finally {
      await model.release();
    }
    return timer.warmMean();
  };
  const vision = await time(5, (model, training) => teachVision(model, concepts, config, training));
  const base = await time(5, (model, training) =>
    teachAnswers(
      model,
      exercises.length > 0 ? exercises : examples,
      { ...config, ...config.base },
      training,
    ),
  );
  const sft = await time(5, (model, training) =>
    teachAnswers(model, examples, { ...config, ...config.sft }, training),
  );
  const sampling: number[] = [];
  const grpo = await time(2, (model, training) => {
    const maxTokens = usualAnswerLength(model, samples, config.maxTokens);
    return teachByRewards(model, prompts, config, {
      ...training,
      wrapPolicy: (policy) => timeSampling(policy, maxTokens, sampling),
    });
  });
  const [, warm] = sampling as [number, number];
  return { vision, base, sft, grpo: { sampling: warm, update: grpo - warm } };
}

/** What the trainers of all stages are given for a timing. */
interface TimedTraining {
  readonly steps: number;
  readonly signal: AbortSignal;
  readonly onStep: ReturnType<typeof stepTimer>['onStep'];
}

function stepTimer(): {
  readonly onStep: (step: { readonly metrics: Readonly<Record<string, number>> }) => void;
  readonly warmMean: () => number;
} {
  const seconds: number[] = [];
  return {
    onStep: ({ metrics }) => void seconds.push(metrics.step_time as number),
    // The first step also compiles.
    warmMean: () => seconds.slice(1).reduce((sum, each) => sum + each, 0) / (seconds.length - 1),
  };
}

/** The policy with answers cut at a length; notes the seconds of each step's sampling. */
function timeSampling(
  policy: TrainablePolicy,
  maxTokens: number,
  seconds: number[],
): TrainablePolicy {
  return {
    ...policy,
    async sample(prompts, options) {
      const started = performance.now();
      const groups = await policy.sample(prompts, { ...options, maxTokens });
      seconds.push((performance.now() - started) / 1000);
      return groups;
    },
  };
}

/** The length in tokens that all but a tenth of the answers to learn keep to. */
function usualAnswerLength(
  { tokenizer }: Model,
  samples: Questions['samples'],
  most: number,
): number {
  const stride = Math.ceil(samples.length / 200);
  const lengths = samples
    .filter((_, index) => index % stride === 0)
    .map((one) => Math.min(most, tokenizer.encode(textOfAnswer(one)).length + 1))
    .sort((a, b) => a - b);
  return lengths[Math.floor(lengths.length * 0.9)] ?? most;
}
