/** Resolves when a person or the system ends the command: Ctrl-C, or `kill`. */
export function untilStopped(): Promise<void> {
  return new Promise((stopped) => {
    process.once('SIGINT', () => stopped());
    process.once('SIGTERM', () => stopped());
  });
}

/**
 * A signal that Ctrl-C, or `kill`, aborts; a second one ends the process at once. `end` when the work is done.
 *
 * @param announcement said on standard error at the first
 */
export function listenForInterrupt(announcement: string): {
  readonly signal: AbortSignal;
  end(): void;
} {
  const abort = new AbortController();
  const stop = (): void => {
    process.stderr.write(`\n${announcement}; press Ctrl-C again to stop at once.\n`);
    abort.abort();
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return {
    signal: abort.signal,
    end: () => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
    },
  };
}

/** Ends the command as one that was interrupted where that is why work failed; throws any other failure. */
export function endInterrupted(failure: unknown, signal: AbortSignal): void {
  if (!signal.aborted || failure !== signal.reason) throw failure;
  process.exitCode = 130;
}
