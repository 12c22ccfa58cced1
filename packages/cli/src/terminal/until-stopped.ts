/** Resolves when a person or the system ends the command: Ctrl-C, or `kill`. */
export function untilStopped(): Promise<void> {
  return new Promise((stopped) => {
    process.once('SIGINT', () => stopped());
    process.once('SIGTERM', () => stopped());
  });
}
