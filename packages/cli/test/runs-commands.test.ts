import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidInputError } from '@skinr1/core';
import { Command } from 'commander';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { registerRunsCommands } from '../src/commands/runs.ts';

const folder = mkdtempSync(join(tmpdir(), 'skinr1-runs-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

/** Runs `skinr1 runs` in this process and gives what it printed. */
async function printed(...words: string[]): Promise<string> {
  const written: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  const program = new Command().exitOverride();
  registerRunsCommands(program);
  await program.parseAsync(['runs', ...words], { from: 'user' });
  return written.join('');
}

describe('skinr1 runs', () => {
  it('lists runs with how far they are and what needs a look', async () => {
    const rows = Array.from({ length: 12 }, (_, index) => ({
      ...{ stage: 'sft-grpo', step: index + 1, steps: 30 },
      metrics: { reward: 1, kl: 2 },
    }));
    mkdirSync(join(folder, 'one\u001b[2J'));
    const log = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    writeFileSync(join(folder, 'one\u001b[2J', 'metrics.jsonl'), log);
    const text = await printed('list', folder);
    expect(text).toMatch(/one.*stopped.*sft-grpo 12 of 30.*sft-grpo: KL runs away/);
    expect(text).not.toContain('\u001b');
  });

  it('opens no folder that holds no run', async () => {
    await expect(printed('open', folder)).rejects.toThrow(InvalidInputError);
  });
});
