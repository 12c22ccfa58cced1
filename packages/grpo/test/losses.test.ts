import { Graph, ops, type TokenLoss, type TokenLossInputs } from '@skinr1/autograd';
import { ShapeError, UsageError } from '@skinr1/core';
import { describe, expect, it } from 'vitest';
import {
  bnpoLoss,
  cispoLoss,
  dapoLoss,
  drGrpoLoss,
  dropOffPolicy,
  gmpoLoss,
  grpoLoss,
  gspoLoss,
  k3,
  keepHighEntropy,
  sapoLoss,
  vespoLoss,
} from '../src/index.ts';
import { clippedSurrogate } from '../src/losses/clipped-surrogate.ts';
import { policyLoss } from '../src/losses/policy-loss.ts';
import { meanOverTokens } from '../src/losses/reduction.ts';
import { evaluateLoss, fixtureF, type LossFixture } from './support/evaluate-loss.ts';
import { expectClose } from './support/expect-close.ts';
import { variants } from './support/loss-variants.ts';

/*
 * Fixture F by hand for GRPO: the log-ratios of row 1 are [.2, 0, −.5], ρ = [1.2214, 1, .6065]; with
 * A = 1 the terms are [min(1.2214, 1.2), 1, min(.6065, .8)] = [1.2, 1, .6065], mean .9355. Row 2:
 * l = [−.3, 0], ρ = [.7408, 1], A = −.5: [min(−.3704, −.4), −.5] = [−.4, −.5], mean −.45. The loss is
 * −(.9355 − .45) / 2 = −.24275. Row 1 clips high at its first token, row 2 low at its first: 1 of 5 each.
 */
const golden: readonly (readonly [string, TokenLoss, number])[] = [
  ['grpo', grpoLoss({ beta: 0 }), -0.2427551],
  ['bnpo', bnpoLoss(), -0.3813061],
  ['dapo with ε .2', dapoLoss({ epsilonHigh: 0.2 }), -0.3813061],
  ['dr_grpo', drGrpoLoss(), -0.2383163],
  ['grpo with ε_high .28', grpoLoss({ beta: 0, epsilonHigh: 0.28 }), -0.2463222],
  ['dapo', dapoLoss(), -0.3855867],
  ['grpo with β .04', grpoLoss(), -0.2421466],
  ['dapo with ε .2, β .04', dapoLoss({ epsilonHigh: 0.2, beta: 0.04 }), -0.3807364],
  ['gspo with ε .2', gspoLoss({ epsilonLow: 0.2, epsilonHigh: 0.2 }), -0.2372417],
  ['sapo', sapoLoss(), -0.5280142],
  ['cispo, cap 5', cispoLoss(), 0.4150355],
  ['cispo with the limits of verl', cispoLoss({ minRatio: 0.8, maxRatio: 1.2 }), 0.484],
];

describe('golden values of fixture F', () => {
  it.each(golden)('%s', async (_, loss, expected) => {
    expect((await evaluateLoss(loss, fixtureF, 'float64')).loss).toBeCloseTo(expected, 6);
    expect((await evaluateLoss(loss, fixtureF, 'float32')).loss).toBeCloseTo(expected, 5);
  });

  it('reports KL and clip ratios', async () => {
    const { metrics } = await evaluateLoss(grpoLoss(), fixtureF);
    expect(Object.keys(metrics).sort()).toEqual([
      'clip_ratio/high_max',
      'clip_ratio/high_mean',
      'clip_ratio/low_mean',
      'clip_ratio/low_min',
      'clip_ratio/region_mean',
      'kl',
      'ratio/kl',
      'ratio/max',
      'ratio/min',
    ]);
    expect(metrics.kl).toBeCloseTo(0.0142422, 6);
    expect(metrics['clip_ratio/low_mean']).toBeCloseTo(0.2, 9);
    expect(metrics['clip_ratio/high_mean']).toBeCloseTo(0.2, 9);
    expect(metrics['clip_ratio/region_mean']).toBeCloseTo(0.4, 9);
    // One token of three, and one of two.
    expect(metrics['clip_ratio/low_min']).toBe(0);
    expect(metrics['clip_ratio/high_max']).toBeCloseTo(1 / 3, 9);
    expect(metrics['ratio/min']).toBeCloseTo(Math.exp(-0.5), 9);
    expect(metrics['ratio/max']).toBeCloseTo(Math.exp(0.2), 9);
    const k3Of = (log: number) => Math.exp(log) - 1 - log;
    expect(metrics['ratio/kl']).toBeCloseTo((k3Of(0.2) + k3Of(-0.5) + k3Of(-0.3)) / 5, 9);
  });

  it('leaves the reference model out when β is 0', async () => {
    const { metrics } = await evaluateLoss(bnpoLoss(), fixtureF);
    expect(metrics).not.toHaveProperty('kl');
  });
});

