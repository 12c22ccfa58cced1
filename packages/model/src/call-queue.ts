/**
 * Lets calls on what cannot be shared run one after the other, in the order in which they came. A call that
 * fails does not hold up the next.
 */
export class CallQueue {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  /** Whether a call runs or waits. */
  get isBusy(): boolean {
    return this.waiting > 0;
  }

  run<T>(call: () => Promise<T>): Promise<T> {
    this.waiting++;
    const result = this.last.then(call).finally(() => {
      this.waiting--;
    });
    this.last = result.catch(() => {});
    return result;
  }
}
