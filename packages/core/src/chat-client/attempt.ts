import { InvalidInputError, ResourceError, type SkinR1Error } from '../errors.ts';
import { pause } from '../time-limit.ts';
import type { RateGate } from './rate-gate.ts';

/** An attempt that brought no answer, and whether another may. */
export class FailedAttempt extends Error {
  /** Milliseconds before another try may go better; `null` if none can. */
  readonly waitMs: number | null;
  readonly mend: string | undefined;

  constructor(problem: string, waitMs: number | null, mend?: string) {
    super(problem);
    this.waitMs = waitMs;
    this.mend = mend;
  }
}

/** An answer of another form than the API's; another try may bring one. */
export function formFailure(detail: string): FailedAttempt {
  return new FailedAttempt(`the answer has not the form of the API (${detail})`, 0);
}

/** An answer that says of itself what cannot be true; no other is asked for. */
export function untrueAnswer(detail: string): FailedAttempt {
  return new FailedAttempt(
    detail,
    null,
    'Check the server: what it says of its answers cannot be true.',
  );
}

/** What ended an attempt, as a failed one. */
export function failureOf(error: unknown): FailedAttempt {
  if (error instanceof FailedAttempt) return error;
  return new FailedAttempt(`connection failed (${rootOf(error).slice(0, 120)})`, 0);
}

/** What lies beneath "fetch failed". */
function rootOf(error: unknown): string {
  const inner = error instanceof Error ? error.cause : undefined;
  return inner === undefined ? String(error) : rootOf(inner);
}

/** What the caller is told of an attempt that no other can follow. */
export function errorOf(failure: FailedAttempt, source: string): SkinR1Error {
  const { message, waitMs, mend } = failure;
  if (waitMs === null) {
    return new InvalidInputError(`the language model refused: ${message}.`, {
      source,
      mend: mend ?? 'Check the address, the model name and the key.',
    });
  }
  return new ResourceError(`the answer broke off: ${message}.`, {
    source,
    mend: 'Check that the server runs, and ask again.',
  });
}

/** How often is tried, and how far apart. */
export interface RetryPlan {
  readonly retries: number;
  /** Before the first retry; it doubles. */
  readonly pauseMs: number;
  readonly gate: RateGate;
  readonly source: string;
}

/** Longest pause before a retry, in milliseconds. */
export const longestPause = 60_000;

/** Tries until an attempt succeeds. Throws InvalidInputError, ResourceError, or the signal's reason. */
export async function withRetries<T>(
  { retries, pauseMs, gate, source }: RetryPlan,
  signal: AbortSignal | undefined,
  attempt: () => Promise<T>,
): Promise<T> {
  let last = '';
  for (let tries = 0; tries <= retries; tries++) {
    signal?.throwIfAborted();
    await gate(signal);
    try {
      return await attempt();
    } catch (error) {
      signal?.throwIfAborted();
      const failure = failureOf(error);
      if (failure.waitMs === null) throw errorOf(failure, source);
      last = failure.message;
      const wait = Math.min(longestPause, Math.max(failure.waitMs, pauseMs * 2 ** tries));
      if (tries < retries) await pause(wait, signal);
    }
  }
  throw new ResourceError(`no answer after ${retries + 1} tries; the last: ${last}.`, {
    source,
    mend: 'Check that the server runs, or lower concurrency and rate; finished work is kept.',
  });
}
