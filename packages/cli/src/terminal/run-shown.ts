import type { RunListener } from '@skinr1/core';
import { barProgress } from './progress.ts';
import { showRun } from './show-run.ts';

/**
 * Does long work in sight: bars on standard error, and Ctrl-C ends it by its signal.
 *
 * @param kept said when it was stopped: where the work is, and how to go on with it
 * @param work gives what prints its outcome, once the bars are gone
 */
export async function runShown(
  kept: string,
  work: (control: {
    readonly signal: AbortSignal;
    readonly listen: RunListener;
  }) => Promise<() => void | Promise<void>>,
): Promise<void> {
  const abort = new AbortController();
  const tell = (line: string): void => void process.stderr.write(`${line}\n`);
  const stop = (): void => {
    tell('\nStopping after the step at hand; press Ctrl-C again to stop at once.');
    abort.abort();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const shown = showRun(barProgress, tell);
  try {
    const print = await work({ signal: abort.signal, listen: shown.listen });
    shown.stop();
    await print();
  } catch (error) {
    shown.stop();
    if (!abort.signal.aborted || error !== abort.signal.reason) throw error;
    tell(`Stopped. ${kept}`);
    process.exitCode = 130;
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}
