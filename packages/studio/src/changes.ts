import type { WatchedRun } from './watched-run.ts';

/** Time in ms between two looks at the files of a run. */
const everyMs = 1000;

/**
 * Server-sent events: `data: {"version": …}` at once and whenever something was logged, until the client leaves.
 * The folder is looked at, not watched by the system, which does not tell of changes on network disks.
 */
export function changesOf(
  runs: readonly WatchedRun[],
  signal: AbortSignal,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  let timer: NodeJS.Timeout | undefined;
  let told = '';
  return new ReadableStream({
    start(controller) {
      const stop = (): void => clearTimeout(timer);
      signal.addEventListener('abort', stop);
      const look = async (): Promise<void> => {
        const version = (await Promise.all(runs.map((run) => run.version()))).join(' ');
        if (signal.aborted) return;
        // A comment keeps the connection when nothing happens.
        const event = version === told ? ': \n\n' : `data: ${JSON.stringify({ version })}\n\n`;
        controller.enqueue(encoder.encode(event));
        told = version;
        timer = setTimeout(() => void look().catch(fail), everyMs);
      };
      const fail = (error: unknown): void => {
        if (!signal.aborted) controller.error(error);
      };
      void look().catch(fail);
    },
    cancel: () => clearTimeout(timer),
  });
}