describe('behavior', () => {
  const onPolicy: LossFixture = {
    ...fixtureF,
    oldLogProb: fixtureF.logProb,
    refLogProb: fixtureF.logProb,
  };

  it('on-policy, the gradient of GRPO is that of REINFORCE: −A / (B · length)', async () => {
    const { gradient, metrics } = await evaluateLoss(grpoLoss(), onPolicy);
    // Rows of 3 and 2 tokens, A = 1 and −.5, B = 2: −1/6 each, and .5/4 each.
    expectClose(gradient.flat(), [-1 / 6, -1 / 6, -1 / 6, 0.125, 0.125, 0], 1e-12);
    expect(metrics.kl).toBeCloseTo(0, 12);
    expect(metrics['clip_ratio/region_mean']).toBe(0);
  });

  it.each(Object.entries(variants))(
    '%s: padding has no gradient, whatever is in it',
    async (_, loss) => {
      const filled = (matrix: readonly (readonly number[])[], value: number) =>
        matrix.map((row, r) => row.map((x, t) => (fixtureF.mask[r]![t] === 1 ? x : value)));
      const dirty: LossFixture = {
        ...fixtureF,
        logProb: filled(fixtureF.logProb, -400),
        oldLogProb: filled(fixtureF.oldLogProb, 0),
        refLogProb: filled(fixtureF.refLogProb, 0),
      };
      const [clean, padded] = [
        await evaluateLoss(loss, fixtureF, 'float32'),
        await evaluateLoss(loss, dirty, 'float32'),
      ];
      expect(padded).toEqual(clean);
      expect(padded.gradient[1]![2]).toBeCloseTo(0, 12);
    },
  );

  it('a completion without tokens gives 0, not NaN', async () => {
    const empty = {
      ...fixtureF,
      mask: [
        [1, 1, 1],
        [0, 0, 0],
      ],
    };
    for (const loss of Object.values(variants)) {
      const value = await evaluateLoss(loss, empty);
      expect(Number.isFinite(value.loss)).toBe(true);
      expect(value.gradient.flat().every(Number.isFinite)).toBe(true);
    }
  });

  it('k3 is never negative and zero for equal models', async () => {
    const { loss } = await evaluateLoss(
      policyLoss(clippedSurrogate(), meanOverTokens, { beta: 1, kl: k3 }),
      { ...fixtureF, advantage: [0, 0] },
    );
    expect(loss).toBeGreaterThan(0);
  });

  it.each<[string, Partial<Record<keyof TokenLossInputs, readonly (string | number)[]>>, RegExp]>([
    ['advantages in a row', { advantage: [1, 'R'] }, /advantage must be \[R, 1\], got \[1, R\]/],
    ['advantages per token', { advantage: ['R', 'T'] }, /advantage must be \[R, 1\]/],
    ['a mask of one row', { mask: [1, 'T'] }, /mask must be \[R, T\], got \[1, T\]/],
    ['log-probabilities flat', { logProb: ['T'] }, /logProb must be \[completions, tokens\]/],
    ['old ones shorter', { oldLogProb: ['R', 'S'] }, /oldLogProb must be/],
    ['a total per row', { totalTokens: ['R', 1] }, /totalTokens must be/],
  ])('refuses %s, which would broadcast to a wrong loss', (_, shapes, message) => {
    const graph = new Graph('shapes');
    const table = ['R', 'T'];
    const usual = {
      ...{ logProb: table, oldLogProb: table, samplerLogProb: table, refLogProb: table },
      ...{ entropy: table, importance: table, mask: table },
      ...{ advantage: ['R', 1], totalSequences: [], totalTokens: [], maxCompletionLength: [] },
      ...shapes,
    };
    const inputs = Object.fromEntries(
      Object.entries(usual).map(([name, shape]) => [name, graph.input(name, 'float32', shape)]),
    ) as unknown as TokenLossInputs;
    for (const loss of Object.values(variants)) {
      expect(() => loss(inputs)).toThrow(ShapeError);
      expect(() => loss(inputs)).toThrow(message);
    }
  });

  it('pays for undecided choices: c times the mean entropy is taken off', async () => {
    const entropy = [
      [0.5, 1, 1.5],
      [2, 4, 99],
    ];
    const [plain, paid] = [
      await evaluateLoss(dapoLoss(), { ...fixtureF, entropy }),
      await evaluateLoss(dapoLoss({ entropyBonus: 0.1 }), { ...fixtureF, entropy }),
    ];
    // Five tokens have 9 nats together; padding has none.
    expect(paid.loss).toBeCloseTo(plain.loss - (0.1 * 9) / 5, 12);
    expect(paid.gradient).toEqual(plain.gradient);
    expect(() => grpoLoss({ entropyBonus: Number.NaN })).toThrow(/entropyBonus must be a finite/);
  });

  it('takes the coefficients that it is told, in place of what it was made with', async () => {
    const loss = dapoLoss({ beta: 0.1, entropyBonus: 0.2 });
    const entropy = fixtureF.mask;
    const told = { beta: 0.3, entropyBonus: 0.5 };
    const [actual, wanted] = [
      await evaluateLoss(loss, { ...fixtureF, entropy, coefficients: told }),
      await evaluateLoss(dapoLoss(told), { ...fixtureF, entropy }),
    ];
    expect(actual).toEqual(wanted);
  });

  it('a weight between 0 and 1 scales what a completion teaches and leaves its ratio alone', async () => {
    const half = { ...fixtureF, mask: [fixtureF.mask[0]!, [0.5, 0.5, 0]] };
    const [weighted, whole] = [
      await evaluateLoss(grpoLoss({ beta: 0 }), half),
      await evaluateLoss(grpoLoss({ beta: 0 }), fixtureF),
    ];
    expectClose(weighted.gradient[0]!, whole.gradient[0]!, 1e-12);
    expectClose(
      weighted.gradient[1]!,
      whole.gradient[1]!.map((each) => each / 2),
      1e-12,
    );
    expect(weighted.metrics['ratio/min']).toBe(whole.metrics['ratio/min']);
  });

  it('refuses a KL estimate that is no value per token', async () => {
    const sum = bnpoLoss({ beta: 1, kl: (inputs) => ops.reduceSum(k3(inputs)) });
    await expect(evaluateLoss(sum, fixtureF)).rejects.toThrow(/estimate of KL must be \[R, T\]/);
    expect(() => grpoLoss({ beta: Number.NaN })).toThrow(/beta must be a finite number/);
    expect(() => grpoLoss({ beta: -1 })).toThrow(UsageError);
  });

  it('refuses limits that make no sense', () => {
    expect(() => grpoLoss({ epsilonLow: -0.1 })).toThrow(/epsilonLow ≥ 0/);
    expect(() => grpoLoss({ delta: 0.5 })).toThrow(/delta > 1/);
    expect(() => cispoLoss({ maxRatio: 0 })).toThrow(/minRatio < maxRatio/);
    expect(() => sapoLoss({ negativeTemperature: 0 })).toThrow(/above 0/);
    expect(() => vespoLoss({ positiveDecay: 0 })).toThrow(/decays above 0/);
    expect(() => gmpoLoss({ epsilonLow: -1 })).toThrow(/limits from 0/);
    expect(() => dropOffPolicy(0)).toThrow(/threshold must be above 0/);
    expect(() => keepHighEntropy(1.5)).toThrow(/from 0 to 1/);
    expect(() => grpoLoss({ epsilon: 0.1 } as never)).toThrow(/no option 'epsilon'.*epsilonLow/s);
  });
});
