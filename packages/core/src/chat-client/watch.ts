import { startTimeLimit } from '../time-limit.ts';
import { FailedAttempt } from './attempt.ts';

/** Ends an exchange that makes no progress: its signal goes off when time is over or the caller aborts. */
export class Watch {
  readonly signal: AbortSignal;
  private readonly controller = new AbortController();
  private readonly silenceMs: number;
  private stopSilence: () => void = () => undefined;
  private readonly stopWhole: () => void;

  /**
   * @param silenceMs time without progress
   * @param wholeMs time in all
   */
  constructor(silenceMs: number, wholeMs: number, outer: AbortSignal | undefined) {
    this.silenceMs = silenceMs;
    const { signal } = this.controller;
    this.signal = outer ? AbortSignal.any([outer, signal]) : signal;
    this.stopWhole = startTimeLimit(wholeMs, () => this.expire(`no end in ${wholeMs} ms`));
    this.resume();
  }

  /** Something came: time begins anew. */
  resume(): void {
    this.stopSilence();
    const { silenceMs } = this;
    this.stopSilence = startTimeLimit(silenceMs, () => this.expire(`no answer in ${silenceMs} ms`));
  }

  /** The reader is busy: the server is not to blame. */
  pause(): void {
    this.stopSilence();
  }

  /** What ended the exchange, if it was time. */
  get expired(): FailedAttempt | null {
    const { signal } = this.controller;
    return signal.aborted && signal.reason instanceof FailedAttempt ? signal.reason : null;
  }

  /** Stops timers and whatever is still under way. */
  end(): void {
    this.stopSilence();
    this.stopWhole();
    this.controller.abort();
  }

  private expire(problem: string): void {
    this.controller.abort(new FailedAttempt(problem, 0));
  }
}
