import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '@skinr1/autograd';
import { researchUseOnly } from '@skinr1/core';
import { createTinyModel } from '@skinr1/model/testing';
import { Command } from 'commander';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { registerDiagnoseCommand } from '../src/commands/diagnose.ts';

let root: string;
const at = (name: string) => join(root, name);

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'skinr1-cli-diagnose-'));
  const engine = await createEngine({ threads: 1 });
  const model = await createTinyModel(engine, { texts: ['What is the diagnosis? melanoma'] });
  await model.save(at('model'));
  await model.release();
  await engine.close();
  const gradient = Buffer.from(Array.from({ length: 80 * 80 * 3 }, (_, i) => 150 + (i % 60)));
  await writeFile(at('lesion.ppm'), Buffer.concat([Buffer.from('P6\n80 80\n255\n'), gradient]));
  await writeFile(at('notes.jpg'), 'no image at all');
});
afterAll(() => rm(root, { recursive: true }));
afterEach(() => {
  process.exitCode = undefined;
  vi.restoreAllMocks();
});

async function run(...words: string[]): Promise<string> {
  let output = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    output += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const program = new Command().exitOverride();
  registerDiagnoseCommand(program);
  await program.parseAsync(['diagnose', '--device', 'cpu', ...words], { from: 'user' });
  return output;
}

describe('diagnose', () => {
  it('finds before it asks that a page could not be written', async () => {
    const asked = [at('lesion.ppm'), '--model', at('nowhere'), '--html'];
    await expect(run(...asked, at('no-folder/page.html'))).rejects.toThrow(/page\.html.*folder/);
    await expect(run(...asked, root)).rejects.toThrow(/is a folder/);
  });

  it('tells each image, the one that cannot be read by its fault, and writes a page of all', async () => {
    const asked = ['--model', at('model'), '--samples', '1', '--json', '--html', at('page.html')];
    const output = await run(at('lesion.ppm'), at('notes.jpg'), at('missing.png'), ...asked);
    const [lesion, notes, missing] = JSON.parse(output);
    expect(lesion.name).toBe('lesion.ppm');
    expect(lesion.diagnosis.differential).toHaveLength(28);
    const { device, weights, tokenizer } = lesion.diagnosis.provenance.model;
    expect([device, weights, tokenizer]).toEqual([
      'cpu',
      expect.stringMatching(/^[\da-f]{64}$/),
      expect.stringMatching(/^[\da-f]{64}$/),
    ]);
    expect(notes.problem).toMatch(/notes\.jpg.*cannot be read as an image/);
    expect(missing.problem).toMatch(/^missing\.png/);
    expect(output).not.toContain(root);
    expect(process.exitCode).toBe(1);
    const page = await readFile(at('page.html'), 'utf8');
    expect(page).toContain(researchUseOnly);
    expect(page.match(/<section /g)).toHaveLength(3);
    expect(page).not.toMatch(/<script|https?:/);
  });

  it('says what it found as text, and ends well where all could be read', async () => {
    const output = await run(at('lesion.ppm'), '--model', at('model'), '--samples', '0');
    expect(output).toMatch(/^lesion\.ppm\n {2}no conclusion:\n/);
    expect(output).toMatch(/█|·/);
    expect(output).toContain('Not calibrated');
    expect(output).toContain(researchUseOnly);
    expect(process.exitCode).toBeUndefined();
  });

  it('names what is missing where there is no model', async () => {
    const folder = process.cwd();
    process.chdir(root);
    try {
      await expect(run(at('lesion.ppm'))).rejects.toThrow(/sft-grpo.*--model.*skinr1 demo/);
    } finally {
      process.chdir(folder);
    }
  });
});
