import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  deepestStep,
  fallingExponential,
  stepsPerNat,
} from '../src/generate/falling-exponential.ts';

/** Below the deepest step. */
const steps = fc.double({ min: 0, max: deepestStep * (1 - 2 ** -52), noNaN: true });

it('is e to the power of what falls, to eight digits', () => {
  fc.assert(
    fc.property(steps, (x) => {
      const exact = Math.exp(-x / stepsPerNat);
      expect(Math.abs(fallingExponential(x) / exact - 1)).toBeLessThan(1.01e-8);
    }),
  );
  expect([0, -0, 1.5e-45].map(fallingExponential)).toEqual([1, 1, 1]);
  expect(fallingExponential(deepestStep - 1e-6)).toBeCloseTo(Math.exp(-64), 34);
});

it('falls, and knows what is no number', () => {
  fc.assert(
    fc.property(steps, fc.double({ min: 0, max: 1, noNaN: true }), (x, share) => {
      expect(fallingExponential(x)).toBeLessThanOrEqual(fallingExponential(x * share));
    }),
  );
  expect(fallingExponential(Number.NaN)).toBeNaN();
});
