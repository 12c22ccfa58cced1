import { parentPort, workerData } from 'node:worker_threads';
import { EngineCore } from './core.ts';
import type { StartOptions } from './engine.ts';
import { freeMemory } from './free-memory.ts';
import { type Command, packError, type ReplyOf } from './protocol.ts';

/** Entry of the engine's thread: answers `{ id, command }` with `{ id, reply }` or `{ id, error }`. */
const port = parentPort;
if (!port) throw new Error('this file is the entry of a worker thread.');
const core = new EngineCore(workerData as StartOptions);

port.on('message', async ({ id, command }: { id: number; command: Command }) => {
  try {
    const reply = await core.execute(command);
    // Copies made for this run alone.
    if (command.type === 'run') {
      for (const feed of Object.values(command.feeds)) if ('data' in feed) freeMemory(feed);
    }
    port.postMessage({ id, reply }, buffersOf(command.type, reply));
  } catch (error) {
    // Whatever fails is the answer to its command: a rejection here would end the thread.
    port.postMessage({ id, error: packError(error) });
  }
  // Nothing else keeps the thread alive, so it ends by itself; it is never killed during a run.
  if (command.type === 'close') port.close();
});

/** Tensors that leave move to the other thread instead of being copied. */
function buffersOf(type: Command['type'], reply: unknown): ArrayBuffer[] {
  const tensors =
    type === 'run'
      ? Object.values((reply as ReplyOf['run']).outputs)
      : type === 'download'
        ? [reply as ReplyOf['download']]
        : [];
  return tensors.map(({ data }) => data.buffer as ArrayBuffer);
}
