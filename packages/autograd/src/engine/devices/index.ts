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

/** The device of a name. Throws UsageError for a name that is none. */
export function deviceOf(name: string): Device<DeviceName> {
  if (Object.hasOwn(devices, name)) return devices[name as DeviceName];
  throw new UsageError(`there is no device '${name}'.`, {
    mend: `Choose one of ${deviceNames.join(', ')}.`,
  });
}
