import { UsageError } from '@skinr1/core';
import { cpu } from './cpu.ts';
import { cuda } from './cuda.ts';
import type { Device } from './device.ts';
import { webgpu } from './webgpu.ts';

/** Where an engine can compute. */
export type DeviceName = (typeof cpu | typeof webgpu | typeof cuda)['name'];

const devices: { readonly [Name in DeviceName]: Device<Name> } = { cpu, webgpu, cuda };

/** The names that {@link deviceOf} knows. */
export const deviceNames = Object.keys(devices) as readonly DeviceName[];

/** A device by name, or `'auto'`: the fastest of this machine that computes and trains as it should. */
export type DeviceChoice = DeviceName | 'auto';

/** What may be asked for wherever a device is. */
export const deviceChoices: readonly DeviceChoice[] = ['auto', ...deviceNames];

/** The device of a name. Throws UsageError for a name that is none. */
export function deviceOf(name: string): Device<DeviceName> {
  if (Object.hasOwn(devices, name)) return devices[name as DeviceName];
  throw new UsageError(`there is no device '${name}'.`, {
    mend: `Choose one of ${deviceChoices.join(', ')}.`,
  });
}
