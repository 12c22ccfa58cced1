import { copyOf } from '../graph/tensor.ts';
import { chooseDevice } from './choose-device.ts';
import { EngineClient } from './client.ts';
import { EngineCore } from './core.ts';
import { deviceOf } from './devices/index.ts';
import { type DeviceProblem, deviceUnavailable } from './devices/problem.ts';
import type { Engine, EngineOptions, StartOptions } from './engine.ts';
import type { Command, Transport } from './protocol.ts';
import { startWorker } from './worker-transport.ts';

/**
 * An engine that runs ONNX models with onnxruntime, in a thread of its own unless told otherwise.
 *
 * @throws UsageError for a device that there is not
 * @throws ResourceError if the device is not available on this machine: says why and what to install
 */
export async function createEngine(options: EngineOptions = {}): Promise<Engine> {
  const { device = 'cpu' } = options;
  const name = device === 'auto' ? await chooseDevice(device) : deviceOf(device).name;
  const engine = await startEngine({ ...options, device: name });
  if ('reason' in engine) throw deviceUnavailable(name, engine);
  return engine;
}

/** An engine on a device, or why there is none. */
export async function startEngine(options: StartOptions): Promise<Engine | DeviceProblem> {
  const device = deviceOf(options.device);
  const send = options.inThread ? sendHere(new EngineCore(options)) : startWorker(options);
  const engine = new EngineClient(send, device);
  // The processor is always there.
  if (device.name === 'cpu') return engine;
  const reason = await send<'probe'>({ type: 'probe' });
  if (reason === null) return engine;
  await engine.close();
  return { reason, mend: device.mend(reason) };
}

/** What crosses threads is copied; here too, so that the engine's tensors are nobody else's. */
function sendHere(core: EngineCore): Transport {
  return ((command: Command) =>
    core.execute(
      command.type === 'upload' ? { ...command, tensor: copyOf(command.tensor) } : command,
    )) as Transport;
}
