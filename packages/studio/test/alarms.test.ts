import { describe, expect, it } from 'vitest';
import { alarmRules, findAlarms, type StageFigures } from '../src/alarms.ts';
import { thinOut } from '../src/series-statistics.ts';

/** Figures of 20 steps, each a function from 0 to 1. */
function figuresOf(curves: Readonly<Record<string, (done: number) => number>>): StageFigures {
  const steps = Array.from({ length: 20 }, (_, index) => index + 1);
  return new Map(
    Object.entries(curves).map(([name, curve]) => [
      name,
      { steps, values: steps.map((step) => curve((step - 1) / 19)) },
    ]),
  );
}

/** A run in which all goes well. */
const healthy: Readonly<Record<string, (done: number) => number>> = {
  reward: (done) => 1 + done,
  reward_std: () => 0.5,
  eval_reward: (done) => 1 + done / 2,
  'rewards/format/mean': (done) => 0.9 + done / 10,
  'rewards/judge/error_rate': () => 0.01,
  frac_reward_null: () => 0.1,
  frac_reward_zero_std: () => 0.3,
  'frac_reward_zero_std/all_best': () => 0.3,
  kl: (done) => done / 10,
  'completions/mean_length': (done) => 80 + 20 * done,
  'completions/clipped_ratio': () => 0.05,
  entropy: (done) => 0.5 - done / 4,
  'clip_ratio/region_mean': () => 0.1,
  grad_norm: () => 0.2,
};

/** What goes wrong, and what the finding then says. */
const cases: readonly (readonly [
  rule: string,
  curves: Readonly<Record<string, (done: number) => number>>,
  says: RegExp,
])[] = [
  [
    'groups collapse',
    { frac_reward_zero_std: () => 0.9, 'frac_reward_zero_std/all_best': () => 0.85 },
    /90 %.*85 % the best/,
  ],
  ['held-out reward falls', { eval_reward: (done) => 1.5 - done / 2 }, /held-out one fell 0\.5/],
  ['format is lost', { 'rewards/format/mean': (done) => 0.95 - 0.5 * done }, /to 0\.5/],
  ['KL runs away', { kl: (done) => 2 * done ** 2 }, /nats/],
  ['answers grow', { 'completions/mean_length': (done) => 80 + 120 * done }, /to 187 tokens/],
  ['answers are cut off', { 'completions/clipped_ratio': (done) => done / 2 }, /45 %/],
  ['entropy collapses', { entropy: (done) => 0.5 * 0.01 ** done }, /entropy fell/],
  ['many tokens are clipped', { 'clip_ratio/region_mean': () => 0.4 }, /40 % of the tokens/],
  ['gradient leaps', { grad_norm: (done) => (done === 1 ? 5 : 0.2) }, /5\b.*usually 0\.2/],
  ['rewards fail', { 'rewards/judge/error_rate': () => 0.2 }, /judge on 20 %/],
  ['answers are not judged', { frac_reward_null: () => 0.75 }, /75 % of the groups no reward/],
];

describe('alarms', () => {
  it('are silent over a healthy run, and over none', () => {
    expect(findAlarms(figuresOf(healthy))).toEqual([]);
    expect(findAlarms(new Map())).toEqual([]);
  });

  it('have a case for every rule', () => {
    expect(cases.map(([rule]) => rule)).toEqual(alarmRules.map(({ name }) => name));
  });

  it.each(cases)('%s: alone, with figures and advice', (rule, curves, says) => {
    const alarms = findAlarms(figuresOf({ ...healthy, ...curves }));
    expect(alarms.map((alarm) => alarm.rule)).toEqual([rule]);
    expect(alarms[0]?.finding).toMatch(says);
    expect(alarms[0]?.advice).toMatch(/\.$/);
  });

  it('wait for enough steps', () => {
    const short = new Map(
      Object.keys(healthy).map((name) => [name, { steps: [1, 2, 3], values: [1, 1, 1] }]),
    );
    expect(findAlarms(short)).toEqual([]);
  });

  it('name the grave ones first', () => {
    const figures = figuresOf({ ...healthy, kl: () => 1, 'clip_ratio/region_mean': () => 0.4 });
    const more = new Map([...figures, ...figuresOf({ 'rewards/judge/error_rate': () => 1 })]);
    expect(findAlarms(more).map(({ severity }) => severity)).toEqual(['high', 'high', 'low']);
  });
});

describe('a long curve', () => {
  it('is thinned to means of steps in a row', () => {
    const series = { steps: [1, 2, 3, 4, 5], values: [1, 3, 5, 7, 9] };
    expect(thinOut(series, 3)).toEqual({ steps: [2, 4, 5], values: [2, 6, 9] });
    expect(thinOut(series, 5)).toEqual(series);
  });
});
