import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { described, NotFoundError, UsageError } from '@skinr1/core';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adamw, chain, clipByGlobalNorm, cosine, sgd } from '../src/index.ts';
import { fingerprint, fingerprintDifferences } from '../src/training/fingerprint.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fingerprint-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What a resume would say of two values of one part. */
async function between(was: unknown, is: unknown): Promise<string[]> {
  return fingerprintDifferences(await fingerprint({ part: was }), await fingerprint({ part: is }));
}

describe('fingerprint', () => {
  it('names the part that differs, and shows it where it is short', async () => {
    const run = { seed: 1, texts: ['a'.repeat(500)], settings: { groupSize: 4, rate: 1e-4 } };
    const was = await fingerprint(run);
    expect(fingerprintDifferences(was, await fingerprint(structuredClone(run)))).toEqual([]);
    const other = { ...run, texts: ['b'.repeat(500)], settings: { groupSize: 8, rate: 1e-4 } };
    expect(fingerprintDifferences(was, await fingerprint(other))).toEqual([
      'texts changed',
      'settings.groupSize was 4 and is 8',
    ]);
    expect(fingerprintDifferences(was, await fingerprint({ ...run, more: 1 }))).toEqual([
      'more is new',
    ]);
  });

  it.each<[string, unknown, unknown]>([
    ['a number and its text', 1, '1'],
    ['the two zeros', 0, -0],
    ['neighbors among numbers', 0.1, 0.1 + 2 ** -56],
    ['null and nothing', [null], [undefined]],
    ['strings cut elsewhere', ['ab', 'c'], ['a', 'bc']],
    ['nested lists', [[1], [2]], [[1, 2]]],
    ['types of numbers', Int32Array.of(1), Uint32Array.of(1)],
    ['one token of a long answer', new Int32Array(1e5), new Int32Array(1e5).fill(1, 99_999)],
    ['sets', new Set([1]), new Set([2])],
    ['maps', new Map([['a', 1]]), new Map([['a', 2]])],
    ['dates', new Date(1), new Date(2)],
    ['patterns', /a/, /a/i],
    ['functions', () => 1, () => 2],
    ['labels', [{ answer: 'A' }], [{ answer: 'B' }]],
    ['class instances', [new URL('http://a')], [new Map()]],
  ])('tells %s apart', async (_, one, other) => {
    expect(await between(one, other)).toHaveLength(1);
  });

  it('takes the same for the same', async () => {
    expect(await between({ a: 1, b: 2 }, { b: 2, a: 1 })).toEqual([]);
    expect(await between({ a: 1, b: undefined }, { a: 1 })).toEqual([]);
    expect(await between(Buffer.from([1, 2]), Uint8Array.of(1, 2))).toEqual([]);
    const long = Int32Array.of(9, 1, 2, 9);
    expect(await between(long.subarray(1, 3), Int32Array.of(1, 2))).toEqual([]);
    await fc.assert(
      fc.asyncProperty(fc.object(), async (value) => {
        expect(await between(value, structuredClone(value))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('knows functions of one factory by their options', async () => {
    const scaled = (factor: number) => described('scaled', { factor }, (x: number) => factor * x);
    expect(await between(scaled(2), scaled(2))).toEqual([]);
    expect(await between(scaled(2), scaled(3))).toEqual(['part.factor was 2 and is 3']);
    const optimizer = (peak: number) =>
      chain(
        clipByGlobalNorm(1),
        adamw({ learningRate: cosine({ peak, totalSteps: 9 }), weightDecay: 0 }),
      );
    expect(await between(optimizer(0.1), optimizer(0.1))).toEqual([]);
    expect(await between(optimizer(0.1), optimizer(0.2))).toEqual([
      'part.1.learningRate.peak was 0.1 and is 0.2',
    ]);
    const kinds = await between(sgd({ learningRate: 1 }), adamw({ learningRate: 1 }));
    expect(kinds).toContain('part was made by sgd and is made by adamw');
  });

  it('does not believe the description of what was changed since', async () => {
    const optimizer = sgd({ learningRate: 1 });
    const changed = { ...optimizer, init: () => ({}) };
    expect(await between(optimizer, changed)).not.toEqual([]);
  });

  it('knows an image file by its content, wherever it lies', async () => {
    const [here, there] = [join(folder, 'a.png'), join(folder, 'b.png')];
    const image = (path: string) => ({ images: [{ kind: 'file', path }] });
    await writeFile(here, 'one');
    await writeFile(there, 'one');
    expect(await between(image(here), image(there))).toEqual([]);
    const was = await fingerprint({ image: [image(here)] });
    await writeFile(here, 'two');
    expect(fingerprintDifferences(was, await fingerprint({ image: [image(here)] }))).toHaveLength(
      1,
    );
    const lost = fingerprint({ image: image(join(folder, 'lost.png')) });
    await expect(lost).rejects.toThrow(NotFoundError);
    await expect(lost).rejects.toThrow(/lost\.png/);
  });

  it('refuses what contains itself', async () => {
    const loop: unknown[] = [];
    loop.push({ loop });
    await expect(fingerprint({ loop })).rejects.toThrow(UsageError);
    const described_: Record<string, unknown> = {};
    described_.self = described('self', described_, () => 1);
    await expect(fingerprint({ self: described_.self })).rejects.toThrow(/contain itself/);
  });
});
