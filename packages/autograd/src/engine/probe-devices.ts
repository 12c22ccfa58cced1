import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startTimeLimit } from '@skinr1/core';
import { type DeviceName, deviceNames } from './devices/index.ts';
import { runsFromSource, sourceBootstrap, sourceConditions } from './source-bootstrap.ts';

/** What the process that tried a device says of it. */
export interface ProbeAnswer {
  /** Whether it computes. */
  readonly isAvailable: boolean;
  /** Whether its gradients are right, so that it can be trained on. */
  readonly trains: boolean;
  /** Measured speed of products of matrices, in 10⁹ floating-point operations a second; `null` if not measured. */
  readonly gigaflops: number | null;
  /** Why not; `null` when all is well. */
  readonly reason: string | null;
  /** What a person can do about it. */
  readonly mend: string | null;
}

/** What is known of a device on this machine. */
export interface DeviceReport extends ProbeAnswer {
  readonly device: DeviceName;
}

/** Options of {@link probeDevices}. */
export interface ProbeOptions {
  /** @defaultValue all that there are */
  readonly devices?: readonly DeviceName[];
  /** Longest time for one device. @defaultValue 20_000 */
  readonly timeoutMs?: number;
}

/**
 * Tries every device of this machine, each in a process of its own: one whose driver crashes or hangs takes nothing
 * with it. A device that starts runs gradients of small functions, which must be those of the processor, and products of
 * matrices against the clock.
 */
export function probeDevices(options: ProbeOptions = {}): Promise<DeviceReport[]> {
  const { devices = deviceNames, timeoutMs = 20_000 } = options;
  return Promise.all(
    devices.map(async (device) => ({ device, ...(await probe(device, timeoutMs)) })),
  );
}

function probe(device: DeviceName, timeoutMs: number): Promise<ProbeAnswer> {
  const child = spawn(process.execPath, programArguments(), {
    env: { ...process.env, SKINR1_PROBE_DEVICE: device },
    // What a driver prints is its own affair.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return new Promise((resolve) => {
    const fail = (reason: string) =>
      resolve({
        isAvailable: false,
        trains: false,
        gigaflops: null,
        reason,
        mend: 'Use the device "cpu".',
      });
    const stopTimer = startTimeLimit(timeoutMs, () => {
      fail(`it did not answer in ${timeoutMs / 1000} s`);
      child.kill('SIGKILL');
    });
    child.on('message', (answer) => resolve(answer as ProbeAnswer));
    child.on('error', (error) => fail(error.message));
    child.on('exit', (code, signal) => {
      stopTimer();
      fail(`the process that tried it ended with ${signal ?? `code ${code}`}`);
    });
  });
}

function programArguments(): string[] {
  if (!runsFromSource) return [fileURLToPath(new URL('./probe-child.js', import.meta.url))];
  const program = sourceBootstrap(new URL('../training/probe-child.ts', import.meta.url));
  return [...sourceConditions, '--input-type=module', '--eval', program];
}
