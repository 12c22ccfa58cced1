import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fallingExponential } from '../src/generate/falling-exponential.ts';

it('is e to the power of what is not above 0, to eleven digits', () => {
  fc.assert(
    fc.property(fc.double({ min: -700, max: 0, noNaN: true }), (x) => {
      expect(Math.abs(fallingExponential(x) / Math.exp(x) - 1)).toBeLessThan(1e-11);
    }),
  );
  expect(fallingExponential(0)).toBe(1);
  expect(fallingExponential(-0)).toBe(1);
  expect(fallingExponential(-1.5e-45)).toBe(1);
});

it('falls, to 0 and not below, and knows what is no number', () => {
  fc.assert(
    fc.property(fc.double({ min: -800, max: 0, noNaN: true }), fc.nat(100), (x, less) => {
      const [higher, lower] = [fallingExponential(x), fallingExponential(x - less)];
      expect(lower).toBeGreaterThanOrEqual(0);
      expect(lower).toBeLessThanOrEqual(higher * (1 + 1e-11));
    }),
  );
  expect(fallingExponential(-743.9)).toBeGreaterThan(0);
  expect([-744, -1e9, Number.NEGATIVE_INFINITY].map(fallingExponential)).toEqual([0, 0, 0]);
  expect(fallingExponential(Number.NaN)).toBeNaN();
});
