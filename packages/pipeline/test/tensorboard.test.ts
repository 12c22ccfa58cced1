import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ResourceError } from '@skinr1/core';
import { describe, expect, it } from 'vitest';
import { createTensorBoardListener } from '../src/index.ts';
import { crc32c } from '../src/tensorboard/crc32c.ts';
import { type EventContent, eventRecord } from '../src/tensorboard/event-record.ts';
// By TensorBoard itself: see tools/parity/tensorboard_events.py.
import fixtures from './fixtures/tensorboard-events.json' with { type: 'json' };

describe('event files for TensorBoard', () => {
  it('have the checksums of RFC 3720, appendix B.4', () => {
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, index) => index))).toBe(0x46dd794e);
  });

  it.each(fixtures)('are, byte by byte, what TensorBoard writes: $content.kind', (fixture) => {
    const bytes = eventRecord(fixture.content as EventContent, fixture.seconds);
    expect(Buffer.from(bytes).toString('hex')).toBe(fixture.record);
  });

  it('hold each step under the names of TRL, a folder for each stage', () => {
    const folder = mkdtempSync(join(tmpdir(), 'skinr1-tensorboard-'));
    try {
      const listen = createTensorBoardListener(folder, () => 1.25);
      listen({ type: 'progress', stage: 'data', done: 1, total: 2 });
      for (const step of [7, 8]) {
        const metrics = { reward: step, eval_reward: 2 };
        listen({ type: 'metric', stage: 'sft/../grpo', step, steps: 9, metrics });
      }
      expect(readdirSync(folder)).toEqual(['sft-..-grpo']);
      const inStage = join(folder, 'sft-..-grpo');
      const [file] = readdirSync(inStage);
      expect(file).toMatch(/^events\.out\.tfevents\.1\.250\.\d+\.skinr1$/);
      const scalars = (step: number): EventContent => ({
        kind: 'scalars',
        step,
        values: { 'train/reward': step, 'eval/reward': 2 },
      });
      const contents = [{ kind: 'version' }, { kind: 'start', step: 7 }, scalars(7), scalars(8)];
      const records = contents.map((content) => eventRecord(content as EventContent, 1.25));
      expect(readFileSync(join(inStage, file as string))).toEqual(Buffer.concat(records));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('end the run with a word where they cannot be written', () => {
    const folder = mkdtempSync(join(tmpdir(), 'skinr1-tensorboard-'));
    try {
      writeFileSync(join(folder, 'file'), '');
      const listen = createTensorBoardListener(join(folder, 'file'));
      const event = { type: 'metric', stage: 'a', step: 1, steps: 1, metrics: {} } as const;
      expect(() => listen(event)).toThrow(ResourceError);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
