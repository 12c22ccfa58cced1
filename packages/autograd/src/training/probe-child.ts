import { SkinR1Error } from '@skinr1/core';
import { createEngine } from '../engine/create-engine.ts';
import { deviceOf } from '../engine/devices/index.ts';
import { requireTrainable } from './device-self-test.ts';
import type { ProbeAnswer } from './probe-devices.ts';

/*
 * The process in which `probeDevices` tries one device: a driver that ends its process ends this one alone.
 */

function problemOf(error: unknown): Pick<ProbeAnswer, 'reason' | 'mend'> {
  if (!SkinR1Error.isInstance(error)) return { reason: String(error), mend: null };
  const { message, mend } = error;
  const reason =
    mend !== undefined && message.endsWith(mend) ? message.slice(0, -mend.length) : message;
  return { reason: reason.trim(), mend: mend ?? null };
}

async function probe(name: string): Promise<ProbeAnswer> {
  let isAvailable = false;
  try {
    const engine = await createEngine({ device: deviceOf(name).name, inThread: true });
    isAvailable = true;
    await requireTrainable(engine);
    await engine.close();
    return { isAvailable, trains: true, reason: null, mend: null };
  } catch (error) {
    return { isAvailable, trains: false, ...problemOf(error) };
  }
}

// The name comes by the environment, since a program given as text has no arguments of its own on every Node.
process.send?.(await probe(process.env.SKINR1_PROBE_DEVICE ?? ''), () => process.exit(0));
