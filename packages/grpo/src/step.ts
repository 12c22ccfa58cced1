import type { Prompt, Random, SampledCompletion, SampledGroup, ScoredGroup } from '@skinr1/core';
import { nanMean, nanStd } from './advantages/statistics.ts';
import type { RunningControllers } from './controllers/running-controllers.ts';
import { atPlaces, type CollectedBatch, collectBatch, type JudgedBatch } from './judged-batch.ts';
import { completionMetrics, type Metrics, rewardMetrics } from './metrics.ts';
import type { GrpoSettings } from './options.ts';
import { learnInPasses } from './passes.ts';
import { rewardRange } from './rewards/bounded-reward.ts';
import type { ScoredCompletions } from './rewards/score-completions.ts';
import { toRollouts } from './rollouts.ts';
import { checkAdvantages } from './trainer-checks.ts';
import { klColumn, klOfAnswers, withKl } from './updates/kl-in-reward.ts';
import { type LearnerScores, scoreByLearner } from './updates/learner-scores.ts';
import { syncReferenceAt } from './updates/sync-reference.ts';

/** A run's settings, and what of it is at work. */
export interface StepSettings<Labels> extends GrpoSettings<Labels> {
  /** The next prompts of the run. */
  readonly take: (count: number) => readonly Prompt<Labels>[];
  readonly controllers: RunningControllers;
}

/** One step: sample, judge, compare, journal, update. */
export async function learnStep<Labels>(
  settings: StepSettings<Labels>,
  step: number,
  random: Random,
): Promise<{ metrics: Metrics; completions: readonly SampledCompletion[] }> {
  const { draw, controllers, signal } = settings;
  const { groupSize } = draw;
  const collected = await collectBatch(settings, settings.take, step, random);
  const { asked } = collected;
  const batch = atPlaces(settings, asked, collected.kept, step);
  const learner = await scoreByLearner(settings, groupsOf(batch));
  const earned = await earnings(settings, collected, batch, learner);
  const advantages = settings.advantage(earned.kept);
  checkAdvantages(advantages, batch.samples.length);
  await journal(settings, collected, earned.asked, advantages, step);
  // The last place where stopping leaves the weights as they were.
  signal?.throwIfAborted();

  const scoredGroups = learner.groups.map((group, index) => ({
    ...group,
    advantages: [...advantages.subarray(index * groupSize, (index + 1) * groupSize)],
    ...weightsOf(settings, batch.prompts[index]!, group.completions),
    ...(learner.importance
      ? { oldLogProbs: learner.oldLogProbs[index]!, importance: learner.importance[index]! }
      : {}),
  }));
  const { coefficients } = controllers;
  const passes = random.fork('passes');
  const update = await learnInPasses(settings, scoredGroups, step, passes, coefficients);
  await syncReferenceAt(settings, step);
  const completions = asked.groups.flat();
  const metrics = {
    ...update,
    ...completionMetrics(completions),
    ...rewardMetrics(asked.scored, rewardRange(settings.rewards, step)),
    ...collected.metrics,
    ...learner.metrics,
    ...earned.metrics,
    ...named('coefficients/', coefficients),
  };
  controllers.observe(metrics, batch.samples.length);
  return { metrics, completions };
}

function groupsOf<Labels>({ prompts, groups }: JudgedBatch<Labels>): SampledGroup[] {
  return prompts.map((prompt, index) => ({ prompt, completions: groups[index]! }));
}

/** What answers earn, with KL where it is part of the reward: of those learnt from, and of all that were asked for. */
async function earnings<Labels>(
  settings: StepSettings<Labels>,
  { asked, kept }: CollectedBatch<Labels>,
  batch: JudgedBatch<Labels>,
  { groups, oldLogProbs }: LearnerScores,
): Promise<{ kept: ScoredCompletions; asked: ScoredCompletions; metrics: Metrics }> {
  const { klInReward, controllers, draw } = settings;
  if (!klInReward) return { kept: batch.scored, asked: asked.scored, metrics: {} };
  const beta = typeof klInReward.beta === 'number' ? klInReward.beta : controllers.rewardBeta!;
  const kl = await klOfAnswers(settings, groups, oldLogProbs);
  const ofAll = new Array<number | null>(asked.samples.length).fill(null);
  kl.forEach((value, row) => {
    ofAll[kept[Math.floor(row / draw.groupSize)]! * draw.groupSize + (row % draw.groupSize)] =
      value;
  });
  const values = Float64Array.from(kl);
  return {
    kept: withKl(batch.scored, kl, beta),
    asked: withKl(asked.scored, ofAll, beta),
    metrics: named(`rewards/${klColumn}/`, { mean: nanMean(values), std: nanStd(values), beta }),
  };
}

/** Before the update, so that a step that fails there can still be read. */
async function journal<Labels>(
  { draw, rolloutLog, onRollouts, describeRollout }: StepSettings<Labels>,
  { asked, kept }: CollectedBatch<Labels>,
  scored: ScoredCompletions,
  advantages: Float64Array,
  step: number,
): Promise<void> {
  const { groupSize } = draw;
  const ofAll = new Float64Array(asked.samples.length);
  kept.forEach((place, index) => {
    ofAll.set(advantages.subarray(index * groupSize, (index + 1) * groupSize), place * groupSize);
  });
  const details = describeRollout ? await Promise.all(asked.samples.map(describeRollout)) : [];
  const rollouts = toRollouts(step, asked.samples, scored, ofAll, details);
  await rolloutLog?.append(rollouts);
  await onRollouts?.(rollouts);
}

/** What of each answer is learnt, where not all of all is. */
function weightsOf<Labels>(
  { maskTruncated, tokenWeights }: StepSettings<Labels>,
  prompt: Prompt<Labels>,
  completions: readonly SampledCompletion[],
): Pick<ScoredGroup, 'weights'> {
  if (!maskTruncated && !tokenWeights) return {};
  return {
    weights: completions.map((completion) => {
      if (maskTruncated && isWhole(completion) === 0) return 0;
      return tokenWeights?.({ prompt, completion }) ?? 1;
    }),
  };
}

/** 1 for an answer that came to its end, 0 for one that was cut. */
function isWhole({ finishReason }: SampledCompletion): number {
  return finishReason === 'stop' ? 1 : 0;
}

function named(before: string, values: Readonly<Record<string, number>>): Metrics {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${before}${name}`, value]),
  );
}
