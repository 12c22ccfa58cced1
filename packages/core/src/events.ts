/** How much of a stage's work is done. */
export interface ProgressEvent {
  readonly type: 'progress';
  readonly done: number;
  readonly total: number;
}

/** What one step of a training measured. */
export interface MetricEvent {
  readonly type: 'metric';
  /** From 1. */
  readonly step: number;
  /** Steps in all. */
  readonly steps: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/** A stage left something to keep: weights, answers, a report. */
export interface ArtifactEvent {
  readonly type: 'artifact';
  /** File or folder. */
  readonly path: string;
  /** It was there already, from an earlier process. */
  readonly reused: boolean;
}

/** Something a person should know that does not end the run. */
export interface WarningEvent {
  readonly type: 'warning';
  readonly message: string;
}

/** What a stage tells while it works. Plain data, so that it can be sent to another process or a page. */
export type StageEvent = ProgressEvent | MetricEvent | ArtifactEvent | WarningEvent;

/** An event with the name of the stage that it comes from. */
export type RunEvent = StageEvent & { readonly stage: string };

/** Told of every event of a run, in order: a terminal, a log, a page. What it throws ends the run. */
export type RunListener = (event: RunEvent) => void;
