import { Presets, SingleBar } from 'cli-progress';
import { createTimeLeft } from './time-left.ts';

/** The bar of one long piece of work. */
export interface Progress {
  /** Sets how much is done; `note` is shown behind the bar (loss, reward, …). */
  update(done: number, note?: string): void;
  /** Ends the bar, leaving its last line on the screen. */
  stop(): void;
}

/** Starts to show the progress of a piece of work of `total` parts. */
export type StartProgress = (label: string, total: number) => Progress;

/**
 * A bar with percentage and the time left on a terminal; elsewhere (a log file, CI) a line now and then.
 * Writes to standard error, so that standard output stays the command's result.
 */
export const barProgress: StartProgress = (label, total) => {
  const timeLeft = createTimeLeft();
  const bar = new SingleBar(
    {
      format: `${label.padEnd(18)} {bar} {percentage}% {value}/{total} · ETA {timeLeft} · {note}`,
      stream: process.stderr,
      noTTYOutput: true,
      notTTYSchedule: 10_000,
      hideCursor: true,
      barsize: 24,
    },
    Presets.shades_grey,
  );
  bar.start(Math.max(1, total), 0, { timeLeft: '–', note: '' });
  return {
    update: (done, note) =>
      bar.update(done, {
        timeLeft: timeLeft(done, total),
        ...(note === undefined ? {} : { note }),
      }),
    stop: () => bar.stop(),
  };
};
