import { runControl, runTraining, type TrainingRunResult } from '@skinr1/autograd';
import { createRandom, UsageError } from '@skinr1/core';
import { type ControllersState, RunningControllers } from './controllers/running-controllers.ts';
import { evaluatePolicy } from './evaluate.ts';
import { identityOf } from './identity.ts';
import type { Metrics } from './metrics.ts';
import { checkGrpoOptions } from './option-checks.ts';
import { type GrpoOptions, type GrpoSettings, type GrpoStep, withDefaults } from './options.ts';
import { dryRunRewards } from './rewards/dry-run.ts';
import { learnStep } from './step.ts';

/*
 * Stage 2 of Skin-R1: group relative policy optimization (Shao et al. 2024) with the rewards, advantage
 * and loss that the caller composes; one update per batch, on-policy, unless told otherwise.
 *
 * Differences from the paper and its reference implementation
 * - Rewards read the answer strictly; the reference searches for any first letter.
 * - The log-probabilities of the sampling policy are those noted while sampling, not recomputed.
 * - When an epoch ends inside a batch, the batch is filled from the next epoch instead of being cut.
 * - A completion that no reward applies to has advantage 0; it still counts in the loss's mean.
 * - KL to the reference is a part of the loss, as in the paper, or of the reward, where that is asked for.
 * - The loss, the reference model and the learning-rate schedule belong to the policy.
 */

/** What a later step depends on besides the policy; stored in checkpoints. */
interface GrpoState {
  /** Of the prompt order. */
  readonly order: unknown;
  /** Prompts asked so far. */
  readonly asked: number;
  readonly numTokens: number;
  readonly controllers: ControllersState;
}

/**
 * Trains a policy on its own answers: sample a group per prompt, judge, compare within the group, update.
 *
 * @throws UsageError for settings that make no sense, a checkpoint of another run, a policy that breaks
 *   its contract or diverges; InvalidInputError for a reward that fails in the dry run; whatever policy and
 *   rewards throw. The last checkpoint survives all of them.
 */
export async function trainGrpo<Labels>(options: GrpoOptions<Labels>): Promise<TrainingRunResult> {
  checkGrpoOptions(options);
  const settings = withDefaults(options);
  const { policy, prompts, rolloutLog } = settings;
  const control = runControl(settings);
  await policy.check?.([...prompts, ...(settings.heldOut ?? [])], settings.draw);
  await dryRun(settings);

  const random = createRandom(settings.seed);
  const schedule = settings.promptOrder(prompts, random.fork('prompts'));
  const controllers = new RunningControllers(settings);
  let asked = 0;
  let numTokens = 0;

  return runTraining<GrpoState, GrpoStep>({
    steps: settings.steps,
    ...control,
    identity: () => identityOf(settings),
    save: (directory) => policy.save(directory),
    restore: (directory) => policy.restore(directory),
    state: {
      get: () => ({ order: schedule.state, asked, numTokens, controllers: controllers.state }),
      set: (state) => {
        schedule.state = state.order;
        asked = state.asked;
        numTokens = state.numTokens;
        controllers.state = state.controllers;
      },
    },
    onStart: async (stepsDone) => {
      await rolloutLog?.rewind(stepsDone);
      await control.onStart(stepsDone);
    },
    step: async (step, moved) => {
      const started = performance.now();
      const take = (count: number) => {
        asked += count;
        return promptsAt(prompts, schedule.take(count, step), count);
      };
      const { metrics, completions } = await learnStep(
        { ...settings, take, controllers },
        step,
        random.fork(`step ${step}`),
      );
      moved();
      numTokens += completions.reduce((total, { tokenIds }) => total + tokenIds.length, 0);
      const heldOut = await measure(settings, step);
      return {
        step,
        steps: settings.steps,
        metrics: {
          ...metrics,
          ...heldOut,
          num_tokens: numTokens,
          epoch: asked / prompts.length,
          step_time: (performance.now() - started) / 1000,
        },
      };
    },
  });
}

/** The prompts at the places that an order gave. Throws UsageError for one that gave others. */
function promptsAt<T>(prompts: readonly T[], places: readonly number[], count: number): T[] {
  if (places.length !== count) {
    throw new UsageError(`promptOrder gave ${places.length} places for ${count} prompts.`);
  }
  return places.map((place) => {
    const prompt = prompts[place];
    if (prompt !== undefined) return prompt;
    throw new UsageError(`promptOrder gave place ${place} of ${prompts.length} prompts.`);
  });
}

/** Tries the rewards; an abort in the meantime ends the run like one before its first step. */
async function dryRun<Labels>(settings: GrpoSettings<Labels>): Promise<void> {
  const { rewards, prompts, dryRunPrompts = 2, scoring, signal } = settings;
  try {
    const options = { ...scoring, ...(signal ? { signal } : {}) };
    await dryRunRewards(rewards, prompts.slice(0, dryRunPrompts), options);
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}

/** Rewards on held-out prompts, at the steps where they are due. */
async function measure<Labels>(settings: GrpoSettings<Labels>, step: number): Promise<Metrics> {
  const { policy, heldOut = [], rewards, maxTokens, scoring = {}, steps, signal } = settings;
  const isDue = step % settings.evaluateEvery === 0 || step === steps;
  if (heldOut.length === 0 || !isDue) return {};
  const common = { policy, prompts: heldOut, rewards, maxTokens, step, scoring };
  const evaluation = signal ? { ...common, signal } : common;
  return (await evaluatePolicy(evaluation)).metrics;
}
