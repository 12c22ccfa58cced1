import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, restoreRandom } from '../src/index.ts';

describe('createRandom', () => {
  it('repeats exactly from the same seed and differs between seeds', () => {
    const a = createRandom(7);
    const b = createRandom(7);
    const c = createRandom(8);
    const draws = Array.from({ length: 8 }, () => a.next());
    expect(Array.from({ length: 8 }, () => b.next())).toEqual(draws);
    expect(Array.from({ length: 8 }, () => c.next())).not.toEqual(draws);
  });

  it('goes on bit for bit from a stored state', () => {
    const a = createRandom('run');
    for (let i = 0; i < 13; i++) a.next();
    const b = restoreRandom(JSON.parse(JSON.stringify(a.state)));
    expect(Array.from({ length: 20 }, () => b.normal())).toEqual(
      Array.from({ length: 20 }, () => a.normal()),
    );
    expect(b.fork('x').next()).toBe(a.fork('x').next());
  });

  it('forks streams that do not depend on draws made so far', () => {
    const a = createRandom(1);
    const before = a.fork('data').next();
    a.next();
    expect(a.fork('data').next()).toBe(before);
    expect(a.fork('other').next()).not.toBe(before);
  });

  it('is uniform: chi-square of 16 bins over 64,000 draws is below the 99.9 % point (37.7)', () => {
    const random = createRandom('chi');
    const bins = new Array<number>(16).fill(0);
    for (let i = 0; i < 64_000; i++) bins[random.integer(16)]! += 1;
    const chi = bins.reduce((sum, n) => sum + (n - 4000) ** 2 / 4000, 0);
    expect(chi).toBeLessThan(37.7);
  });

  it('draws normals with mean 0 and variance 1', () => {
    const random = createRandom('normal');
    const draws = Array.from({ length: 50_000 }, () => random.normal());
    const mean = draws.reduce((a, b) => a + b, 0) / draws.length;
    const variance = draws.reduce((a, b) => a + (b - mean) ** 2, 0) / draws.length;
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(variance - 1)).toBeLessThan(0.03);
  });

  it('shuffles to a permutation and samples without repeats', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.nat(20), fc.string(), (items, count, seed) => {
        const random = createRandom(seed);
        expect(random.shuffle(items).sort()).toEqual([...items].sort());
        const indices = items.map((_, index) => index);
        const sample = random.sample(indices, count);
        expect(new Set(sample).size).toBe(Math.min(count, items.length));
      }),
    );
  });

  it('refuses what it cannot do', () => {
    const random = createRandom(0);
    expect(() => random.integer(0)).toThrow(
      /bound of a random integer must be a whole number from 1 to 4294967296, got 0/,
    );
    expect(() => random.pick([])).toThrow(/empty list/);
    expect(() => restoreRandom({ seed: 'x', words: [1, 2, 3] } as never)).toThrow(/Random.state/);
  });
});
