import { describe, expect, it } from 'vitest';
import { type Diagnosis, describeMachine } from '../src/commands/doctor.ts';

const machine: Diagnosis = {
  node: '20.19.0',
  platform: 'linux x64',
  processors: 2,
  memory: { totalBytes: 8 * 2 ** 30, freeBytes: 2 ** 29 },
  devices: [
    { device: 'cpu', isAvailable: true, trains: true, gigaflops: 174.3, reason: null, mend: null },
    {
      device: 'webgpu',
      isAvailable: true,
      trains: false,
      gigaflops: 7,
      reason: 'wrong sine',
      mend: 'Use cpu.',
    },
    {
      device: 'cuda',
      isAvailable: false,
      trains: false,
      gigaflops: null,
      reason: 'no card',
      mend: 'Buy one.',
    },
  ],
  selfTests: {
    cpu: [{ name: 'logits', passed: true, detail: 'all equal' }],
    webgpu: [{ name: 'logits', passed: false, detail: 'off by 1' }],
  },
};

describe('doctor', () => {
  it('says what there is, what not and why, and what computes wrongly', () => {
    expect(describeMachine(machine).split('\n')).toEqual([
      'Node 20.19.0, linux x64, 2 processors',
      'memory 8.6 GB, free 536.9 MB',
      '',
      'cpu: runs and trains, 170 GFLOP/s in products',
      '  ok  logits (all equal)',
      '',
      'webgpu: runs, does not train, 7 GFLOP/s in products',
      '  wrong sine',
      '  Use cpu.',
      '  WRONG  logits (off by 1)',
      '',
      'cuda: not to be had',
      '  no card',
      '  Buy one.',
    ]);
  });
});
