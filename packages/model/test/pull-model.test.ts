import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidInputError, NotFoundError, ResourceError, UsageError } from '@skinr1/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PullProgress, pullModel } from '../src/hub/pull-model.ts';
import { type HubServer, startHubServer } from './support/hub-server.ts';

const name = 'somebody/some-model';
const commit = 'c0ffee'.padEnd(40, '0');
const text = (value: string) => ({ bytes: Buffer.from(value) });
const weights = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7 + (i >> 8)) % 251);
const files = {
  'config.json': text('{"model_type":"qwen2_5_vl"}'),
  'tokenizer.json': text('{}'),
  'README.md': text(''),
  'model.safetensors': { bytes: weights, lfs: true },
  'pytorch_model.bin': text('not wanted'),
  'onnx/model.onnx': text('not wanted either'),
};
const wanted = ['README.md', 'config.json', 'model.safetensors', 'tokenizer.json'];

let folder: string;
let output: string;
let server: HubServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skinr1-pull-'));
  output = join(folder, 'model');
  server = await startHubServer(name, files, commit);
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const pull = (more: Parameters<typeof pullModel>[2] = {}) =>
  pullModel(name, output, { hubUrl: server.url, ...more });
const arrived = () => readFile(join(output, 'model.safetensors'));

describe('pullModel', () => {
  it('brings what a folder needs, tells what it leaves out, and counts bytes', async () => {
    const steps: PullProgress[] = [];
    const pulled = await pull({ onProgress: (step) => steps.push(step) });
    expect((await readdir(folder)).sort()).toEqual(['model']);
    expect((await readdir(output)).sort()).toEqual(wanted);
    expect(Buffer.compare(await arrived(), weights)).toBe(0);
    expect([...pulled.leftOut].sort()).toEqual(['onnx', 'pytorch_model.bin']);
    expect(pulled.commit).toBe(commit);
    expect(steps.at(-1)).toMatchObject({ done: pulled.bytes, total: pulled.bytes });
    expect(server.authorizations.every((value) => value === undefined)).toBe(true);
  });

  it('goes on where a connection broke off, in the same call', async () => {
    server.breakOff = { times: 2, after: 100_000 };
    await pull();
    expect(Buffer.compare(await arrived(), weights)).toBe(0);
    const ranges = server.requests.filter((line) => /bytes=[1-9]/.test(line));
    expect(ranges.length).toBe(2);
  });

  it('goes on in the next call, and fetches nothing twice', async () => {
    server.breakOff = { times: 99, after: 20_000 };
    await expect(pull()).rejects.toThrow(ResourceError);
    await expect(readdir(output)).rejects.toThrow();
    const before = await stat(join(`${output}.partial`, 'model.safetensors.part'));
    expect(before.size).toBeGreaterThanOrEqual(20_000);
    server.breakOff = { times: 0, after: 0 };
    server.requests.length = 0;
    const steps: PullProgress[] = [];
    const { bytes } = await pull({ onProgress: (step) => steps.push(step) });
    expect(server.requests.filter((line) => line.includes('config.json'))).toEqual([]);
    expect(server.requests.some((line) => line.includes(`bytes=${before.size}-`))).toBe(true);
    expect(steps.at(-1)?.done).toBe(bytes);
    expect(Buffer.compare(await arrived(), weights)).toBe(0);
  });

  it('begins anew when the revision has become another commit', async () => {
    await mkdir(`${output}.partial`);
    await writeFile(
      join(`${output}.partial`, 'pull.json'),
      JSON.stringify({ name, commit: 'old' }),
    );
    await writeFile(join(`${output}.partial`, 'config.json'), 'of another commit');
    await pull();
    expect(await readFile(join(output, 'config.json'), 'utf8')).toContain('qwen2_5_vl');
  });

  it('throws away what does not hash to what the Hub names, once, then says so', async () => {
    await mkdir(`${output}.partial`);
    const origin = JSON.stringify({ name, commit });
    await writeFile(join(`${output}.partial`, 'pull.json'), origin);
    await writeFile(join(`${output}.partial`, 'model.safetensors.part'), 'other bytes');
    await pull();
    expect(Buffer.compare(await arrived(), weights)).toBe(0);
    await rm(output, { recursive: true });
    server.intercept = (request, response) => {
      if (!request.url?.includes('tokenizer.json')) return false;
      response.writeHead(206, { etag: '"x"', 'content-range': 'bytes 0-1/2' });
      response.end('[]'.slice(0, request.headers.range ? 1 : 2));
      return true;
    };
    await expect(pull()).rejects.toThrow(InvalidInputError);
    await expect(pull()).rejects.toThrow(/some-model\/tokenizer\.json: .*another SHA-1/);
    await expect(readdir(output)).rejects.toThrow();
  });

  it('shows the token to the Hub and in no message', async () => {
    const token = 'hf_secretsecret';
    await pull({ token });
    expect(new Set(server.authorizations)).toEqual(new Set([`Bearer ${token}`]));
    await rm(output, { recursive: true });
    server.intercept = (_, response) => {
      response.writeHead(403, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: 'Access is restricted' }));
      return true;
    };
    const error = await pull({ token }).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(NotFoundError);
    expect(String(error)).toMatch(/HTTP 403.*HF_TOKEN/);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('secret');
    const other = await pull({ token: 'secret' }).catch((cause: unknown) => cause);
    expect(other).toBeInstanceOf(UsageError);
    expect(String(other)).not.toContain('secret');
  });

  it('names what is not there, a Hub that is silent, names that are none, and folders in use', async () => {
    const absent = pullModel('some/other', output, { hubUrl: server.url });
    await expect(absent).rejects.toThrow(/some\/other@main: is not on the Hub.*HTTP 404/);
    const { url } = server;
    await server.close();
    const silent = pullModel(name, output, { hubUrl: url });
    await expect(silent).rejects.toThrow(ResourceError);
    await expect(silent).rejects.toThrow(/does not answer.*ECONNREFUSED/);
    server = await startHubServer(name, files, commit);
    for (const wrong of ['model', '../../etc', 'a/b/c', 'a/b@main', '']) {
      await expect(pullModel(wrong, output)).rejects.toThrow(UsageError);
    }
    await mkdir(output);
    await writeFile(join(output, 'mine.txt'), 'mine');
    await expect(pull()).rejects.toThrow(/holds files already/);
  });

  it('can be ended, and keeps what has arrived', async () => {
    const controller = new AbortController();
    const ended = pull({
      signal: controller.signal,
      onProgress: ({ file }) => file === 'model.safetensors' && controller.abort(),
    });
    await expect(ended).rejects.toThrow(/abort/i);
    expect(await readdir(`${output}.partial`)).toContain('config.json');
    await pull();
    expect(Buffer.compare(await arrived(), weights)).toBe(0);
  });

  it('leaves nothing under its name when its process is killed, and goes on afterwards', async () => {
    // The body of the weights stalls, so that the process is in the midst of them.
    server.intercept = (request, response) => {
      const isBody = request.url?.endsWith('model.safetensors') && !request.headers.range;
      if (!isBody) return false;
      response.writeHead(200, { 'content-length': weights.length });
      response.write(weights.subarray(0, 90_000));
      return true;
    };
    const child = startPull(server.url, output);
    const part = join(`${output}.partial`, 'model.safetensors.part');
    await expect
      .poll(async () => (await stat(part).catch(() => null))?.size, { timeout: 20_000 })
      .toBe(90_000);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.on('exit', resolve));
    await expect(readdir(output)).rejects.toThrow();
    server.intercept = () => false;
    await pull();
    expect(Buffer.compare(await arrived(), weights)).toBe(0);
    expect(server.requests.some((line) => line.includes('bytes=90000-'))).toBe(true);
  }, 40_000);
});

function startPull(hubUrl: string, target: string): ChildProcess {
  const code = `
    import { pullModel } from ${JSON.stringify(new URL('../src/hub/pull-model.ts', import.meta.url).href)};
    await pullModel(${JSON.stringify(name)}, ${JSON.stringify(target)}, { hubUrl: ${JSON.stringify(hubUrl)} });
  `;
  const flags = ['--conditions=@skinr1/source', '--import', 'tsx', '--input-type=module'];
  return spawn(process.execPath, [...flags, '--eval', code], { stdio: 'ignore' });
}
