import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { registerExportCommands } from '../src/commands/export.ts';

const folder = mkdtempSync(join(tmpdir(), 'skinr1-engine-commands-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

async function run(...words: string[]): Promise<string> {
  const printed: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
  const program = new Command().exitOverride();
  registerExportCommands(program);
  await program.parseAsync(['export', ...words], { from: 'user' });
  return printed.join('');
}

const rewards = join(folder, 'rewards.mjs');
writeFileSync(
  rewards,
  `export const rewards = [{ name: 'short', score: ({ completion }) => (completion.text.length < 9 ? 1 : 0) }];`,
);

describe('skinr1 export', () => {
  it('writes questions of your own with rewards of your own, and lints them', async () => {
    const prompts = join(folder, 'prompts.jsonl');
    writeFileSync(prompts, '{"id":"a","text":"Which?","labels":{"x":1}}\n\n');
    const out = join(folder, 'trl');
    const printed = await run('trl', '--prompts', prompts, '--rewards', rewards, '--out', out);
    expect(printed).toMatch(/^1 question, 0 held out, 5 files\.\n.* for trl: 0 problems\./);
    expect(readdirSync(out).sort()).toContain('skinr1_reward.py');
    writeFileSync(join(out, 'skinr1_reward.py'), '');
    rmSync(join(out, 'train.py'));
    expect(await run('lint', out)).toMatch(/train\.py, row -: is missing\n.*: 1 problem\./);
    expect(process.exitCode).toBe(1);
    writeFileSync(join(out, 'train.jsonl'), '{"id":');
    await expect(run('lint', out)).rejects.toThrow(/train\.jsonl: no row is JSON/);
  });

  it.each([
    ['nothing', '', /exports no rewards/],
    ['no score', `export const rewards = [{ name: 'a' }];`, /reward 'a': has no `score`/],
    ['no name', 'export default [{ score: () => 1 }];', /reward 1: has no `name`/],
  ])('names what a module of rewards lacks: %s', async (lacks, text, message) => {
    const module = join(folder, `${lacks.replace(' ', '-')}.mjs`);
    const prompts = join(folder, 'one.jsonl');
    writeFileSync(prompts, '{"id":"a","text":"Which?","labels":null}');
    writeFileSync(module, text);
    const out = join(folder, 'refused');
    await expect(
      run('trl', '--prompts', prompts, '--rewards', module, '--out', out),
    ).rejects.toThrow(message);
  });

  it.each([
    ['no source', ['verl', '--out', folder], /one source of questions/],
    ['two sources', ['verl', '--synthetic', '1', '--prompts', 'x', '--out', folder], /one source/],
    ['a file that is not there', ['verl', '--prompts', '/none', '--out', folder], /no such file/],
    ['a folder of no export', ['lint', folder], /holds no export/],
    [
      'a module without rewards',
      ['trl', '--prompts', rewards, '--rewards', rewards, '--out', folder],
      /line 1: is not JSON/,
    ],
  ])('refuses %s', async (_, words, message) => {
    await expect(run(...words)).rejects.toThrow(message);
  });
});

describe('skinr1 reward serve', () => {
  it('serves rewards of a module until it is stopped', async () => {
    const main = join(import.meta.dirname, '..', 'src', 'main.ts');
    const child = spawn(
      process.execPath,
      [
        ...['--import', 'tsx', '--conditions=@skinr1/source', main],
        ...['reward', 'serve', '--port', '0', '--rewards', rewards],
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const url = /at (http:\S+)/.exec(String(line))?.[1];
    const body = { items: [{ id: 'a', prompt: 'b', labels: null, completion: 'short' }] };
    const response = await fetch(`${url}v1/score`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(await response.json()).toEqual({
      items: [{ id: 'a', reward: 1, components: { short: 1 }, status: 'ok' }],
    });
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
