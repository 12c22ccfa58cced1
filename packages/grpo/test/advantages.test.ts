import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weightedSum } from '../src/advantages/reward-table.ts';
import { nanMean, nanStd } from '../src/advantages/statistics.ts';
import {
  type AdvantageEstimator,
  centerByGroup,
  normalizeByBatch,
  normalizeByGroup,
  normalizeThenSum,
  type RewardTable,
} from '../src/index.ts';

const nan = Number.NaN;

function table(columns: readonly (number | null)[][], groupSize: number): RewardTable {
  return {
    groupSize,
    columns: columns.map((values, k) => ({
      name: `r${k}`,
      weight: 1,
      values: Float64Array.from(values, (value) => value ?? nan),
    })),
  };
}

function expectClose(actual: Float64Array, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(actual[i]).toBeCloseTo(value, 6);
  });
}

describe('statistics', () => {
  it('leave nulls out', () => {
    // mean (1 + 3) / 2; variance ((1−2)² + (3−2)²) / (2 − 1) = 2
    expect(nanMean(Float64Array.of(1, nan, 3))).toBe(2);
    expect(nanStd(Float64Array.of(1, nan, 3))).toBeCloseTo(Math.SQRT2, 12);
  });

  it('have no value for too few', () => {
    expect(nanMean(Float64Array.of(nan))).toBeNaN();
    expect(nanStd(Float64Array.of(nan, 4))).toBeNaN();
  });

  it('are exact for equal values', () => {
    const values = new Float64Array(3).fill(0.1);
    expect(nanMean(values)).toBe(0.1);
    expect(nanStd(values)).toBe(0);
  });
});

/*
 * Golden vectors, float64 from the formulas. The first by hand: r = [1, .5, 0, 0], mean .375, deviations
 * [.625, .125, −.375, −.375], sum of squares .6875, std √(.6875/3) = .4787136, .625/.4788136 = 1.3053098.
 */
describe('golden vectors', () => {
  const single = table([[1, 0.5, 0, 0]], 4);

  it('group scale', () => {
    const expected = [1.3053098, 0.261062, -0.7831858, -0.7831858];
    expectClose(normalizeByGroup()(single), expected);
  });

  it("group scale with verl's epsilon", () => {
    const expected = [1.3055797, 0.2611159, -0.7833478, -0.7833478];
    expectClose(normalizeByGroup({ epsilon: 1e-6 })(single), expected);
  });

  it('no scale', () => {
    expectClose(centerByGroup()(single), [0.625, 0.125, -0.375, -0.375]);
  });

  it('batch scale', () => {
    const rewards = table([[1, 0.5, 0, 0, 1, 1, 1, 0.5]], 4);
    expect(nanStd(weightedSum(rewards))).toBeCloseTo(0.4432026, 6);
    expectClose(
      normalizeByBatch()(rewards),
      [1.4098721, 0.2819744, -0.8459233, -0.8459233, 0.2819744, 0.2819744, 0.2819744, -0.8459233],
    );
  });

  it('a null row', () => {
    const rewards = table([[1, null, 0, 1]], 4);
    expectClose(normalizeByGroup()(rewards), [0.5772503, 0, -1.1545005, 0.5772503]);
  });

  it('two rewards, normalized before and after the sum', () => {
    const rewards = table(
      [
        [1, 0, 1, 0],
        [2, 1, 0, 0],
      ],
      4,
    );
    expectClose(normalizeThenSum()(rewards), [1.3459178, -0.3748835, 0.0512054, -1.0222397]);
    expectClose(normalizeByGroup()(rewards), [1.3906485, -0.1986641, -0.1986641, -0.9933203]);
  });
});

describe('nulls and weights', () => {
  it('a null of one reward leaves the other in the sum; all null is null', () => {
    const rewards = table(
      [
        [1, null],
        [null, null],
      ],
      2,
    );
    expect([...weightedSum(rewards)]).toEqual([1, nan]);
  });

  it('a metric (weight 0) counts nowhere, not even against a null row', () => {
    const { columns } = table(
      [
        [1, null],
        [5, 7],
      ],
      2,
    );
    const rewards = {
      groupSize: 2,
      columns: columns.map((c, k) => ({ ...c, weight: k === 0 ? 2 : 0 })),
    };
    expect([...weightedSum(rewards)]).toEqual([2, nan]);
  });

  it.each([
    ['normalizeByGroup', normalizeByGroup()],
    ['normalizeByBatch', normalizeByBatch()],
    ['centerByGroup', centerByGroup()],
    ['normalizeThenSum', normalizeThenSum()],
  ])('%s gives 0 when nothing can be compared', (_, estimate) => {
    expect([...estimate(table([[null, null]], 2))]).toEqual([0, 0]);
    expect([...estimate(table([[3, null]], 2))]).toEqual([0, 0]);
    expect([...estimate(table([[0.1, 0.1, 0.1]], 3))]).toEqual([0, 0, 0]);
    expect([...estimate(table([[0.7]], 1))]).toEqual([0]);
  });
});

