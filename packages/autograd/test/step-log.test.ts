import { existsSync } from 'node:fs';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { splitLines } from '../src/io/split-lines.ts';
import { createStepLog, readStepLog } from '../src/training/step-log.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'step-log-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('createStepLog', () => {
  it('knows no line end but the line feed', async () => {
    const log = createStepLog<{ step: number; text: string }>(join(folder, 'ends.jsonl'));
    const rows = ['a\u2028b', 'c\u2029d', 'e\u0085f', 'g\rh', 'é'].map((text, i) => ({
      step: i + 1,
      text,
    }));
    await log.append(rows);
    await log.rewind(4);
    expect(await readStepLog(log.file)).toEqual(rows.slice(0, 4));
  });

  it('reads lines whose bytes come in pieces', async () => {
    const bytes = new TextEncoder().encode('ä\u2028\n\nlonger than a piece, €\nno end');
    for (const size of [1, 2, 3, 7, bytes.length]) {
      async function* pieces(): AsyncGenerator<Uint8Array> {
        for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
      }
      const lines = [];
      for await (const line of splitLines(pieces())) lines.push(line);
      expect(lines.map(({ text }) => text)).toEqual([
        'ä\u2028',
        '',
        'longer than a piece, €',
        'no end',
      ]);
      expect(lines.map(({ hasEnd }) => hasEnd)).toEqual([true, true, true, false]);
      expect(lines.reduce((sum, { byteLength }) => sum + byteLength, 0)).toBe(bytes.length);
    }
  });

  const rows = [1, 2, 3].map((step) => ({ step, text: `é${step}` }));

  it('rewinds to a step, whole rows only', async () => {
    const log = createStepLog<(typeof rows)[number]>(join(folder, 'deep', 'log.jsonl'));
    await log.rewind(7);
    await log.append(rows);
    await appendFile(log.file, '{"step": 4, "te');
    await log.rewind(2);
    await log.append([{ step: 3, text: 'again' }]);
    expect(await readStepLog(log.file)).toEqual([...rows.slice(0, 2), { step: 3, text: 'again' }]);
    await log.rewind(0);
    expect(await readFile(log.file, 'utf8')).toBe('');
  });

  it('drops a half-written row of a step that is kept', async () => {
    const log = createStepLog<{ step: number }>(join(folder, 'log.jsonl'));
    await log.append([{ step: 1 }]);
    await appendFile(log.file, '{"step":1}');
    await log.rewind(5);
    expect(await readFile(log.file, 'utf8')).toBe('{"step":1}\n');
  });

  it('does not guess at a line that is not a row', async () => {
    const log = createStepLog<{ step: number }>(join(folder, 'log.jsonl'));
    await writeFile(log.file, '{"step":1}\nhello\n{"step":2}\n');
    await expect(log.rewind(2)).rejects.toThrow(/log\.jsonl, line 2: is not JSON/);
    await writeFile(log.file, '{"stop":1}\n');
    await expect(readStepLog(log.file)).rejects.toThrow(/line 1: has no whole number `step`/);
  });

  it.skipIf(!existsSync('/dev/full'))('says that the disk is full, and which file', async () => {
    const append = createStepLog('/dev/full').append([{ step: 1 }]);
    await expect(append).rejects.toThrow(
      /\/dev\/full.*the log could not be written: the disk is full/s,
    );
  });
});
