import {
  type Answer,
  InvalidInputError,
  ResourceError,
  type Reward,
  type RewardSample,
  startTimeLimit,
  UsageError,
  untilAborted,
} from '@skinr1/core';
import type { RewardTable } from '../advantages/reward-table.ts';
import { weightedSum } from '../advantages/reward-table.ts';

/** How a value came about: judged, "does not apply", the function failed, or it took too long. */
export type ScoreStatus = 'ok' | 'unscorable' | 'error' | 'timeout';

/** What one reward function said about one completion. */
export interface Score {
  /** `null` where the reward does not apply or failed. */
  readonly value: number | null;
  readonly status: ScoreStatus;
  /** Why, for `error` and `timeout`. */
  readonly reason?: string;
}

/** What becomes of a reward that fails: left out, the run stops, or this value. */
export type OnRewardError = 'null' | 'fail' | number;

/** Options of {@link scoreCompletions}. */
export interface ScoreOptions {
  /**
   * Longest wait for one asynchronous reward of one completion, in milliseconds; `Infinity` waits without
   * limit. A synchronous function cannot be interrupted.
   * @defaultValue 30_000
   */
  readonly timeoutMs?: number;
  /** @defaultValue 'null' */
  readonly onError?: OnRewardError;
  /** Completions judged at a time. @defaultValue 8 */
  readonly concurrency?: number;
  /**
   * Part of the completions on which one function may fail before the call does: a reward that fails
   * everywhere is a fault, not noise.
   * @defaultValue 0.5
   */
  readonly maxErrorRate?: number;
  /** Aborting ends the call at once with the signal's reason, also while a reward is waited for. */
  readonly signal?: AbortSignal;
}

/** The rewards of a step, as statistics need them and as people read them. */
export interface ScoredCompletions extends RewardTable {
  /** `[n]` weighted sums; NaN where nothing applies. */
  readonly totals: Float64Array;
  /** One list per completion, one entry per reward, in order. */
  readonly scores: readonly (readonly Score[])[];
}

/**
 * Judges completions with every reward, several at a time, and checks what comes back.
 *
 * @param samples Whole groups, one after the other.
 * @param groupSize Completions per prompt.
 * @throws UsageError for two rewards of one name or samples that do not make whole groups.
 * @throws InvalidInputError naming the function, when it failed and `onError` is `'fail'`.
 * @throws ResourceError when a function failed on more than `maxErrorRate` of the completions.
 */
export async function scoreCompletions<Labels, A extends Answer>(
  rewards: readonly Reward<Labels, A>[],
  samples: readonly RewardSample<Labels, A>[],
  groupSize: number,
  options: ScoreOptions = {},
): Promise<ScoredCompletions> {
  checkRewards(rewards);
  checkScoreOptions(options);
  const scores = await mapConcurrent(samples, options.concurrency ?? 8, async (sample) => {
    options.signal?.throwIfAborted();
    return Promise.all(rewards.map((reward) => scoreOne(reward, sample, options)));
  });
  const columns = rewards.map(({ name, weight = 1 }, k) => ({
    name,
    weight,
    values: Float64Array.from(scores, (row) => row[k]?.value ?? Number.NaN),
  }));
  checkErrorRates(rewards, scores, options.maxErrorRate ?? 0.5);
  const table = { groupSize, columns };
  return { ...table, totals: weightedSum(table), scores };
}

function checkScoreOptions({
  timeoutMs = 1,
  concurrency = 1,
  maxErrorRate = 0,
}: ScoreOptions): void {
  if (!(timeoutMs > 0)) throw new UsageError(`timeoutMs must be above 0, got ${timeoutMs}.`);
  if (!(concurrency >= 1))
    throw new UsageError(`concurrency must be at least 1, got ${concurrency}.`);
  if (!(maxErrorRate >= 0)) {
    throw new UsageError(`maxErrorRate must be at least 0, got ${maxErrorRate}.`);
  }
}

function checkRewards(rewards: readonly Reward<never, never>[]): void {
  if (rewards.length === 0) throw new UsageError('there is no reward function.');
  const names = new Set<string>();
  for (const { name } of rewards) {
    if (names.has(name)) {
      throw new UsageError(`two reward functions are named '${name}'.`, {
        mend: 'Give each a name of its own: `{ ...reward, name: "…" }`.',
      });
    }
    names.add(name);
  }
}

async function scoreOne<Labels, A extends Answer>(
  reward: Reward<Labels, A>,
  sample: RewardSample<Labels, A>,
  { timeoutMs = 30_000, onError = 'null', signal }: ScoreOptions,
): Promise<Score> {
  try {
    const pending = reward.score(sample);
    // Most rewards answer at once; a timer for each would cost more than the reward.
    const immediate = pending === null || typeof pending === 'number';
    const value = immediate ? pending : await settle(pending, timeoutMs, signal);
    if (value === null) return { value, status: 'unscorable' };
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      throw new TypeError(`returned ${describe(value)}, not a finite number or null`);
    }
    return { value, status: 'ok' };
  } catch (error) {
    // An abort is the caller's will, not the reward's fault, whatever the reward makes of it.
    signal?.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    if (onError === 'fail') {
      throw new InvalidInputError(`reward function '${reward.name}' failed: ${reason}.`, {
        source: `prompt '${sample.prompt.id}'`,
        cause: error,
      });
    }
    const status = error instanceof TimeoutError ? 'timeout' : 'error';
    return { value: onError === 'null' ? null : onError, status, reason };
  }
}

class TimeoutError extends Error {}

/** What a reward answers, before its time is over and the signal aborted. */
async function settle(
  pending: Promise<number | null>,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<number | null> {
  let stopTimer: () => void = () => undefined;
  const expired = new Promise<never>((_, reject) => {
    stopTimer = startTimeLimit(timeoutMs, () =>
      reject(new TimeoutError(`no answer in ${timeoutMs} ms`)),
    );
  });
  try {
    return await untilAborted(Promise.race([pending, expired]), signal);
  } finally {
    stopTimer();
  }
}

function checkErrorRates(
  rewards: readonly Reward<never, never>[],
  scores: readonly (readonly Score[])[],
  maxErrorRate: number,
): void {
  rewards.forEach(({ name }, k) => {
    const failed = scores.map((row) => row[k]).filter((score) => score?.reason !== undefined);
    if (failed.length <= maxErrorRate * scores.length) return;
    throw new ResourceError(
      `reward function '${name}' failed on ${failed.length} of ${scores.length} completions; the first: ${failed[0]?.reason}.`,
      { mend: 'Mend the function, or raise `maxErrorRate`.' },
    );
  });
}

/** Applies an asynchronous function with at most `limit` calls in flight; results in order. */
async function mapConcurrent<T, U>(
  items: readonly T[],
  limit: number,
  transform: (item: T) => Promise<U>,
): Promise<U[]> {
  const results = new Array<U>(items.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      results[index] = await transform(items[index] as T);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(limit, items.length)) }, worker));
  return results;
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' ? 'an object' : String(value);
}