describe('checks name the reward function', () => {
  it.each<[string, RewardTable, RegExp]>([
    ['lengths', table([[1, 2], [1]], 2), /'r1' has 1 values where 'r0' has 2/],
    ['infinity', table([[1, Infinity]], 2), /'r0' gave Infinity/],
    ['groups', table([[1, 2, 3]], 2), /3 rewards do not make whole groups of 2/],
    ['nothing', table([], 2), /empty/],
  ])('%s', (_, rewards, message) => {
    expect(() => weightedSum(rewards)).toThrow(message);
    expect(() => normalizeThenSum()(rewards)).toThrow(message);
  });
});

const reward = fc.option(
  fc.double({ min: -10, max: 10, noNaN: true }).map((x) => Math.fround(x)),
  { nil: null, freq: 6 },
);
const tables = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 }))
  .chain(([groupSize, groups]) =>
    fc
      .array(fc.array(reward, { minLength: groupSize * groups, maxLength: groupSize * groups }), {
        minLength: 1,
        maxLength: 3,
      })
      .map((columns) => table(columns, groupSize)),
  );

function groupSums(advantages: Float64Array, groupSize: number): number[] {
  const sums: number[] = [];
  for (let start = 0; start < advantages.length; start += groupSize) {
    sums.push(advantages.subarray(start, start + groupSize).reduce((a, b) => a + b, 0));
  }
  return sums;
}

function shifted(rewards: RewardTable, scale: number, shift: number): RewardTable {
  const columns = rewards.columns.slice(0, 1).map((column) => ({
    ...column,
    values: column.values.map((value) => scale * value + shift),
  }));
  return { groupSize: rewards.groupSize, columns };
}

describe('properties', () => {
  const perGroup: [string, AdvantageEstimator][] = [
    ['normalizeByGroup', normalizeByGroup()],
    ['normalizeByBatch', normalizeByBatch()],
    ['centerByGroup', centerByGroup()],
  ];

  it.each(perGroup)('%s: each group sums to 0 and all values are finite', (_, estimate) => {
    fc.assert(
      fc.property(tables, (rewards) => {
        const advantages = estimate(rewards);
        expect(advantages.every(Number.isFinite)).toBe(true);
        for (const sum of groupSums(advantages, rewards.groupSize)) {
          expect(Math.abs(sum)).toBeLessThan(1e-6);
        }
      }),
    );
  });

  it('normalizeThenSum: the batch sums to 0', () => {
    fc.assert(
      fc.property(tables, (rewards) => {
        const advantages = normalizeThenSum()(rewards);
        expect(Math.abs(advantages.reduce((a, b) => a + b, 0))).toBeLessThan(1e-6);
      }),
    );
  });

  it.each([...perGroup, ['normalizeThenSum', normalizeThenSum()] as const])(
    '%s does not change when every reward is raised by the same amount',
    (_, estimate) => {
      fc.assert(
        fc.property(tables, fc.integer({ min: -8, max: 8 }), (rewards, shift) => {
          const before = estimate(shifted(rewards, 1, 0));
          const after = estimate(shifted(rewards, 1, shift));
          before.forEach((value, i) => {
            expect(after[i]).toBeCloseTo(value, 5);
          });
        }),
      );
    },
  );

  it('normalizeByGroup does not change under a positive scale, but for epsilon', () => {
    const estimate = normalizeByGroup({ epsilon: 0 });
    fc.assert(
      fc.property(tables, fc.integer({ min: 1, max: 8 }), (rewards, scale) => {
        const before = estimate(shifted(rewards, 1, 0));
        const after = estimate(shifted(rewards, scale, 0));
        before.forEach((value, i) => {
          expect(after[i]).toBeCloseTo(value, 5);
        });
      }),
    );
  });

  it('a null never changes the others of its group', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 2, maxLength: 6 }),
        (values) => {
          const alone = normalizeByGroup()(table([values], values.length));
          const withNull = normalizeByGroup()(table([[...values, null]], values.length + 1));
          expect([...withNull.subarray(0, -1)]).toEqual([...alone]);
        },
      ),
    );
  });
});
