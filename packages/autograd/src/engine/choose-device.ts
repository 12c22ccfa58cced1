import { ResourceError } from '@skinr1/core';
import { type DeviceChoice, type DeviceName, deviceOf } from './devices/index.ts';
import { deviceUnavailable } from './devices/problem.ts';
import { type DeviceReport, type ProbeOptions, probeDevices } from './probe-devices.ts';

/**
 * The device that a choice stands for, tried in a process of its own: a named one as it is, for `'auto'` the
 * {@link fastestDevice} of this machine. The processor by name is not tried.
 *
 * @throws UsageError for a device that there is not
 * @throws ResourceError with the probe's reason and mend if a named device does not start, or none passes
 */
export async function chooseDevice(
  choice: DeviceChoice,
  options: Pick<ProbeOptions, 'timeoutMs'> = {},
): Promise<DeviceName> {
  if (choice === 'auto') return fastestDevice(await probeDevices(options));
  const { name } = deviceOf(choice);
  if (name === 'cpu') return name;
  const [report] = await probeDevices({ ...options, devices: [name] });
  const { isAvailable, reason, mend } = report as DeviceReport;
  if (isAvailable) return name;
  throw deviceUnavailable(name, { reason: reason ?? '', mend: mend ?? '' });
}

/**
 * The fastest of the devices that compute and whose gradients are right. Speed is measured, not taken from the
 * kind: WebGPU may be a driver that draws on the processor, which is far slower than the processor itself.
 *
 * @throws ResourceError with the reason of each if none passes
 */
export function fastestDevice(reports: readonly DeviceReport[]): DeviceName {
  const passed = reports.filter(({ isAvailable, trains }) => isAvailable && trains);
  const [fastest] = passed.sort((a, b) => (b.gigaflops ?? 0) - (a.gigaflops ?? 0));
  if (fastest) return fastest.device;
  const reasons = reports.map(({ device, reason }) => `${device}: ${reason}`);
  throw new ResourceError(`no device passes its probe (${reasons.join('; ')}).`, {
    mend: 'Run `skinr1 doctor`, which says more of each.',
  });
}
