import type { StepLog } from './step-log.ts';
import type { CheckpointOptions, TrainingRunOptions } from './training-run.ts';

/** How whoever starts a run keeps it, follows it and ends it: the same for every trainer. */
export interface RunControl<Step extends { readonly step: number }> {
  readonly checkpoint?: CheckpointOptions;
  /** Go on from the newest checkpoint, to bit-equal results. @defaultValue false */
  readonly resume?: boolean;
  /** Aborting ends the run at its last whole step, with a checkpoint. */
  readonly signal?: AbortSignal;
  /** Gets the metrics of every step; rewound on resume. See `createStepLog`. */
  readonly metricsLog?: StepLog<Step>;
  readonly onStep?: (step: Step) => void | Promise<void>;
}

/** The part of a run's options that {@link RunControl} settles. */
export function runControl<Step extends { readonly step: number }>({
  checkpoint,
  resume,
  signal,
  metricsLog,
  onStep,
}: RunControl<Step>): Required<
  Pick<TrainingRunOptions<unknown, Step>, 'checkpoint' | 'resume' | 'signal' | 'onStart' | 'onStep'>
> {
  return {
    checkpoint,
    resume,
    signal,
    onStart: async (stepsDone) => metricsLog?.rewind(stepsDone),
    onStep: async (report) => {
      await metricsLog?.append([report]);
      await onStep?.(report);
    },
  };
}
