import type { Answer, Prompt, ScoreStatus } from '@skinr1/core';

/** An answer to judge, whatever wire it came over. */
export interface ScoreItem {
  readonly prompt: Prompt;
  readonly completion: Answer;
}

/** What became of an answer. */
export interface ScoredItem {
  /** The prompt's id. */
  readonly id: string;
  /** Weighted sum of what applies, as in training; `null` where nothing does. */
  readonly reward: number | null;
  /** By reward, and by part of it as `reward/part`; `null` where one does not apply or failed. */
  readonly components: Readonly<Record<string, number | null>>;
  /** The worst that happened to any reward: `timeout` and `error` before `unscorable`, which is said of all alone. */
  readonly status: ScoreStatus;
  /** Which reward failed and why. */
  readonly reason?: string;
}
