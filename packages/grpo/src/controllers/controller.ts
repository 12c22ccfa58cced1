/** Where a {@link Controller} stands: plain data, kept in checkpoints. */
export interface ControllerState {
  /** What the coefficient is now. */
  readonly value: number;
  readonly [name: string]: number;
}

/** What a step says to a {@link Controller}. */
export interface ControllerReport {
  /** Completions of the step. */
  readonly sequences: number;
  /** Nats a token where the coefficient stands in the loss, nats an answer where it stands in the reward. */
  readonly kl: number | undefined;
  /** Nats a token. */
  readonly entropy: number | undefined;
}

/** Steers a coefficient from step to step by what steps report. */
export interface Controller {
  readonly start: ControllerState;
  next(state: ControllerState, report: ControllerReport): ControllerState;
}
