import { describe, expect, it } from 'vitest';
import { probeDevices } from '../src/index.ts';

describe('probeDevices', () => {
  it('finds the processor, and a reason with a mend for what does not start', async () => {
    const reports = await probeDevices({ timeoutMs: 60_000 });
    expect(reports.map(({ device }) => device)).toEqual(['cpu', 'webgpu', 'cuda']);
    expect(reports[0]).toEqual({
      device: 'cpu',
      isAvailable: true,
      trains: true,
      reason: null,
      mend: null,
    });
    for (const { isAvailable, reason, mend } of reports) {
      if (isAvailable) continue;
      expect(reason).toMatch(/\w/);
      expect(mend).toMatch(/cpu/);
    }
  }, 90_000);

  it('gives up on one that takes too long, and leaves no process behind', async () => {
    const [report] = await probeDevices({ devices: ['cpu'], timeoutMs: 1 });
    expect(report).toMatchObject({ isAvailable: false, reason: 'it did not answer in 0.001 s' });
  });
});
