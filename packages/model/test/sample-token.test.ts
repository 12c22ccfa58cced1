import { createRandom } from '@skinr1/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawToken } from '../src/generate/sample-token.ts';

/** Probabilities .1, .2, .3, .4 at temperature 1. */
const logits = Float32Array.from([0.1, 0.2, 0.3, 0.4], Math.log);
const free = { temperature: 1, topK: 0, topP: 1, minP: 0, banned: new Uint8Array(4) };
const at = (u: number) => () => u;

describe('drawToken', () => {
  it('inverts the cumulative distribution', () => {
    // Sums .1, .3, .6, 1.
    const drawn = [0, 0.09, 0.11, 0.29, 0.31, 0.59, 0.61, 0.999999].map(
      (u) => drawToken(logits, free, at(u)).id,
    );
    expect(drawn).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
    expect(drawToken(logits, free, at(0.2)).logProb).toBeCloseTo(Math.log(0.2), 6);
  });

  it('raises probabilities to 1 / temperature', () => {
    // Temperature ½ squares: 1, 4, 9, 16 of 30; the third id starts at 5/30 = .1667.
    const choice = { ...free, temperature: 0.5 };
    expect(drawToken(logits, choice, at(0.16)).id).toBe(1);
    expect(drawToken(logits, choice, at(0.17))).toEqual({
      id: 2,
      logProb: expect.closeTo(Math.log(9 / 30), 6),
    });
  });

  it('takes the most probable token at temperature 0, with its log-probability at 1', () => {
    expect(drawToken(logits, { ...free, temperature: 0 }, at(0))).toEqual({
      id: 3,
      logProb: expect.closeTo(Math.log(0.4), 6),
    });
    const banned = Uint8Array.of(0, 0, 0, 1);
    expect(drawToken(logits, { ...free, temperature: 0, banned }, at(0)).id).toBe(2);
  });

  it('keeps the k most probable', () => {
    // 3 and 2 stay: .4 / .7 = .571 for id 3, which comes first.
    const choice = { ...free, topK: 2 };
    expect([0, 0.57, 0.58, 0.99].map((u) => drawToken(logits, choice, at(u)).id)).toEqual([
      3, 3, 2, 2,
    ]);
    expect(drawToken(logits, choice, at(0.99)).logProb).toBeCloseTo(Math.log(0.3), 6);
  });

  it('keeps the smallest set that reaches p', () => {
    // .4 + .3 reaches .65; .4 + .3 + .2 reaches .75.
    const ids = (topP: number) =>
      new Set(
        Array.from({ length: 100 }, (_, i) => drawToken(logits, { ...free, topP }, at(i / 100)).id),
      );
    expect(ids(0.65)).toEqual(new Set([3, 2]));
    expect(ids(0.75)).toEqual(new Set([3, 2, 1]));
    expect(ids(0.1)).toEqual(new Set([3]));
  });

  it('keeps what is probable enough beside the most probable', () => {
    // .45 · .4 leaves .2, .3 and .4.
    const ids = new Set(
      Array.from(
        { length: 100 },
        (_, i) => drawToken(logits, { ...free, minP: 0.45 }, at(i / 100)).id,
      ),
    );
    expect(ids).toEqual(new Set([3, 2, 1]));
  });

  it('draws from what processors made of the logits, and scores without that', () => {
    // The first two ids are left with 1 : 3.
    const adjusted = Float32Array.from([0.1, 0.3, 0, 0], Math.log);
    expect([0.24, 0.26].map((u) => drawToken(logits, free, at(u), adjusted).id)).toEqual([0, 1]);
    expect(drawToken(logits, free, at(0.26), adjusted).logProb).toBeCloseTo(Math.log(0.2), 6);
    const none = new Float32Array(4).fill(Number.NEGATIVE_INFINITY);
    expect(() => drawToken(logits, free, at(0), none)).toThrow(/leave no token/);
    const broken = new Float32Array(4).fill(Number.NaN, 1);
    expect(() => drawToken(logits, free, at(0), broken)).toThrow(/not numbers/);
  });

  it('bans tokens but leaves the log-probability that of the whole vocabulary', () => {
    const choice = { ...free, banned: Uint8Array.of(0, 0, 1, 1) };
    // .1 and .2 share: a third and two thirds.
    expect([0.33, 0.34, 0.99].map((u) => drawToken(logits, choice, at(u)).id)).toEqual([0, 1, 1]);
    expect(drawToken(logits, choice, at(0.34)).logProb).toBeCloseTo(Math.log(0.2), 6);
  });

  it('refuses logits that are no numbers', () => {
    expect(() =>
      drawToken(Float32Array.of(0, Number.NaN), { ...free, banned: new Uint8Array(2) }, at(0.5)),
    ).toThrow(/not finite/);
  });

  it('draws an allowed token with a log-probability that is one', () => {
    const random = createRandom(5);
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -40, max: 40, noNaN: true }), { minLength: 2, maxLength: 60 }),
        fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 3, noNaN: true })),
        fc.integer({ min: 0, max: 5 }),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        (values, temperature, topK, topP) => {
          const banned = Uint8Array.from(values, (_, i) => (i % 3 === 1 ? 1 : 0));
          const choice = { temperature, topK, topP, minP: topK / 10, banned };
          const adjusted = Float32Array.from(values, (value, i) => value * (i % 2 === 0 ? 0.7 : 1));
          const { id, logProb } = drawToken(
            Float32Array.from(values),
            choice,
            () => random.next(),
            adjusted,
          );
          expect(banned[id]).toBe(0);
          expect(logProb).toBeLessThanOrEqual(1e-9);
          expect(Number.isFinite(logProb)).toBe(true);
        },
      ),
    );
  });
});
