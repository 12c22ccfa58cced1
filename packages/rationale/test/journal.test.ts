import { fork } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openJournal } from '../src/index.ts';
import type { JournalEntry } from '../src/model-writer/journal.ts';

const folder = mkdtempSync(join(tmpdir(), 'skinr1-journal-'));
afterAll(() => rmSync(folder, { recursive: true }));

function entry(id: string, texts: readonly string[] | null): JournalEntry {
  const tokens = { promptTokens: 1, completionTokens: 1 };
  return { id, draft: 'x', texts, reasons: [], repairs: 0, writer: 'test', ...tokens };
}

describe('a journal', () => {
  it('holds every whole entry after kill -9, and no work is lost or doubled', async () => {
    const path = join(folder, 'killed.jsonl');
    const script = new URL('./journal-child.ts', import.meta.url);
    const child = fork(script, [path], {
      execArgv: ['--import', 'tsx', '--conditions', '@skinr1/source'],
      stdio: 'ignore',
    });
    const deadline = Date.now() + 20_000;
    while (
      !(existsSync(path) && readFileSync(path, 'utf8').length > 5000) &&
      Date.now() < deadline
    ) {
      await new Promise((done) => setTimeout(done, 5));
    }
    child.kill('SIGKILL');
    await new Promise((done) => child.once('exit', done));
    const journal = openJournal(path);
    const ids = [...journal.done.keys()].map(Number);
    expect(ids.length).toBeGreaterThan(20);
    expect(ids).toEqual(ids.map((_, index) => index));
    journal.append({ ...journal.done.get('0')!, id: 'after' });
    expect(openJournal(path).done.size).toBe(ids.length + 1);
  });

  it('ends its entries by line feeds only, whatever stands in them', () => {
    const path = join(folder, 'separators.jsonl');
    // Line separators to Unicode, and to some readers of lines; none to JSON.
    const texts = ['one\u2028two\u2029three\u0085four', 'five\r\nsix'];
    openJournal(path).append(entry('a', texts));
    openJournal(path).append(entry('b', null));
    const { done } = openJournal(path);
    expect([...done.keys()]).toEqual(['a', 'b']);
    expect(done.get('a')!.texts).toEqual(texts);
  });
});
