import {
  createEpochSampler,
  type EpochCursor,
  runControl,
  runTraining,
  type TrainingRunResult,
} from '@skinr1/autograd';
import { createRandom, type Prompt, type Random, type SampledCompletion } from '@skinr1/core';
import { evaluatePolicy } from './evaluate.ts';
import { identityOf } from './identity.ts';
import { atPlaces, collectBatch } from './judged-batch.ts';
import { completionMetrics, type Metrics, rewardMetrics } from './metrics.ts';
import { type GrpoOptions, type GrpoSettings, type GrpoStep, withDefaults } from './options.ts';
import { learnInPasses } from './passes.ts';
import { rewardRange } from './rewards/bounded-reward.ts';
import { dryRunRewards } from './rewards/dry-run.ts';
import { toRollouts } from './rollouts.ts';
import { checkAdvantages } from './trainer-checks.ts';

/*
 * Stage 2 of Skin-R1: group relative policy optimization (Shao et al. 2024) with the rewards, advantage
 * and loss that the caller composes; one update per batch, on-policy, unless told otherwise.
 *
 * Differences from the paper and its reference implementation
 * - Rewards read the answer strictly; the reference searches for any first letter.
 * - The log-probabilities of the sampling policy are those noted while sampling, not recomputed.
 * - When an epoch ends inside a batch, the batch is filled from the next epoch instead of being cut.
 * - A completion that no reward applies to has advantage 0; it still counts in the loss's mean.
 * - The loss, the reference model and the learning-rate schedule belong to the policy.
 */

/** What a later step depends on besides the policy; stored in checkpoints. */
interface GrpoState {
  readonly cursor: EpochCursor;
  readonly numTokens: number;
}

/**
 * Trains a policy on its own answers: sample a group per prompt, judge, compare within the group, update.
 *
 * @throws UsageError for settings that make no sense, a checkpoint of another run, a policy that breaks
 *   its contract or diverges; InvalidInputError for a reward that fails in the dry run; whatever policy and
 *   rewards throw. The last checkpoint survives all of them.
 */
export async function trainGrpo<Labels>(options: GrpoOptions<Labels>): Promise<TrainingRunResult> {
  const settings = withDefaults(options);
  const { policy, prompts, rolloutLog } = settings;
  const control = runControl(settings);
  await policy.check?.([...prompts, ...(settings.heldOut ?? [])], settings.draw);
  await dryRun(settings);

  const random = createRandom(settings.seed);
  const sampler = createEpochSampler(prompts.length, random.fork('prompts'));
  let numTokens = 0;

  return runTraining<GrpoState, GrpoStep>({
    steps: settings.steps,
    ...control,
    identity: () => identityOf(settings),
    save: (directory) => policy.save(directory),
    restore: (directory) => policy.restore(directory),
    state: {
      get: () => ({ cursor: sampler.cursor, numTokens }),
      set: (state) => {
        sampler.cursor = state.cursor;
        numTokens = state.numTokens;
      },
    },
    onStart: async (stepsDone) => {
      await rolloutLog?.rewind(stepsDone);
      await control.onStart(stepsDone);
    },
    step: async (step, moved) => {
      const started = performance.now();
      const take = (count: number) => sampler.take(count).map((index) => prompts[index]!);
      const { metrics, tokens } = await learn(settings, take, step, random.fork(`step ${step}`));
      moved();
      numTokens += tokens;
      const heldOut = await measure(settings, step);
      const { epoch, position } = sampler.cursor;
      return {
        step,
        steps: settings.steps,
        metrics: {
          ...metrics,
          ...heldOut,
          num_tokens: numTokens,
          epoch: epoch + position / prompts.length,
          step_time: (performance.now() - started) / 1000,
        },
      };
    },
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

/** One step: sample, judge, compare, journal, update. */
async function learn<Labels>(
  settings: GrpoSettings<Labels>,
  take: (count: number) => readonly Prompt<Labels>[],
  step: number,
  random: Random,
): Promise<{ metrics: Metrics; tokens: number }> {
  const { rewards, draw, maskTruncated, signal } = settings;
  const { groupSize } = draw;
  const collected = await collectBatch(settings, take, step, random);
  const { asked, kept } = collected;
  const batch = atPlaces(settings, asked, kept, step);
  const advantages = settings.advantage(batch.scored);
  checkAdvantages(advantages, batch.samples.length);

  // Journalled before the update, so that a step that fails there can still be read.
  const ofAll = new Float64Array(asked.samples.length);
  kept.forEach((place, index) => {
    ofAll.set(advantages.subarray(index * groupSize, (index + 1) * groupSize), place * groupSize);
  });
  const rollouts = toRollouts(step, asked.samples, asked.scored, ofAll);
  await settings.rolloutLog?.append(rollouts);
  await settings.onRollouts?.(rollouts);
  // The last place where stopping leaves the weights as they were.
  signal?.throwIfAborted();

  const scoredGroups = batch.prompts.map((prompt, index) => ({
    prompt,
    completions: batch.groups[index]!,
    advantages: [...advantages.subarray(index * groupSize, (index + 1) * groupSize)],
    ...(maskTruncated ? { weights: batch.groups[index]!.map(isWhole) } : {}),
  }));
  const update = await learnInPasses(settings, scoredGroups, step, random.fork('passes'));
  const completions = asked.groups.flat();
  return {
    metrics: {
      ...update,
      ...completionMetrics(completions),
      ...rewardMetrics(asked.scored, rewardRange(rewards, step)),
      ...collected.metrics,
    },
    tokens: completions.reduce((total, { tokenIds }) => total + tokenIds.length, 0),
  };
}

/** 1 for an answer that came to its end, 0 for one that was cut. */
function isWhole({ finishReason }: SampledCompletion): number {
  return finishReason === 'stop' ? 1 : 0;
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
