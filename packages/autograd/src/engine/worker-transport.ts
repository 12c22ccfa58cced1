import { SHARE_ENV, Worker } from 'node:worker_threads';
import { ResourceError } from '@skinr1/core';
import type { StartOptions } from './engine.ts';
import { type Command, type ErrorMessage, type Transport, unpackError } from './protocol.ts';
import { runsFromSource, sourceBootstrap, sourceConditions } from './source-bootstrap.ts';

interface Answer {
  readonly id: number;
  readonly reply?: unknown;
  readonly error?: ErrorMessage;
}

interface Waiting {
  readonly resolve: (reply: never) => void;
  readonly reject: (error: Error) => void;
}

/** Starts the engine's thread and returns the way to talk to it. */
export function startWorker(options: StartOptions): Transport {
  const worker = spawn(options);
  const waiting = new Map<number, Waiting>();
  let nextId = 1;
  let failure: Error | null = null;
  const settle = (id: number): Waiting | undefined => {
    const entry = waiting.get(id);
    waiting.delete(id);
    // An idle engine does not keep the process alive.
    if (waiting.size === 0) worker.unref();
    return entry;
  };
  const fail = (error: Error): void => {
    failure ??= error;
    for (const id of [...waiting.keys()]) settle(id)?.reject(failure);
  };
  worker.on('message', ({ id, reply, error }: Answer) => {
    const entry = settle(id);
    if (error) entry?.reject(unpackError(error));
    else entry?.resolve(reply as never);
  });
  worker.on('error', (cause) => {
    fail(new ResourceError(`the engine's thread failed: ${cause.message}`, { cause }));
  });
  worker.on('exit', () => fail(new ResourceError("the engine's thread has ended.")));
  return ((command: Command) =>
    new Promise((resolve, reject) => {
      if (failure) return reject(failure);
      const id = nextId++;
      // First, since it throws for what cannot be sent, and then nothing is to be waited for.
      worker.postMessage({ id, command });
      worker.ref();
      waiting.set(id, { resolve, reject });
    })) as Transport;
}

function spawn(options: StartOptions): Worker {
  const { threads, device } = options;
  const workerData = { threads, device };
  // A thread's own copy of the environment is not what the native library reads.
  const env: typeof SHARE_ENV = SHARE_ENV;
  if (!runsFromSource) {
    return new Worker(new URL('./engine-worker.js', import.meta.url), {
      workerData,
      env,
      execArgv: [],
    });
  }
  return new Worker(sourceBootstrap(new URL('./engine-worker.ts', import.meta.url)), {
    eval: true,
    workerData,
    env,
    execArgv: [...sourceConditions],
  });
}
