import { type Answer, checkWholeNumber, type Reward, type Score } from '@skinr1/core';
import { checkRewards, scoreCompletions } from '@skinr1/grpo';
import { createGate } from './gate.ts';
import type { ScoredItem, ScoreItem } from './score-item.ts';

/** Options of {@link createScorer}. */
export interface ScorerOptions {
  readonly rewards: readonly Reward<never, Answer>[];
  /** Longest wait for one reward of one answer, unless the reward says its own. @defaultValue 30,000 */
  readonly timeoutMs?: number;
  /** Answers judged at a time, over all calls. @defaultValue 64 */
  readonly concurrency?: number;
}

/** Judges answers; the one place under all wires. */
export interface Scorer {
  /** Names of the rewards with their weights, in order. */
  readonly rewards: readonly { readonly name: string; readonly weight: number }[];
  /**
   * Judges each answer by itself: what fails on one says nothing of the others. Results in order.
   *
   * @throws the signal's reason when it is aborted
   */
  score(items: readonly ScoreItem[], signal?: AbortSignal): Promise<ScoredItem[]>;
}

/**
 * A scorer of rewards: they are asked as in training, and their sum is the same.
 *
 * @throws UsageError for no reward, two of one name, or one whose options make no sense.
 */
export function createScorer(options: ScorerOptions): Scorer {
  const { timeoutMs = 30_000, concurrency = 64 } = options;
  checkWholeNumber('concurrency', concurrency, 1);
  checkRewards(options.rewards);
  // Labels come from outside, whatever type a reward gives them: it fails on those that are none.
  const rewards = options.rewards as readonly Reward<unknown>[];
  const enter = createGate(concurrency);
  const scoreOne = async (item: ScoreItem, signal?: AbortSignal): Promise<ScoredItem> => {
    const { id } = item.prompt;
    try {
      const limits = { timeoutMs, maxErrorRate: 1, ...(signal ? { signal } : {}) };
      const { columns, scores, totals } = await scoreCompletions(rewards, [item], 1, limits);
      return describeScores(id, columns, scores[0]!, totals[0]!);
    } catch (error) {
      signal?.throwIfAborted();
      const reason = error instanceof Error ? error.message : String(error);
      return { id, reward: null, components: {}, status: 'error', reason };
    }
  };
  return {
    rewards: rewards.map(({ name, weight = 1 }) => ({
      name,
      weight: typeof weight === 'function' ? weight(0) : weight,
    })),
    score: (items, signal) =>
      Promise.all(items.map((item) => enter(() => scoreOne(item, signal), signal))),
  };
}

function describeScores(
  id: string,
  columns: readonly { readonly name: string }[],
  scores: readonly Score[],
  total: number,
): ScoredItem {
  const components = Object.fromEntries(
    columns.map(({ name }, k) => [name, scores[k]!.value] as const),
  );
  const reward = Number.isNaN(total) ? null : total;
  const failed = ['timeout', 'error'].map((status) =>
    scores.findIndex((score) => score.status === status),
  );
  const worst = failed.find((k) => k >= 0);
  if (worst === undefined) {
    return { id, reward, components, status: reward === null ? 'unscorable' : 'ok' };
  }
  const { status, reason } = scores[worst]!;
  return { id, reward, components, status, reason: `'${columns[worst]!.name}': ${reason}` };
}
