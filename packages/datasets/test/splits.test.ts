import { createRandom, UsageError } from '@skinr1/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignSplits, type SplitGroup } from '../src/index.ts';

function groups(counts: Record<string, number>): SplitGroup[] {
  return Object.entries(counts).flatMap(([stratum, count]) =>
    Array.from({ length: count }, (_, i) => ({ id: `${stratum}${i}`, stratum })),
  );
}

function count(splits: Map<string, string>, stratum: string): Record<string, number> {
  const result: Record<string, number> = { train: 0, validation: 0, test: 0 };
  for (const [id, split] of splits) if (id.startsWith(stratum)) result[split]!++;
  return result;
}

describe('assignSplits', () => {
  it('keeps the shares inside every stratum', () => {
    const splits = assignSplits(groups({ a: 100, b: 10, c: 20 }), createRandom(1));
    expect(count(splits, 'a')).toEqual({ train: 70, validation: 10, test: 20 });
    expect(count(splits, 'b')).toEqual({ train: 7, validation: 1, test: 2 });
    expect(count(splits, 'c')).toEqual({ train: 14, validation: 2, test: 4 });
  });

  it('trains on single groups and tests on the second', () => {
    const splits = assignSplits(groups({ a: 1, b: 2, c: 3 }), createRandom(1));
    expect(count(splits, 'a')).toEqual({ train: 1, validation: 0, test: 0 });
    expect(count(splits, 'b')).toEqual({ train: 1, validation: 0, test: 1 });
    expect(count(splits, 'c')).toEqual({ train: 2, validation: 0, test: 1 });
  });

  it('depends on the seed and the set of groups, not on their order', () => {
    const input = groups({ a: 30, b: 17 });
    const sorted = (seed: number, of: readonly SplitGroup[]) =>
      [...assignSplits(of, createRandom(seed))].sort();
    expect(sorted(1, createRandom(9).shuffle(input))).toEqual(sorted(1, input));
    expect(sorted(2, input)).not.toEqual(sorted(1, input));
  });

  it('puts every group into exactly one part, whatever the input', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ id: fc.string({ maxLength: 3 }), stratum: fc.constantFrom('x', 'y') }),
        ),
        share,
        share,
        (input, a, b) => {
          const shares = { train: a, validation: (1 - a) * b, test: (1 - a) * (1 - b) };
          const splits = assignSplits(input, createRandom(3), shares);
          expect(new Set(splits.keys())).toEqual(new Set(input.map(({ id }) => id)));
        },
      ),
    );
  });

  it('refuses shares that are no shares', () => {
    for (const shares of [
      { train: 1, validation: 0.1, test: 0 },
      { train: 1.1, validation: -0.1, test: 0 },
      { train: Number.NaN, validation: 0, test: 0 },
    ]) {
      expect(() => assignSplits([], createRandom(1), shares)).toThrow(UsageError);
    }
  });
});
