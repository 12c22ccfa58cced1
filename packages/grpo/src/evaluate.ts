import {
  type Answer,
  checkOptions,
  checkSampleOptions,
  checkWholeNumber,
  createRandom,
  type Prompt,
  type Reward,
  type RewardSample,
  type SamplingPolicy,
  UsageError,
} from '@skinr1/core';
import { completionMetrics, type Metrics, rewardMetrics } from './metrics.ts';
import { rewardRange } from './rewards/bounded-reward.ts';
import { type ScoreOptions, scoreCompletions } from './rewards/score-completions.ts';
import { type Rollout, toRollouts } from './rollouts.ts';
import { checkGroups } from './trainer-checks.ts';

/** What {@link evaluatePolicy} needs and may be told. */
export interface EvaluateOptions<Labels, A extends Answer = Answer> {
  readonly policy: SamplingPolicy<A>;
  /** Prompts that are not learnt from. */
  readonly prompts: readonly Prompt<Labels>[];
  /** Those that look at tokens need a policy that gives them. */
  readonly rewards: readonly Reward<Labels, A>[];
  /** Longest completion, in tokens. */
  readonly maxTokens: number;
  /** 0 is greedy. @defaultValue 0 */
  readonly temperature?: number;
  /** Answers per prompt; more than one is of use with a temperature. @defaultValue 1 */
  readonly groupSize?: number;
  /** Prompts answered at a time. @defaultValue 16 */
  readonly batchSize?: number;
  /** Of the draws, when there is a temperature. @defaultValue 0 */
  readonly seed?: number | string;
  /** Step under which answers are listed, and whose weights rewards have. @defaultValue 0 */
  readonly step?: number;
  readonly scoring?: ScoreOptions;
  readonly signal?: AbortSignal;
}

/** What an evaluation found. */
export interface PolicyEvaluation {
  /** The metrics of a step, each name with the prefix `eval_`. */
  readonly metrics: Metrics;
  /** Every answer with its rewards; advantages are 0, since nothing is learnt. */
  readonly rollouts: readonly Rollout[];
}

/**
 * Lets a policy answer prompts and judges the answers, without learning.
 *
 * @throws UsageError when there are no prompts; whatever policy and rewards throw
 */
export async function evaluatePolicy<Labels, A extends Answer>(
  options: EvaluateOptions<Labels, A>,
): Promise<PolicyEvaluation> {
  const { prompts, rewards, batchSize = 16, step = 0, signal } = options;
  checkOptions<EvaluateOptions<Labels, A>>('evaluatePolicy', options, {
    policy: true,
    prompts: true,
    rewards: true,
    maxTokens: true,
    temperature: true,
    groupSize: true,
    batchSize: true,
    seed: true,
    step: true,
    scoring: true,
    signal: true,
  });
  if (prompts.length === 0) throw new UsageError('there are no prompts to evaluate on.');
  checkWholeNumber('batchSize', batchSize, 1);
  const { groupSize = 1, maxTokens, temperature = 0 } = options;
  const draw = checkSampleOptions({ groupSize, maxTokens, temperature });
  await options.policy.check?.(prompts, draw);
  const random = createRandom(options.seed ?? 0);
  const samples: RewardSample<Labels, A>[] = [];
  for (let start = 0; start < prompts.length; start += batchSize) {
    const batch = prompts.slice(start, start + batchSize);
    const groups = await options.policy.sample(batch, {
      ...draw,
      random: random.fork(`batch ${start}`),
      ...(signal ? { signal } : {}),
    });
    checkGroups(groups, batch.length, groupSize);
    batch.forEach((prompt, index) => {
      for (const completion of groups[index]!) samples.push({ prompt, completion });
    });
  }
  const scored = await scoreCompletions(rewards, samples, groupSize, {
    ...options.scoring,
    step,
    ...(signal ? { signal } : {}),
  });
  const metrics = {
    ...completionMetrics(samples.map(({ completion }) => completion)),
    ...rewardMetrics(scored, rewardRange(rewards, step)),
  };
  return {
    metrics: Object.fromEntries(
      Object.entries(metrics).map(([name, value]) => [`eval_${name}`, value]),
    ),
    rollouts: toRollouts(step, samples, scored, new Float64Array(samples.length)),
  };
}
