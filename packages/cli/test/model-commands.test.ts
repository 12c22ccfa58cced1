import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, openSafetensors } from '@skinr1/autograd';
import { addAdapter, loadModel, saveAdapter } from '@skinr1/model';
import { createTinyModel } from '@skinr1/model/testing';
import { Command } from 'commander';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { registerModelCommands } from '../src/commands/model.ts';

let root: string;
const at = (name: string) => join(root, name);
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'skinr1-cli-model-'));
  const engine = await createEngine({ threads: 1 });
  const model = await createTinyModel(engine, { texts: ['What is it?'] });
  await model.save(at('base'));
  await addAdapter(model, { rank: 2, alpha: 4, targets: 'all-linear', seed: 1 });
  await saveAdapter(model, at('adapter'), { base: 'tiny/base' });
  await model.release();
  await engine.close();
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
  const program = new Command().exitOverride();
  registerModelCommands(program);
  await program.parseAsync(['model', ...words], { from: 'user' });
  return output;
}

it('inspects a model, an adapter, and whether they fit', async () => {
  const model = await run('inspect', at('base'));
  expect(model).toMatch(/^Qwen2\.5-VL \("qwen2_5_vl"\)/);
  expect(model).toMatch(/stored as float32/);
  expect(model).toMatch(/weights: \d+ mapped, 0 lacking\n/);
  expect(model).toMatch(/int4 +\d+ kB +\d+ kB {2}fits here/);
  expect(process.exitCode).toBeUndefined();
  const adapter = await run('inspect', at('adapter'));
  expect(adapter).toMatch(
    /a PEFT adapter \(LoRA\) of tiny\/base\nrank 2, factor 4 \/ 2, dropout 0/,
  );
  expect(await run('inspect', at('adapter'), '--base', at('base'))).toMatch(
    /fits the base: stands beside 26/,
  );
  expect(JSON.parse(await run('inspect', at('base'), '--json'))).toMatchObject({ problems: [] });
});

it('merges the two', async () => {
  expect(await run('merge', at('base'), at('adapter'), at('merged'))).toMatch(/merged in/);
  const engine = await createEngine({ threads: 1 });
  const merged = await loadModel(at('merged'), { engine });
  await merged.release();
  await engine.close();
});

it('rounds a model, but for what it is told to keep', async () => {
  const gates = 'model.layers.*.gate_proj.weight';
  const words = ['convert', at('base'), at('rounded'), '--precision', 'int4', '--keep', gates];
  const warned: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => warned.push(String(text)) > 0);
  expect(await run(...words, 'lm_*', '--int8', 'model.layers.1.mlp.*')).toMatch(/in int4\.\n/);
  expect(warned).toEqual(["no weight is named 'lm_*'.\n"]);
  const file = await openSafetensors(join(at('rounded'), 'model.safetensors'));
  const dims = (name: string) => file.entries.get(`model.layers.1.${name}`)?.dims;
  expect(dims('mlp.gate_proj.weight')).toEqual([64, 32]);
  expect(dims('mlp.up_proj.weight.values')).toEqual([64, 1, 32]);
  expect(dims('self_attn.o_proj.weight.values')).toEqual([32, 1, 16]);
  await file.close();
});

it('exports a model for transformers.js', async () => {
  const words = ['export', at('base'), at('exported'), '--format', 'transformers.js'];
  expect(await run(...words)).toMatch(/for transformers\.js, in float32\.\n/);
  expect(JSON.parse(await readFile(join(at('exported'), 'config.json'), 'utf8'))).toMatchObject({
    'transformers.js_config': { dtype: { decoder_model_merged: 'fp32' } },
  });
});

it('ends with an error for a folder with problems, after telling all of it', async () => {
  await writeFile(join(at('merged'), 'model.safetensors'), '<!DOCTYPE html><title>Sign in</title>');
  expect(await run('inspect', at('merged'))).toMatch(/problems: 1\n.*saved web page \("Sign in"\)/);
  expect(process.exitCode).toBe(1);
});

it('pulls from a Hub under another address, and takes no name that is none', async () => {
  const http = createServer((_, response) => {
    response.writeHead(404, { 'content-type': 'application/json' });
    response.end('{"error":"Repository not found"}');
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('HF_ENDPOINT', `http://127.0.0.1:${(http.address() as AddressInfo).port}`);
  vi.stubEnv('HF_TOKEN', '');
  try {
    await expect(run('pull', 'some/model@v2', at('pulled'))).rejects.toThrow(/some\/model@v2.*404/);
    await expect(run('pull', 'model', at('pulled'))).rejects.toThrow(
      /'model' is no name of a model/,
    );
  } finally {
    vi.unstubAllEnvs();
    http.close();
  }
});
