import { createRandom, UsageError } from '@skinr1/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrapDifference, mcnemarExact, proportionOf, wilson } from '../src/index.ts';

describe('wilson', () => {
  it('equals the formula worked by hand', () => {
    // 8 of 10: p = 0.8, z²/n = 0.384146, center 0.8 + 0.192073 = 0.992073,
    // half width 1.959964·√(0.016 + 3.841459/400) = 1.959964·0.160012 = 0.313617, divisor 1.384146.
    const { share, low, high } = wilson(8, 10);
    expect(share).toBe(0.8);
    expect(low).toBeCloseTo((0.992073 - 0.313617) / 1.384146, 4);
    expect(high).toBeCloseTo((0.992073 + 0.313617) / 1.384146, 4);
  });

  it('has a width at 0 and at 1, and says nothing about nothing', () => {
    // 0 of 10: upper end z²/n / (1 + z²/n) = 0.384146 / 1.384146.
    expect(wilson(0, 10)).toMatchObject({ share: 0, low: 0 });
    expect(wilson(0, 10).high).toBeCloseTo(0.384146 / 1.384146, 5);
    expect(wilson(10, 10)).toMatchObject({ share: 1, high: 1 });
    expect(wilson(10, 10).low).toBeCloseTo(1 / 1.384146, 5);
    expect(wilson(0, 0)).toEqual({ successes: 0, total: 0, share: null, low: 0, high: 1 });
  });

  it('contains the share, stays in [0, 1] and mirrors', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (successes, failures) => {
        fc.pre(successes + failures > 0);
        const { share, low, high } = wilson(successes, successes + failures);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(share! + 1e-12);
        expect(high).toBeGreaterThanOrEqual(share! - 1e-12);
        const mirrored = wilson(failures, successes + failures);
        expect(mirrored.low).toBeCloseTo(1 - high, 10);
      }),
    );
  });

  it('covers the true share about 95 times in 100', () => {
    const random = createRandom('coverage');
    let covered = 0;
    for (let run = 0; run < 2000; run++) {
      const draws = Array.from({ length: 60 }, () => random.next() < 0.3);
      const { low, high } = proportionOf(draws);
      if (low <= 0.3 && high >= 0.3) covered++;
    }
    expect(covered / 2000).toBeGreaterThan(0.93);
    expect(covered / 2000).toBeLessThan(0.975);
  });

  it('refuses what is no count', () => {
    for (const [successes, total] of [
      [3, 2],
      [-1, 2],
      [0.5, 1],
      [Number.NaN, 1],
    ] as const) {
      expect(() => wilson(successes, total)).toThrow(UsageError);
    }
  });
});

describe('mcnemarExact', () => {
  it('equals the binomial tail worked by hand', () => {
    expect(mcnemarExact(0, 0)).toBe(1);
    // 2·(C(6,0) + C(6,1)) / 2⁶ = 14/64.
    expect(mcnemarExact(1, 5)).toBeCloseTo(14 / 64, 12);
    expect(mcnemarExact(0, 10)).toBeCloseTo(2 / 1024, 12);
    expect(mcnemarExact(3, 3)).toBe(1);
    // scipy.stats.binomtest(40, 100).pvalue
    expect(mcnemarExact(40, 60)).toBeCloseTo(0.05688793364098089, 10);
  });

  it('is symmetric, a probability, and finite for many pairs', () => {
    fc.assert(
      fc.property(fc.nat(3000), fc.nat(3000), (b, c) => {
        const p = mcnemarExact(b, c);
        expect(p).toBe(mcnemarExact(c, b));
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('bootstrapDifference', () => {
  it('is exact where nothing varies', () => {
    const result = bootstrapDifference([1, 1, 1], [0, 0, 0], createRandom(1));
    expect(result).toEqual({ difference: 1, low: 1, high: 1 });
  });

  it('agrees with the normal interval on many cases', () => {
    const random = createRandom('bootstrap');
    const first = Array.from({ length: 800 }, () => random.normal() + 0.5);
    const second = Array.from({ length: 800 }, () => random.normal());
    const { difference, low, high } = bootstrapDifference(first, second, random);
    // Variance of a difference of two unit normals: 2; half width 1.96·√(2/800) = 0.098.
    expect(difference - low).toBeCloseTo(0.098, 1.5);
    expect(high - difference).toBeCloseTo(0.098, 1.5);
    expect(Math.abs(difference - 0.5)).toBeLessThan(0.2);
  });

  it('refuses lists of different or no length', () => {
    expect(() => bootstrapDifference([1], [], createRandom(1))).toThrow(UsageError);
    expect(() => bootstrapDifference([], [], createRandom(1))).toThrow(UsageError);
    expect(() => bootstrapDifference([1], [1], createRandom(1), 0)).toThrow(UsageError);
  });
});
