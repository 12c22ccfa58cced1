import { startEngine } from '../engine/create-engine.ts';
import { deviceOf } from '../engine/devices/index.ts';
import type { ProbeAnswer } from '../engine/probe-devices.ts';
import { trainingProblem } from './device-self-test.ts';
import { productSpeed } from './device-speed.ts';

/*
 * The process in which `probeDevices` tries one device: a driver that ends its process ends this one alone.
 */

async function probe(name: string): Promise<ProbeAnswer> {
  const failed = { isAvailable: false, trains: false, gigaflops: null };
  try {
    const engine = await startEngine({ device: deviceOf(name).name, inThread: true });
    if ('reason' in engine) return { ...failed, ...engine };
    const problem = await trainingProblem(engine);
    const gigaflops = await productSpeed(engine);
    await engine.close();
    return {
      isAvailable: true,
      trains: problem === null,
      gigaflops,
      reason: problem?.reason ?? null,
      mend: problem?.mend ?? null,
    };
  } catch (error) {
    return { ...failed, reason: String(error), mend: 'Use the device "cpu".' };
  }
}

// The name comes by the environment, since a program given as text has no arguments of its own on every Node.
process.send?.(await probe(process.env.SKINR1_PROBE_DEVICE ?? ''), () => process.exit(0));
