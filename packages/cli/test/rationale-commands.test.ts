import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { registerRationaleCommands } from '../src/commands/rationale.ts';

const folder = mkdtempSync(join(tmpdir(), 'skinr1-rationale-'));
const corpus = join(folder, 'corpus');
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** Runs the command and returns what it printed. */
async function run(...words: string[]): Promise<string> {
  const printed: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
  const program = new Command().exitOverride();
  registerRationaleCommands(program);
  await program.parseAsync(['rationale', ...words], { from: 'user' });
  return printed.join('');
}

describe('skinr1 rationale', () => {
  it('builds a corpus from the embedded textbook and drawn lesions', async () => {
    const output = await run('build', '--synthetic', '3', '--per-type', '1', '--out', corpus);
    expect(output).toMatch(/[1-9]\d* trajectories over 84 images; 0 rejected/);
    expect(output).toMatch(/Research use only/);
  });

  it('fails where nothing could be built, says why by cause, and measures no image in vain', async () => {
    const book = join(folder, 'sporotrichosis.md');
    writeFileSync(
      book,
      '# Sporotrichosis\n\nSporotrichosis shows nodules and ulcers on the arm.\n',
    );
    const out = join(folder, 'nothing');
    const failing = run('build', '--textbook', book, '--synthetic', '1', '--out', out);
    await expect(failing).rejects.toThrow(
      /no trajectory could be built\. \d+: no card of the diagnosis with visible signs/,
    );
    // What was read is kept, so that the figures can be captioned.
    expect(await run('stats', out)).toMatch(/0 trajectories[\s\S]*\d+: no card of the diagnosis/);
  });

  it('makes no card of a book about animals unless told to, and says so either way', async () => {
    const book = join(folder, 'cow.md');
    const out = join(folder, 'cow');
    writeFileSync(
      book,
      '# The diseases of the cow\n\n## Ringworm of the calf\n\nIn calves scales lie on the neck.\n\n## Cowpox\n\nThe cow has pustules on the udder.\n',
    );
    await expect(run('cards', book, '--out', out)).rejects.toThrow(
      /not about human skin.*--allow-non-human/,
    );
    const output = await run('cards', book, '--allow-non-human', '--out', out);
    expect(output).toMatch(
      /^1 cards from 1 disease sections[\s\S]*Warning: .*not about human skin.*all the same, as told/,
    );
    const building = run('build', '--textbook', book, '--allow-non-human', '--out', out);
    await expect(building).rejects.toThrow(/no trajectory could be built/);
    expect(await run('stats', out)).toMatch(/: 1 cards/);
  });

  it('verifies it, and fails when a trajectory has been tampered with', async () => {
    expect(await run('verify', corpus)).toMatch(/[1-9]\d* trajectories pass, 0 fail/);
    expect(process.exitCode).toBeUndefined();
    const path = join(corpus, 'trajectories.jsonl');
    const original = readFileSync(path, 'utf8');
    writeFileSync(path, original.replace('"malignancy":"malignant"', '"malignancy":"benign"'));
    expect(await run('verify', corpus)).toMatch(/malignancy_wrong[\s\S]*1 fail/);
    expect(process.exitCode).toBe(1);
    writeFileSync(path, original);
  });

  it('judges the verifier by planted faults', async () => {
    const save = join(folder, 'audit', 'planted.jsonl');
    const output = await run('verify', corpus, '--planted', '330', '--seed', '3', '--save', save);
    expect(output).toMatch(/leaked label +10 +10 +100\.0 %/);
    expect(output).toMatch(/all +330 +(32[789]|330) /);
    expect(output).toMatch(/good trajectories +[1-9]\d* +0 +0\.0 %/);
    expect(output).toMatch(/unseen sign: .*sign_unseen 10/);
    expect(process.exitCode).toBeUndefined();
    const items = readFileSync(save, 'utf8').trim().split('\n');
    expect(items).toHaveLength(330);
    const { fault, question, trajectory, caught, reasons } = JSON.parse(items[0] as string);
    expect(fault).toBe('copied wording');
    expect(question).toMatch(/What is the diagnosis/);
    expect(trajectory.steps.length).toBeGreaterThan(2);
    expect(caught).toBe(true);
    expect(reasons.map(({ code }: { code: string }) => code)).toContain('copied_wording');
    await expect(run('verify', corpus, '--save', save)).rejects.toThrow(/--save needs --planted/);
  });

  it('fails where good trajectories are turned away, and lists what could not be planted', async () => {
    const path = join(corpus, 'trajectories.jsonl');
    const original = readFileSync(path, 'utf8');
    const lines = original.split('\n').filter((line) => line.includes('"type":"direct"'));
    const bad = (lines[1] as string).replace(/"path":\[[^\]]*\]/, '"path":["nonsense"]');
    writeFileSync(path, `${lines[0]}\n${bad}\n`);
    const output = await run('verify', corpus, '--planted', '66');
    writeFileSync(path, original);
    expect(output).toMatch(/Only 0 of 2 for swapped differential/);
    expect(output).toMatch(/good trajectories +2 +1 +50\.0 %[\s\S]*false alarm: .*path_wrong/);
    expect(process.exitCode).toBe(1);
  });

  it('exports and reports statistics', async () => {
    const out = join(folder, 'export');
    expect(await run('export', corpus, '--format', 'llama-factory', '--out', out)).toMatch(
      /0 problems/,
    );
    const statistics = JSON.parse(await run('stats', corpus, '--json'));
    expect(statistics.trajectories).toBeGreaterThan(50);
    expect(statistics.distinct4).toBeGreaterThan(0);
    expect(await run('stats', corpus)).toMatch(/distinct-4 ratio/);
  });

  it('estimates what a language model would cost without asking it', async () => {
    const words = ['--synthetic', '1', '--per-type', '1', '--out', join(folder, 'dry')];
    const model = ['--model-url', 'http://127.0.0.1:9/v1', '--prompt-price', '1', '--dry-run'];
    await expect(run('build', ...words, ...model)).rejects.toThrow(/needs --model/);
    const output = await run('build', ...words, ...model, '--model', 'test');
    expect(output).toMatch(/About [1-9]\d* requests.*Nothing was sent/);
    await expect(run('build', ...words, '--budget', 'lots')).rejects.toThrow(
      /--budget.*Give an amount/,
    );
  });

  it('serves a review page, and the next build follows what was decided there', async () => {
    const out = join(folder, 'reviewed');
    const words = ['build', '--synthetic', '1', '--per-type', '1', '--out', out];
    const [all] = /^\d+(?= trajectories over)/m.exec(await run(...words)) as RegExpExecArray;
    const main = join(import.meta.dirname, '../src/main.ts');
    const node = ['--import', 'tsx', '--conditions=@skinr1/source', main];
    const child = spawn(process.execPath, [...node, 'rationale', 'review', out]);
    const ended = once(child, 'exit');
    let said = '';
    const url = await new Promise<string>((found) => {
      child.stdout.on('data', (chunk) => {
        said += chunk;
        const address = /http:\S+/.exec(said)?.[0];
        if (address !== undefined && said.includes('Research use only')) found(address);
      });
    });
    const api = `${url}api/trajectories`;
    const [first] = (await (await fetch(api)).json()) as { key: string }[];
    const decided = await fetch(`${api}/${first?.key}/decision`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"verdict":"rejected","note":"too dark"}',
    });
    expect(decided.status).toBe(200);
    child.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
    expect(said).toMatch(/1 decisions and 0 captions in all/);

    expect(await run(...words)).toMatch(/Review: 0 accepted, 0 edited, 1 rejected; 0 edits fail/);
    const count = Number(all) - 1;
    expect(await run('verify', out)).toContain(`${count} trajectories pass, 0 fail`);
  });

  it('reads books to documents and cards', async () => {
    const book = join(folder, 'book.md');
    writeFileSync(book, '# Psoriasis\n\n## Morphology\n\nPlaques with silvery scale.\n');
    expect(await run('ingest', book, '--out', folder)).toMatch(
      /book\.md: \d+ characters, 3 sections/,
    );
    expect(await run('cards', book, '--out', folder)).toMatch(/1 cards from 1 disease sections/);
    expect(JSON.parse(readFileSync(join(folder, 'cards.jsonl'), 'utf8')).ontologyId).toBe(
      'psoriasis',
    );
  });
});
