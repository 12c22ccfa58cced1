import type { RunListener } from '@skinr1/core';
import type { Progress, StartProgress } from './progress.ts';

/** Figures to show behind a bar; the first that a step measured is shown. */
const shownFigures = ['reward', 'recall', 'loss'];

/** Shows the events of a run: a bar for the stage at hand, warnings above it. */
export function showRun(
  startProgress: StartProgress,
  print: (line: string) => void,
): { readonly listen: RunListener; readonly stop: () => void } {
  let current: { readonly stage: string; readonly bar: Progress } | null = null;
  const stop = (): void => {
    current?.bar.stop();
    current = null;
  };
  const barOf = (stage: string, total: number): Progress => {
    if (current?.stage === stage) return current.bar;
    stop();
    const bar = startProgress(stage, total);
    current = { stage, bar };
    return bar;
  };
  return {
    stop,
    listen: (event) => {
      switch (event.type) {
        case 'progress':
          return barOf(event.stage, event.total).update(event.done);
        case 'metric':
          return barOf(event.stage, event.steps).update(event.step, figureOf(event.metrics));
        case 'artifact':
          return stop();
        case 'warning':
          stop();
          return print(`${event.stage}: ${event.message}`);
      }
    },
  };
}

function figureOf(metrics: Readonly<Record<string, number>>): string {
  const name = shownFigures.find((figure) => metrics[figure] !== undefined);
  return name === undefined ? '' : `${name} ${metrics[name]?.toFixed(2)}`;
}
