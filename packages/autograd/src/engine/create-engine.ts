import { copyOf } from '../graph/tensor.ts';
import { EngineClient } from './client.ts';
import { EngineCore } from './core.ts';
import type { Engine, EngineOptions } from './engine.ts';
import type { Command, Transport } from './protocol.ts';
import { startWorker } from './worker-transport.ts';

/**
 * An engine that runs ONNX models with onnxruntime, in a thread of its own unless told otherwise.
 *
 * @throws ResourceError (from its methods) if the thread or an execution provider does not start
 */
export async function createEngine(options: EngineOptions = {}): Promise<Engine> {
  const { inThread = false, executionProviders = ['cpu'] } = options;
  if (!inThread) return new EngineClient(startWorker(options), executionProviders);
  const core = new EngineCore(options);
  // What crosses threads is copied; here too, so that the engine's tensors are nobody else's.
  const send = ((command: Command) =>
    core.execute(
      command.type === 'upload' ? { ...command, tensor: copyOf(command.tensor) } : command,
    )) as Transport;
  return new EngineClient(send, executionProviders);
}
