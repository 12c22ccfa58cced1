import { setTimeout as sleep } from 'node:timers/promises';
import { longestTimer, UsageError } from '@skinr1/core';

/** Resolves when the next request may be sent; rejects with the signal's reason if that comes first. */
export type RateGate = (signal?: AbortSignal) => Promise<void>;

/**
 * Lets at most so many requests a minute through, evenly spaced. It goes by a clock that never goes back, which that
 * of the wall does.
 *
 * Throws UsageError for a rate that is not above 0, or below one request in about 24 days.
 */
export function createRateGate(perMinute: number | undefined): RateGate {
  if (perMinute === undefined) return async () => {};
  const spacing = 60_000 / perMinute;
  if (!(perMinute > 0) || spacing > longestTimer) {
    throw new UsageError(`cannot send ${perMinute} requests a minute.`, {
      mend: 'Give a rate above 0, or none.',
    });
  }
  let next = 0;
  return async (signal) => {
    const now = performance.now();
    const wait = Math.max(0, next - now);
    next = Math.max(now, next) + spacing;
    if (wait > 0) await pause(wait, signal);
  };
}

/** Waits, however long; rejects with the signal's reason if that comes first. */
export async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  for (let left = milliseconds; left > 0; left -= longestTimer) {
    await sleep(Math.min(left, longestTimer), null, signal === undefined ? {} : { signal });
  }
}
