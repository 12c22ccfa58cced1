import { UsageError } from '../errors.ts';
import { longestTimer, pause } from '../time-limit.ts';

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
