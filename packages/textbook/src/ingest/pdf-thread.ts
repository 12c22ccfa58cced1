import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';

/** Why a thread was stopped before it had answered. */
export class PdfStopped extends Error {
  override readonly name = 'PdfStopped';
}

/** Bounds on one answer of the thread. */
export interface PdfBounds {
  readonly seconds: number;
  /** By how many bytes the memory of the process may grow meanwhile. */
  readonly bytes: number;
}

/** Megabytes of heap that the PDF library may fill with objects. */
const heapMegabytes = 1024;

/** Milliseconds between looks at the clock and the memory. */
const watchInterval = 50;

/**
 * Loads the parser and connects it; without the loaders of the program that started it. The library brings an
 * `Array.prototype.push` of its own for the sake of old browsers, which takes a fifth of its time.
 */
const startParser = `
const { port, parser } = require('node:worker_threads').workerData;
const { push } = Array.prototype;
import(parser).then(({ WorkerMessageHandler }) => {
  Array.prototype.push = push;
  WorkerMessageHandler.initializeFromPort(port);
});`;

/**
 * The parser of the PDF library in a thread of its own. A hostile file can keep it busy or make it fill the
 * memory; the caller's thread stays free, and can stop it at any moment.
 */
export class PdfThread {
  readonly port: MessagePort;
  private readonly worker: Worker;
  private readonly signal: AbortSignal | undefined;
  private failure: Error | null = null;

  constructor(signal?: AbortSignal) {
    const { port1, port2 } = new MessageChannel();
    const path = createRequire(import.meta.url).resolve('pdfjs-dist/legacy/build/pdf.worker.mjs');
    this.port = port1;
    this.signal = signal;
    this.worker = new Worker(startParser, {
      eval: true,
      workerData: { port: port2, parser: pathToFileURL(path).href },
      transferList: [port2],
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
    });
    this.worker.on('error', (error) => {
      this.failure = error;
    });
  }

  /**
   * Waits for what the thread was asked. Stops the thread and throws PdfStopped when that takes too long or
   * too much memory, or when the thread broke; stops it and throws the signal's reason on abort.
   */
  async wait<T>(answer: Promise<T>, bounds: PdfBounds): Promise<T> {
    this.signal?.throwIfAborted();
    const start = performance.now();
    const memory = process.memoryUsage.rss();
    let stop: () => void = () => {};
    const stopped = new Promise<never>((_, reject) => {
      const watch = setInterval(() => {
        const cause = this.broken(start, memory, bounds);
        if (cause) reject(cause);
      }, watchInterval);
      const abort = (): void => reject(this.signal?.reason);
      this.signal?.addEventListener('abort', abort, { once: true });
      stop = () => {
        clearInterval(watch);
        this.signal?.removeEventListener('abort', abort);
      };
    });
    stopped.catch(() => this.stop());
    try {
      return await Promise.race([answer, stopped]);
    } finally {
      stop();
    }
  }

  async stop(): Promise<void> {
    this.port.close();
    await this.worker.terminate();
  }

  private broken(start: number, memory: number, { seconds, bytes }: PdfBounds): Error | null {
    if (this.failure) return new PdfStopped(`it broke the reader (${this.failure.message})`);
    if ((performance.now() - start) / 1000 > seconds) {
      return new PdfStopped(`it takes longer than ${seconds} s`);
    }
    if (process.memoryUsage.rss() - memory > bytes) {
      return new PdfStopped(`it takes more than ${Math.round(bytes / 2 ** 20)} MiB of memory`);
    }
    return null;
  }
}
