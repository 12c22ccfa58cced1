import { availableParallelism, freemem, totalmem } from 'node:os';
import { createEngine, type DeviceName, type DeviceReport, probeDevices } from '@skinr1/autograd';
import { type SelfTestResult, selfTest } from '@skinr1/model';
import type { Command } from 'commander';
import { byteSize } from '../terminal/byte-size.ts';

/** What `doctor` finds out. */
export interface Diagnosis {
  readonly node: string;
  readonly platform: string;
  readonly processors: number;
  readonly memory: { readonly totalBytes: number; readonly freeBytes: number };
  readonly devices: readonly DeviceReport[];
  /** By device that computes. */
  readonly selfTests: Readonly<Partial<Record<DeviceName, readonly SelfTestResult[]>>>;
}

/** Adds `doctor`: whether this machine can run and train models, and if not, why. */
export function registerDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description(
      'what this machine can run: Node, memory, devices with reasons, and a self-test of each',
    )
    .option('--json', 'as JSON')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const found = await examine();
      process.stdout.write(`${json ? JSON.stringify(found, null, 2) : describeMachine(found)}\n`);
      if (!isSound(found)) process.exitCode = 1;
    });
}

async function examine(): Promise<Diagnosis> {
  const devices = await probeDevices();
  const selfTests: Partial<Record<DeviceName, readonly SelfTestResult[]>> = {};
  for (const { device, isAvailable } of devices) {
    if (!isAvailable) continue;
    const engine = await createEngine({ device });
    selfTests[device] = await selfTest(engine);
    await engine.close();
  }
  return {
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    processors: availableParallelism(),
    memory: { totalBytes: totalmem(), freeBytes: freemem() },
    devices,
    selfTests,
  };
}

/** A device that is not there is no fault; one that computes wrongly is. */
function isSound({ selfTests }: Diagnosis): boolean {
  const results = Object.values(selfTests);
  return results.length > 0 && results.every((tests) => tests.every(({ passed }) => passed));
}

/** What was found, as people read it. */
export function describeMachine(found: Diagnosis): string {
  const { totalBytes, freeBytes } = found.memory;
  const lines = [
    `Node ${found.node}, ${found.platform}, ${found.processors} processors`,
    `memory ${byteSize(totalBytes)}, free ${byteSize(freeBytes)}`,
  ];
  for (const { device, isAvailable, trains, gigaflops, reason, mend } of found.devices) {
    const state = isAvailable
      ? trains
        ? 'runs and trains'
        : 'runs, does not train'
      : 'not to be had';
    const speed =
      gigaflops === null ? '' : `, ${Number(gigaflops.toPrecision(2))} GFLOP/s in products`;
    lines.push('', `${device}: ${state}${speed}`);
    if (reason !== null) lines.push(`  ${reason}`);
    if (mend !== null) lines.push(`  ${mend}`);
    for (const { name, passed, detail } of found.selfTests[device] ?? []) {
      lines.push(`  ${passed ? 'ok' : 'WRONG'}  ${name} (${detail})`);
    }
  }
  return lines.join('\n');
}
