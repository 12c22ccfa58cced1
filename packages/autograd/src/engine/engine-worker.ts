import { parentPort, workerData } from 'node:worker_threads';
import { EngineCore } from './core.ts';
import type { EngineOptions } from './engine.ts';
import { type Command, packError } from './protocol.ts';

/** Entry of the engine's thread: answers `{ id, command }` with `{ id, reply }` or `{ id, error }`. */
const port = parentPort;
if (!port) throw new Error('this file is the entry of a worker thread.');
const core = new EngineCore(workerData as EngineOptions);

port.on('message', async ({ id, command }: { id: number; command: Command }) => {
  try {
    const reply = await core.execute(command);
    port.postMessage({ id, reply });
  } catch (error) {
    port.postMessage({ id, error: packError(error) });
  }
  // Nothing else keeps the thread alive, so it ends by itself; it is never killed during a run.
  if (command.type === 'close') port.close();
});
