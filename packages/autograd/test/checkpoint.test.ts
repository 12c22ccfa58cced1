import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFile,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRandom, InvalidInputError, NotFoundError, ResourceError } from '@skinr1/core';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  latestCheckpoint,
  listCheckpoints,
  loadCheckpoint,
  readSafetensors,
  saveCheckpoint,
} from './support/ag.ts';

let root: string;
beforeEach(async () => {
  root = join(await mkdtemp(join(tmpdir(), 'checkpoint-')), 'run');
});
afterEach(() => rm(join(root, '..'), { recursive: true, force: true }));

function save(step: number, text = `weights ${step}`, keep = 3): Promise<string> {
  return saveCheckpoint(root, {
    step,
    keep,
    metadata: { seed: 7, step },
    write: async (directory) => {
      await writeFile(join(directory, 'weights.bin'), text);
      await mkdir(join(directory, 'model'));
      await writeFile(join(directory, 'model', 'config.json'), '{}');
    },
  });
}

describe('checkpoints', () => {
  it('come back with metadata and files; the newest is found', async () => {
    expect(await latestCheckpoint(root)).toBeNull();
    await save(1);
    const path = await save(12);
    expect(await latestCheckpoint(root)).toEqual({
      path,
      step: 12,
      metadata: { seed: 7, step: 12 },
    });
    expect(await readFile(join(path, 'weights.bin'), 'utf8')).toBe('weights 12');
    await expect(loadCheckpoint(join(root, 'none'))).rejects.toThrow(NotFoundError);
  });

  it('keep only the newest so many, by number and not by text', async () => {
    for (const step of [2, 30, 99_999_999, 100_000_000]) await save(step, 'x', 2);
    expect(await readdir(root)).toEqual(['step-100000000', 'step-99999999']);
    expect((await listCheckpoints(root)).map((path) => basename(path))).toEqual([
      'step-99999999',
      'step-100000000',
    ]);
  });

  it('of later steps give way when a run goes back: they never count among those kept', async () => {
    for (const step of [10, 20, 30]) await save(step);
    await writeFile(join(root, 'step-00000030', 'weights.bin'), 'damaged');
    const path = await save(25, 'new', 2);
    expect(await readdir(root)).toEqual(['step-00000020', 'step-00000025']);
    expect((await latestCheckpoint(root))?.path).toBe(path);
    await save(12, 'back again', 1);
    expect(await readdir(root)).toEqual(['step-00000012']);
  });

  it('replace one of the same step whole', async () => {
    await save(3, 'old');
    const path = await save(3, 'new');
    await loadCheckpoint(path);
    expect(await readFile(join(path, 'weights.bin'), 'utf8')).toBe('new');
  });

  it.each<[string, (path: string) => Promise<void>, RegExp]>([
    [
      'a byte changed',
      (path) => writeFile(join(path, 'weights.bin'), 'weights 3'),
      /weights\.bin.*not what was written/,
    ],
    [
      'a file cut short',
      (path) => writeFile(join(path, 'weights.bin'), ''),
      /0 bytes instead of 9/,
    ],
    [
      'a file longer',
      (path) => appendFile(join(path, 'model', 'config.json'), ' '),
      /config\.json: has 3 bytes/,
    ],
    ['a file lost', (path) => rm(join(path, 'model', 'config.json')), /config\.json: is missing/],
    ['the manifest lost', (path) => rm(join(path, 'manifest.json')), /no checkpoint here/],
    [
      'the manifest cut short',
      (path) => writeFile(join(path, 'manifest.json'), '{"step": 2,'),
      /not JSON/,
    ],
    [
      'the manifest emptied',
      (path) => writeFile(join(path, 'manifest.json'), 'null'),
      /manifest\.json: is not what was written/,
    ],
    [
      'what the writer wanted to remember changed',
      async (path) => {
        const text = await readFile(join(path, 'manifest.json'), 'utf8');
        await writeFile(join(path, 'manifest.json'), text.replace('"seed": 7', '"seed": 6'));
      },
      /manifest\.json: is not what was written/,
    ],
    [
      'the manifest longer than any',
      (path) => truncate(join(path, 'manifest.json'), 2 ** 30),
      /manifest\.json: has 1073741824 bytes/,
    ],
  ])('that are damaged are passed over: %s', async (_, damage, message) => {
    const good = await save(1);
    const bad = await save(2);
    await damage(bad);
    await expect(loadCheckpoint(bad)).rejects.toThrow(message);
    const skipped: Error[] = [];
    const found = await latestCheckpoint(root, (error) => skipped.push(error));
    expect(found?.path).toBe(good);
    expect(skipped.map((error) => error.message)).toEqual([expect.stringMatching(message)]);
    expect(skipped[0]?.message).toContain(bad);
  });

  it('show any one bit that flips, in any file', async () => {
    const path = await save(1);
    const names = ['manifest.json', 'weights.bin', join('model', 'config.json')];
    const whole = await Promise.all(names.map((name) => readFile(join(path, name))));
    const bits = fc
      .constantFrom(0, 1, 2)
      .chain((file) => fc.tuple(fc.constant(file), fc.nat(whole[file]!.length * 8 - 1)));
    await fc.assert(
      fc.asyncProperty(bits, async ([file, bit]) => {
        const bytes = Uint8Array.from(whole[file]!);
        bytes[bit >> 3]! ^= 1 << (bit & 7);
        await writeFile(join(path, names[file]!), bytes);
        await expect(loadCheckpoint(path)).rejects.toThrow(InvalidInputError);
        await writeFile(join(path, names[file]!), whole[file]!);
      }),
    );
    await loadCheckpoint(path);
  });

  it('do not lead out of their folder', async () => {
    const path = await save(1);
    const { sha256: _, ...manifest } = JSON.parse(
      await readFile(join(path, 'manifest.json'), 'utf8'),
    );
    manifest.files['../../secret'] = { bytes: 1, sha256: '' };
    const sha256 = createHash('sha256').update(JSON.stringify(manifest)).digest('hex');
    await writeFile(join(path, 'manifest.json'), JSON.stringify({ ...manifest, sha256 }));
    await expect(loadCheckpoint(path)).rejects.toThrow(InvalidInputError);
    await expect(loadCheckpoint(path)).rejects.toThrow('outside');
  });

  it('survive a full disk: ResourceError, and the last good one is there', async () => {
    const good = await save(1);
    const full = saveCheckpoint(root, {
      step: 2,
      write: async (directory) => {
        await writeFile(join(directory, 'half.bin'), 'half');
        // A device that answers every write with "no space left".
        await writeFile('/dev/full', 'x'.repeat(1 << 16));
      },
    });
    await expect(full).rejects.toThrow(ResourceError);
    expect((await latestCheckpoint(root))?.path).toBe(good);
    await expect(full).rejects.toThrow(/step-00000002: .* could not be written: the disk is full/);
    expect(await readdir(root)).toEqual(['step-00000001']);
  });

  it('refuse to remember what belongs in a file', async () => {
    const metadata = 'x'.repeat(2 ** 24);
    const call = saveCheckpoint(root, { step: 1, metadata, write: async () => {} });
    await expect(call).rejects.toThrow(/metadata are too large/);
    expect(await readdir(root)).toEqual([]);
  });

  it('ignore and then clear what an interrupted write left', async () => {
    const good = await save(1);
    await cp(good, join(root, 'step-00000002.partial'), { recursive: true });
    expect((await latestCheckpoint(root))?.path).toBe(good);
    await save(3);
    expect(await readdir(root)).toEqual(['step-00000001', 'step-00000003']);
  });

  it('survive kill -9 at random moments: every one listed is whole', async () => {
    const random = createRandom('kill');
    const writer = fileURLToPath(new URL('./checkpoint-writer.ts', import.meta.url));
    let last = 0;
    for (let round = 0; round < 4; round++) {
      const child = spawn(
        process.execPath,
        ['--conditions=@skinr1/source', '--import', 'tsx', writer, root, String(last + 1)],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      let reported = last;
      await new Promise<void>((resolve) => {
        child.stdout.on('data', (chunk: Buffer) => {
          // The clock starts with the first checkpoint, so that the kill falls into a later write.
          if (reported === last) setTimeout(() => child.kill('SIGKILL'), 5 + random.integer(60));
          reported = Number(chunk.toString().trim().split('\n').at(-1));
        });
        child.on('exit', () => resolve());
      });
      const skipped: Error[] = [];
      const found = await latestCheckpoint(root, (error) => skipped.push(error));
      expect(skipped).toEqual([]);
      expect(found!.step).toBeGreaterThanOrEqual(reported);
      expect(found!.metadata).toEqual({ step: found!.step });
      const { tensors } = await readSafetensors(join(found!.path, 'model.safetensors'));
      expect(new Set(tensors.value!.data as Float32Array)).toEqual(new Set([found!.step]));
      last = found!.step;
    }
    expect(last).toBeGreaterThan(4);
  });
});
