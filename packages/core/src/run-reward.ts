import { InvalidInputError, SkinR1Error } from './errors.ts';
import type { Answer } from './policy.ts';
import type { OnRewardError, Reward, RewardContext, RewardSample, RewardValue } from './reward.ts';
import { pause, startTimeLimit, untilAborted } from './time-limit.ts';

/** How a value came about: judged, "does not apply", the function failed, or it took too long. */
export type ScoreStatus = 'ok' | 'unscorable' | 'error' | 'timeout';

/** What one reward said about one answer. */
export interface Score {
  /** `null` where the reward does not apply or failed. */
  readonly value: number | null;
  readonly status: ScoreStatus;
  /** What the value is made of, where the reward tells. */
  readonly parts?: Readonly<Record<string, number | null>>;
  /** Why, for `error` and `timeout`. */
  readonly reason?: string;
}

/** Options of {@link runReward}; what a reward says of itself comes first. */
export interface RunRewardOptions {
  /**
   * Longest wait for one asynchronous reward of one answer, in milliseconds; `Infinity` waits without limit. A
   * synchronous function cannot be interrupted.
   * @defaultValue 30_000
   */
  readonly timeoutMs?: number;
  /** @defaultValue 'null' */
  readonly onError?: OnRewardError;
  /** The step of training, from 1. @defaultValue 0 */
  readonly step?: number;
  /** Aborting ends the call at once with the signal's reason, also while a reward is waited for. */
  readonly signal?: AbortSignal;
}

/**
 * Asks one reward about one answer: whether it applies, then its value, with a time limit, further tries and
 * what it says of failures; and checks what comes back.
 *
 * @throws InvalidInputError naming the reward and the prompt, when it failed and `onError` is `'fail'`; the
 *   reason of an abort.
 */
export async function runReward<Labels, A extends Answer>(
  reward: Reward<Labels, A>,
  sample: RewardSample<Labels, A>,
  options: RunRewardOptions = {},
): Promise<Score> {
  const { signal } = options;
  const { retries = 0, onError = options.onError ?? 'null' } = reward;
  for (let attempt = 0; ; attempt++) {
    signal?.throwIfAborted();
    try {
      return await attemptOf(reward, sample, options);
    } catch (error) {
      // An abort is the caller's will, not the reward's fault, whatever the reward makes of it.
      signal?.throwIfAborted();
      if (attempt < retries && mayMend(error)) {
        await pauseBefore(attempt, signal);
        continue;
      }
      return failed(reward, sample, error, onError);
    }
  }
}

async function attemptOf<Labels, A extends Answer>(
  reward: Reward<Labels, A>,
  sample: RewardSample<Labels, A>,
  options: RunRewardOptions,
): Promise<Score> {
  if (reward.applies && !reward.applies(sample)) return { value: null, status: 'unscorable' };
  const context = new Context(options.step ?? 0, options.signal);
  const pending = reward.score(sample, context);
  // Most rewards answer at once; a timer for each would cost more than the reward.
  if (!isPromise(pending)) return checkedScore(pending);
  const timeoutMs = reward.timeoutMs ?? options.timeoutMs ?? 30_000;
  let stopTimer: () => void = () => undefined;
  const expired = new Promise<never>((_, reject) => {
    stopTimer = startTimeLimit(timeoutMs, () => {
      const error = new TimeoutError(`no answer in ${timeoutMs} ms`);
      // First, so that this is what is reported, whatever the reward makes of the abort.
      reject(error);
      context.abort(error);
    });
  });
  try {
    return checkedScore(await untilAborted(Promise.race([pending, expired]), options.signal));
  } finally {
    stopTimer();
  }
}

class TimeoutError extends Error {}

/** Makes its signal when a reward asks for it: most never do. */
class Context implements RewardContext {
  readonly step: number;
  private readonly outer: AbortSignal | undefined;
  private controller: AbortController | undefined;
  private aborted: Error | undefined;

  constructor(step: number, outer: AbortSignal | undefined) {
    this.step = step;
    this.outer = outer;
  }

  get signal(): AbortSignal {
    this.controller ??= new AbortController();
    if (this.aborted) this.controller.abort(this.aborted);
    const { signal } = this.controller;
    return this.outer ? AbortSignal.any([this.outer, signal]) : signal;
  }

  abort(reason: Error): void {
    this.aborted = reason;
    this.controller?.abort(reason);
  }
}

function isPromise(value: RewardValue | Promise<RewardValue>): value is Promise<RewardValue> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}

/** A fault of input, usage or of the function itself stays one however often it is tried. */
function mayMend(error: unknown): boolean {
  if (error instanceof WrongValueError) return false;
  return !SkinR1Error.isInstance(error) || error.kind === 'resource';
}

/** Half a second, then twice as long each time, up to half a minute. */
function pauseBefore(attempt: number, signal: AbortSignal | undefined): Promise<void> {
  return pause(Math.min(30_000, 500 * 2 ** attempt), signal);
}

function failed<Labels, A extends Answer>(
  reward: Reward<Labels, A>,
  sample: RewardSample<Labels, A>,
  error: unknown,
  onError: OnRewardError,
): Score {
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

class WrongValueError extends TypeError {}

function checkedScore(value: RewardValue): Score {
  if (value === null || typeof value === 'number') return scoreOf(value);
  const { score, parts } = (value ?? {}) as Partial<Exclude<RewardValue, number | null>>;
  if (Array.isArray(value) || score === undefined || !isRecord(parts)) {
    throw new WrongValueError(
      `returned ${describe(value)}, not a finite number, null or { score, parts }`,
    );
  }
  for (const [name, part] of Object.entries(parts)) {
    if (part !== null && !Number.isFinite(part)) {
      throw new WrongValueError(
        `returned ${describe(part)} as the part '${name}', not a finite number or null`,
      );
    }
  }
  return { ...scoreOf(score), parts };
}

function scoreOf(value: unknown): Score {
  if (value === null) return { value, status: 'unscorable' };
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new WrongValueError(`returned ${describe(value)}, not a finite number or null`);
  }
  return { value, status: 'ok' };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' ? 'an object' : String(value);
}
