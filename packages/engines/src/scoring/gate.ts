/** Runs work when there is room for it. */
export type Gate = <T>(work: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

/** Lets so many calls work at a time; the others wait in order, and do nothing once their signal is aborted. */
export function createGate(most: number): Gate {
  const waiting = createQueue<() => void>();
  let working = 0;
  return async (work, signal) => {
    // Whoever has waited takes the place of the one that called it.
    if (working < most) working++;
    else await new Promise<void>((go) => waiting.add(go));
    try {
      signal?.throwIfAborted();
      return await work();
    } finally {
      const next = waiting.take();
      if (next) next();
      else working--;
    }
  };
}

/** A queue that takes as long for a million as for ten: an array's `shift` moves all the rest. */
function createQueue<T>(): { add(item: T): void; take(): T | undefined } {
  let items: T[] = [];
  let head = 0;
  return {
    add: (item) => void items.push(item),
    take: () => {
      const item = items[head];
      if (item === undefined) return undefined;
      head++;
      if (head * 2 > items.length) {
        items = items.slice(head);
        head = 0;
      }
      return item;
    },
  };
}
