import type { RunListener } from '@skinr1/core';
import { barProgress } from './progress.ts';
import { showRun } from './show-run.ts';
import { endInterrupted, listenForInterrupt } from './until-stopped.ts';

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
  const interrupt = listenForInterrupt('Stopping after the step at hand');
  const { signal } = interrupt;
  const tell = (line: string): void => void process.stderr.write(`${line}\n`);
  const shown = showRun(barProgress, tell);
  try {
    const print = await work({ signal, listen: shown.listen });
    shown.stop();
    await print();
  } catch (error) {
    shown.stop();
    endInterrupted(error, signal);
    tell(`Stopped. ${kept}`);
  } finally {
    interrupt.end();
  }
}
