import { expect } from 'vitest';

/** The worst of the entries, relative to the largest of the expected ones. */
export function expectClose(
  actual: readonly number[],
  expected: readonly number[],
  tolerance: number,
): void {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(1e-3, ...expected.map(Math.abs));
  const worst = Math.max(...expected.map((value, i) => Math.abs(value - (actual[i] as number))));
  expect(worst / scale).toBeLessThan(tolerance);
}
