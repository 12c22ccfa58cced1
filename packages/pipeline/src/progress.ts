/** Progress of one long piece of work. */
export interface Progress {
  /** Sets how much is done; `note` says how it goes (loss, reward, …). */
  update(done: number, note?: string): void;
  stop(): void;
}

/** Starts to show the progress of a piece of work of `total` parts. */
export type StartProgress = (label: string, total: number) => Progress;

/** Shows nothing. */
export const silentProgress: StartProgress = () => ({ update: () => {}, stop: () => {} });
