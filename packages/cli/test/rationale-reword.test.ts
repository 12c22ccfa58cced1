import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCorpus } from '@skinr1/rationale';
import {
  type ChatServer,
  type ChatServerOptions,
  startChatServer,
} from '@skinr1/rationale/testing';
import { Command } from 'commander';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { registerRationaleCommands } from '../src/commands/rationale.ts';

const folder = mkdtempSync(join(tmpdir(), 'skinr1-reword-'));
const book = join(folder, 'book.md');
writeFileSync(
  book,
  `# Skin book

## Melanoma

### Morphology

A macule with asymmetry and an irregular border. Brown, black and blue color. Ulceration may occur.

### Dermoscopy

Atypical pigment network, streaks, regression structures and a blue-white veil.

## Melanocytic nevus

### Morphology

A macule or papule with symmetry and a well-defined border, of brown color.

### Dermoscopy

Pigment network and globules.

## Dermatofibroma

### Morphology

A firm nodule or papule of brown color with a well-defined border.

### Dermoscopy

Central white patch and a pigment network.
`,
);
const servers: ChatServer[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function serve(options?: ChatServerOptions): Promise<ChatServer> {
  const server = await startChatServer(options);
  servers.push(server);
  return server;
}

const build = (out: string, url: string, ...more: string[]): string[] => [
  ...['build', '--textbook', book, '--synthetic', '2', '--per-type', '2', '--style', 'full'],
  ...['--out', out, '--model-url', url, '--model', 'test', ...more],
];

/** Runs the command in this process and returns what it printed, on both streams. */
async function run(words: readonly string[]): Promise<string> {
  const printed: string[] = [];
  const keep = (text: string | Uint8Array): boolean => printed.push(String(text)) > 0;
  vi.spyOn(process.stdout, 'write').mockImplementation(keep);
  vi.spyOn(process.stderr, 'write').mockImplementation(keep);
  const program = new Command().exitOverride();
  registerRationaleCommands(program);
  await program.parseAsync(['rationale', ...words], { from: 'user' });
  return printed.join('');
}

/** Starts the command as a process of its own. */
function start(words: readonly string[]): ChildProcess {
  const main = join(import.meta.dirname, '../src/main.ts');
  const options = ['--import', 'tsx', '--conditions=@skinr1/source'];
  return spawn(process.execPath, [...options, main, 'rationale', ...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

const entries = (out: string): string[] => {
  const path = join(out, 'journal.jsonl');
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8').split('\n').slice(0, -1);
};

/** Ends the process by a signal once its journal has some entries; returns how it ended. */
async function stopMidway(child: ChildProcess, out: string, signal: NodeJS.Signals) {
  let told = '';
  child.stderr?.on('data', (chunk) => {
    told += chunk;
  });
  const deadline = Date.now() + 40_000;
  while (entries(out).length < 6 && child.exitCode === null && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  child.kill(signal);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  return { code, told };
}

/** The numbers of the summary line. */
function summaryOf(output: string) {
  const [, worded, resumed, cached, requests] = (
    /(\d+) worded .* (\d+) from the journal, (\d+) from the cache, (\d+) requests/.exec(output) ??
    []
  ).map(Number) as [number, number, number, number, number];
  return { worded, resumed, cached, requests };
}

describe('wording by a language model', () => {
  it('goes on after kill -9 without asking again for what was done', async () => {
    const server = await serve({ delayMs: 20 });
    const out = join(folder, 'killed');
    await stopMidway(start(build(out, server.url, '--concurrency', '2')), out, 'SIGKILL');
    const done = entries(out).length;
    expect(done).toBeGreaterThanOrEqual(6);
    expect(existsSync(join(out, 'trajectories.jsonl'))).toBe(false);

    const before = server.questions.length;
    const rest = summaryOf(await run(build(out, server.url)));
    expect(rest.resumed).toBe(done);
    expect(rest.requests).toBeGreaterThan(0);
    expect(server.questions.length - before).toBe(rest.requests);
    // At most the two under way at the kill were answered and cached, but not yet in the journal.
    expect(rest.requests + rest.cached).toBe(rest.worded - done);
    expect(rest.cached).toBeLessThanOrEqual(2);

    const again = summaryOf(await run(build(out, server.url)));
    expect(again).toEqual({ ...rest, resumed: rest.worded, cached: 0, requests: 0 });
    expect((await loadCorpus(out)).trajectories).toHaveLength(rest.worded);
  });

  it('on Ctrl-C saves what was worded and says how to go on', async () => {
    const server = await serve({ delayMs: 20 });
    const out = join(folder, 'stopped');
    const { code, told } = await stopMidway(start(build(out, server.url)), out, 'SIGINT');
    expect(code).toBe(130);
    const done = entries(out).length;
    expect(told).toMatch(new RegExp(`${done} of \\d+ are done.*same command goes on`));
    expect((await loadCorpus(out)).trajectories).toHaveLength(done);
    expect(await run(['verify', out])).toMatch(`${done} trajectories pass, 0 fail.`);
  });

  it('keeps to the budget, and goes on with a greater one', async () => {
    const server = await serve({ faults: { unseen_sign: 0.3, server_error: 0.1 } });
    const out = join(folder, 'budget');
    const prices = ['--prompt-price', '10', '--completion-price', '10'];
    const poor = await run(build(out, server.url, ...prices, '--budget', '0.05'));
    expect(process.exitCode).toBe(1);
    expect(poor).toMatch(
      /budget of 0\.05 does not allow.*\n\d+ of \d+ are done and kept; the same/,
    );
    expect(poor).toMatch(/cost 0\.0[0-5]\./);
    const { worded } = summaryOf(poor);
    expect((await loadCorpus(out)).trajectories).toHaveLength(worded);

    process.exitCode = undefined;
    const estimate = await run(build(out, server.url, '--dry-run'));
    const rich = await run(build(out, server.url, ...prices, '--budget', '9'));
    expect(process.exitCode).toBeUndefined();
    expect(rich).toMatch(/\([1-9]\d* after repair\)/);
    const left = summaryOf(rich).worded + (Number(/(\d+) quarantined/.exec(rich)?.[1]) || 0);
    expect(Number(/About (\d+) requests/.exec(estimate)?.[1])).toBe(left - entriesAt(poor));
    await expect(run(build(out, server.url, '--budget', '1'))).rejects.toThrow(/needs prices/);
  });

  it('leaves an earlier corpus as it was where the server refuses', async () => {
    const server = await serve({ apiKey: 'another' });
    const out = join(folder, 'refused');
    const offline = build(out, server.url).slice(0, -4);
    await run(offline);
    const { trajectories } = await loadCorpus(out);
    expect(await run(build(out, server.url))).toMatch(/refused: status 401.*\n0 of \d+ are done/);
    expect(process.exitCode).toBe(1);
    expect((await loadCorpus(out)).trajectories).toEqual(trajectories);
  });
});

/** How many drafts a run that ended early had finished. */
function entriesAt(output: string): number {
  return Number(/(\d+) of \d+ are done/.exec(output)?.[1]);
}
