import type { TrainablePolicy } from '@skinr1/core';
import type { Model } from '@skinr1/model';
import type { RunConfig } from '../run-config.ts';
import type { Questions } from '../stages/questions.ts';
import { teachAnswers } from './teach-answers.ts';
import { teachByRewards } from './teach-by-rewards.ts';
import { teachVision } from './teach-vision.ts';

/** How many steps each training takes. */
export interface StepPlan {
  readonly vision: number;
  readonly sft: number;
  readonly grpo: number;
  readonly grpoWithoutSft: number;
}

/** Seconds of one GRPO step. */
interface RewardStepSeconds {
  readonly sampling: number;
  readonly update: number;
}

/** What a machine takes for one step of each training. */
export interface StepSeconds {
  readonly vision: number;
  readonly sft: number;
  /** With a model that has learnt to end its answers. */
  readonly ending: RewardStepSeconds;
  /** With one that has not, and writes until its tokens run out. */
  readonly endless: RewardStepSeconds;
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
  /** Rows of the results table by how their model answers. */
  readonly rows: { readonly ending: number; readonly endless: number };
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
 * Steps that fit a budget: evaluation's time is set aside, and what is left is divided. At least one step of
 * each training, even where nothing is left.
 */
export function divideBudget(
  { vision, sft, ending, endless }: StepSeconds,
  { seconds, spent, questions, answersPerStep, rows }: StepBudget,
): StepPlan {
  const sampling = rows.ending * ending.sampling + rows.endless * endless.sampling;
  const evaluation = (questions * sampling) / answersPerStep;
  const left = seconds * (1 - reserve) - spent - evaluation;
  const fit = (share: number, each: number): number =>
    Math.max(1, Math.floor((left * share) / each));
  return {
    vision: fit(shares.vision, vision),
    sft: fit(shares.sft, sft),
    grpo: fit(shares.grpo, ending.sampling + ending.update),
    grpoWithoutSft: fit(shares.grpoWithoutSft, endless.sampling + endless.update),
  };
}

/**
 * Times a few steps of each training, by the trainers that the run uses, on models to be thrown away. Models
 * that end their answers do not exist yet: for them, answers are cut at the usual length of those that SFT
 * teaches.
 *
 * @param load gives the untrained model; each is released here
 */
export async function timeSteps(
  config: RunConfig,
  { concepts, examples, prompts }: Questions,
  load: () => Promise<Model>,
  signal: AbortSignal,
): Promise<StepSeconds> {
  const time = async (train: (model: Model) => Promise<void>): Promise<void> => {
    const model = await load();
    try {
      await train(model);
    } finally {
      await model.release();
    }
  };
  const visionTimer = stepTimer();
  await time((model) =>
    teachVision(model, concepts, config, { steps: 5, signal, onStep: visionTimer.onStep }),
  );
  const sftTimer = stepTimer();
  await time((model) =>
    teachAnswers(model, examples, config, { steps: 5, signal, onStep: sftTimer.onStep }),
  );
  const rewardTimer = stepTimer();
  const sampling: number[] = [];
  await time((model) => {
    const lengths = [config.maxTokens, usualAnswerLength(model, examples, config.maxTokens)];
    return teachByRewards(model, prompts, config, {
      steps: lengths.length,
      signal,
      onStep: rewardTimer.onStep,
      wrapPolicy: (policy) => timeSampling(policy, lengths, sampling),
    });
  });
  const [endless, ending] = rewardTimer.seconds.map((seconds, step) => ({
    sampling: sampling[step] as number,
    update: seconds - (sampling[step] as number),
  })) as [RewardStepSeconds, RewardStepSeconds];
  return { vision: visionTimer.warmMean(), sft: sftTimer.warmMean(), ending, endless };
}

function stepTimer(): {
  readonly seconds: number[];
  readonly onStep: (step: { readonly metrics: Readonly<Record<string, number>> }) => void;
  readonly warmMean: () => number;
} {
  const seconds: number[] = [];
  return {
    seconds,
    onStep: ({ metrics }) => void seconds.push(metrics.step_time as number),
    // The first step also compiles.
    warmMean: () => seconds.slice(1).reduce((sum, each) => sum + each, 0) / (seconds.length - 1),
  };
}

/** The policy with answers cut at a length of its own in each step; notes the seconds of each. */
function timeSampling(
  policy: TrainablePolicy,
  lengths: readonly number[],
  seconds: number[],
): TrainablePolicy {
  return {
    ...policy,
    async sample(prompts, options) {
      const started = performance.now();
      const maxTokens = lengths[seconds.length] ?? options.maxTokens;
      const groups = await policy.sample(prompts, { ...options, maxTokens });
      seconds.push((performance.now() - started) / 1000);
      return groups;
    },
  };
}

/** The length in tokens that all but a tenth of the answers to learn keep to. */
function usualAnswerLength(
  { tokenizer }: Model,
  examples: Questions['examples'],
  most: number,
): number {
  const stride = Math.ceil(examples.length / 200);
  const lengths = examples
    .filter((_, index) => index % stride === 0)
    .map(({ answer }) => Math.min(most, tokenizer.encode(answer).length + 1))
    .sort((a, b) => a - b);
  return lengths[Math.floor(lengths.length * 0.9)] ?? most;
}
