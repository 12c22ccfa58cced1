import { afterEach, describe, expect, it, vi } from 'vitest';
import { fastestDevice } from '../src/engine/choose-device.ts';
import {
  chooseDevice,
  createEngine,
  type DeviceReport,
  deviceNames,
  probeDevices,
} from '../src/index.ts';
import { softwareVulkan } from './support/software-vulkan.ts';

const timeoutMs = 60_000;

afterEach(() => vi.unstubAllEnvs());

describe('probeDevices', () => {
  it('finds the processor, and a reason with a mend for what does not start', async () => {
    // Where there is a driver that draws on the processor, `auto` must see through it.
    for (const [name, value] of Object.entries(softwareVulkan() ?? {})) vi.stubEnv(name, value);
    const reports = await probeDevices({ timeoutMs });
    expect(reports.map(({ device }) => device)).toEqual(deviceNames);
    expect(reports[0]).toEqual({
      device: 'cpu',
      isAvailable: true,
      trains: true,
      gigaflops: expect.any(Number),
      reason: null,
      mend: null,
    });
    for (const { device, isAvailable, gigaflops, reason, mend } of reports) {
      if (isAvailable) {
        expect(gigaflops).toBeGreaterThan(0);
        continue;
      }
      // The report is of a device: its reason need not say so again.
      expect(reason).not.toMatch(new RegExp(`${device}'|is not available`));
      expect(reason).toMatch(/\w/);
      expect(mend).toMatch(/cpu/);
    }
    if (softwareVulkan()) expect(fastestDevice(reports)).toBe('cpu');
  }, 90_000);

  it('gives up on one that takes too long, and leaves no process behind', async () => {
    const [report] = await probeDevices({ devices: ['cpu'], timeoutMs: 1 });
    expect(report).toMatchObject({ isAvailable: false, reason: 'it did not answer in 0.001 s' });
  });
});

describe('the choice of a device', () => {
  const report = (
    device: DeviceReport['device'],
    gigaflops: number,
    trains = true,
  ): DeviceReport => ({
    device,
    isAvailable: true,
    trains,
    gigaflops,
    reason: trains ? null : 'its gradient of Softmax differs',
    mend: null,
  });
  const absent = { isAvailable: false, trains: false, gigaflops: null, reason: 'no card' } as const;

  it('takes the fastest of those whose gradients are right', () => {
    const cpu = report('cpu', 50);
    expect(fastestDevice([cpu, report('webgpu', 900)])).toBe('webgpu');
    expect(fastestDevice([cpu, report('webgpu', 2)])).toBe('cpu');
    expect(fastestDevice([cpu, report('webgpu', 900, false)])).toBe('cpu');
    expect(fastestDevice([cpu, { device: 'cuda', ...absent, mend: 'Use cpu.' }])).toBe('cpu');
  });

  it('says why of each where none is left', () => {
    const none = () =>
      fastestDevice([report('webgpu', 9, false), { device: 'cuda', ...absent, mend: null }]);
    expect(none).toThrow(
      /no device passes .*webgpu: its gradient of Softmax differs; cuda: no card/,
    );
  });

  it.skipIf(process.env.CUDA_HOME)(
    'refuses a named one with the reason and mend of its probe, never another in its place',
    async () => {
      await expect(chooseDevice('cuda', { timeoutMs })).rejects.toThrow(
        /^the device 'cuda' is not available: (?!.*is not available).*ONNXRUNTIME_NODE_INSTALL/s,
      );
      await expect(chooseDevice('tpu' as 'cpu')).rejects.toThrow(/there is no device 'tpu'/);
    },
    90_000,
  );

  it("is the engine's, which says what it became", async () => {
    const engine = await createEngine({ device: 'auto', inThread: true });
    expect(['cpu', 'webgpu', 'cuda']).toContain(engine.device);
    await engine.close();
  }, 90_000);
});
