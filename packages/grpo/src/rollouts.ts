import type { Answer, RewardSample } from '@skinr1/core';
import { isSampled } from './is-sampled.ts';
import type { ScoredCompletions } from './rewards/score-completions.ts';

/** A claim that an answer makes, with what a verifier says of it. */
export interface RolloutClaim {
  /** Its place in the answer, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  readonly kind: string;
  readonly verdict: string;
  readonly reason: string;
}

/** What a verifier found in an answer. */
export interface RolloutVerdicts {
  readonly claims: readonly RolloutClaim[];
  /** Findings on the whole, by name, such as `conclusion`. */
  readonly facts: Readonly<Record<string, string>>;
}

/** What helps people to read an answer; `describeRollout` of the trainer gives it. */
export interface RolloutDetails {
  /** Files of the question's images, from the folder of the log. */
  readonly images?: readonly string[];
  readonly verdicts?: RolloutVerdicts;
}

/** One sampled answer as it is kept: what was asked, what came, what it earned and what it taught. */
export interface Rollout extends RolloutDetails {
  readonly step: number;
  readonly promptId: string;
  readonly prompt: string;
  readonly completion: string;
  /** Length of the answer; null where the policy gives no tokens. */
  readonly tokens: number | null;
  readonly finishReason: Answer['finishReason'];
  /** By reward function; null where it does not apply or failed. */
  readonly rewards: Readonly<Record<string, number | null>>;
  /** Weighted sum; null where nothing applies. */
  readonly reward: number | null;
  readonly advantage: number;
  /** Reward functions that failed, with the reason; left out when none did. */
  readonly problems?: Readonly<Record<string, string>>;
}

/** The rows of one step for a rollout log; details by row, where there are any. */
export function toRollouts(
  step: number,
  samples: readonly RewardSample[],
  { columns, scores, totals }: ScoredCompletions,
  advantages: Float64Array,
  details: readonly RolloutDetails[] = [],
): Rollout[] {
  return samples.map(({ prompt, completion }, row) => {
    const named = columns.map(({ name }, k) => [name, scores[row]![k]!] as const);
    const failed = named.filter(([, score]) => score.reason !== undefined);
    const reward = totals[row]!;
    return {
      step,
      promptId: prompt.id,
      prompt: prompt.text,
      completion: completion.text,
      tokens: isSampled(completion) ? completion.tokenIds.length : null,
      finishReason: completion.finishReason,
      rewards: Object.fromEntries(named.map(([name, score]) => [name, score.value])),
      reward: Number.isNaN(reward) ? null : reward,
      advantage: advantages[row]!,
      ...details[row],
      ...(failed.length > 0
        ? { problems: Object.fromEntries(failed.map(([name, score]) => [name, score.reason!])) }
        : {}),
    };
  });
}
