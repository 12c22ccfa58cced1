import { UsageError } from './errors.ts';

/** The longest time that a timer holds, 2³¹ − 1 ms or 24.8 days: asked for more, it goes off at once. */
export const longestTimer: number = 2 ** 31 - 1;

/**
 * Calls a function when a time is over, unless the returned function is called before. With `Infinity`, or
 * more than a timer holds, there is no limit.
 *
 * @param milliseconds above 0
 * @throws UsageError for a time that is no number or not above 0
 */
export function startTimeLimit(milliseconds: number, onExpired: () => void): () => void {
  if (!(milliseconds > 0)) {
    throw new UsageError(`a time limit must be above 0 ms, got ${milliseconds}.`, {
      mend: 'Use `Infinity` for no limit.',
    });
  }
  if (milliseconds > longestTimer) return () => undefined;
  const timer = setTimeout(onExpired, milliseconds);
  return () => clearTimeout(timer);
}

/**
 * What a promise gives, unless the signal is aborted first: then the reason of the abort. What the promise
 * does later is ignored.
 */
export function untilAborted<T>(pending: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return pending;
  return new Promise<T>((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    pending.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** Waits, however long; rejects with the signal's reason if that comes first. */
export async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  for (let left = milliseconds; left > 0; left -= longestTimer) {
    let stopTimer: () => void = () => undefined;
    const over = new Promise<void>((resolve) => {
      stopTimer = startTimeLimit(Math.min(left, longestTimer), resolve);
    });
    await untilAborted(over, signal).finally(() => stopTimer());
  }
}
