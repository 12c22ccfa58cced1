import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deviceNames } from '@skinr1/autograd';
import { Command } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { registerRunCommands } from '../src/commands/run.ts';

afterEach(() => vi.restoreAllMocks());

/** Parses a command line; gives what was written to standard error when it was refused. */
async function refusal(...words: string[]): Promise<string> {
  const written: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  const program = new Command().exitOverride();
  registerRunCommands(program);
  for (const command of program.commands) command.exitOverride();
  await expect(program.parseAsync(words, { from: 'user' })).rejects.toThrow();
  return written.join('');
}

describe('skinr1 run', () => {
  it('names the devices that there are', async () => {
    expect(await refusal('demo', '--device', 'abacus')).toMatch(
      new RegExp(`abacus.*${deviceNames.join(', ')}`),
    );
  });

  it('refuses on resume what was settled when the run was started', async () => {
    for (const settled of [
      ['--seed', '2'],
      ['--device', 'cpu'],
      ['--budget', '20m'],
    ]) {
      expect(await refusal('run', '--resume', ...settled)).toMatch(/--resume.*cannot be used with/);
    }
  });

  it('says what a textbook may be', () => {
    const program = new Command();
    registerRunCommands(program);
    const help = program.commands.find((command) => command.name() === 'run')?.helpInformation();
    for (const kind of ['PDF', 'EPUB', 'HTML', 'Markdown']) expect(help).toContain(kind);
  });

  it('shows the time that it takes by default as one would write it', () => {
    const program = new Command();
    registerRunCommands(program);
    const help = program.commands.find((command) => command.name() === 'run')?.helpInformation();
    expect(help).toMatch(/default:\s+20m/);
  });

  it.each([
    ['a textbook that is not there', ['--textbook', 'no book.md', '--images', '.'], /no book\.md/],
    [
      'a data set that is not there',
      ['--textbook', 'package.json', '--images', 'none'],
      /none: no such folder/,
    ],
  ])('finds %s before the run has a folder', async (_, inputs, message) => {
    const folder = await mkdtemp(join(tmpdir(), 'skinr1-run-'));
    const out = join(folder, 'run');
    const program = new Command();
    registerRunCommands(program);
    const words = ['run', ...inputs, '--out', out];
    await expect(program.parseAsync(words, { from: 'user' })).rejects.toThrow(message);
    expect(existsSync(out)).toBe(false);
    await rm(folder, { recursive: true });
  });
});
