import { createRandom } from '@skinr1/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawToken, type TokenChoice } from '../src/generate/sample-token.ts';

/** Probabilities .1, .2, .3, .4 at temperature 1. */
const logits = Float32Array.from([0.1, 0.2, 0.3, 0.4], Math.log);
const free = { temperature: 1, topK: 0, topP: 1, minP: 0, banned: new Uint8Array(4) };
const at = (u: number) => () => u;
const none = Number.NEGATIVE_INFINITY;

/** The definition: weights by `Math.exp`, all sorted where the choice is narrowed, and a walk to the uniform's share. */
function byDefinition(
  logits: Float32Array,
  { temperature, topK, topP, minP, banned }: TokenChoice,
  uniform: number,
): number {
  const ids = [...logits.keys()].filter((id) => !banned[id] && logits[id] !== -Infinity);
  const level = ids.reduce((most, id) => Math.max(most, logits[id]!), -Infinity);
  if (temperature === 0) return ids.find((id) => logits[id] === level)!;
  const weightOf = (id: number) => Math.exp((logits[id]! - level) / temperature);
  const massOf = (some: readonly number[]) => some.reduce((sum, id) => sum + weightOf(id), 0);
  const isNarrowed = topK > 0 || topP < 1 || minP > 0;
  let kept = isNarrowed ? ids.sort((a, b) => logits[b]! - logits[a]! || a - b) : ids;
  if (topK > 0) kept = kept.slice(0, topK);
  const bound = topP * massOf(kept);
  let mass = 0;
  kept = kept.filter((id) => {
    const isBefore = mass < bound;
    mass += weightOf(id);
    return isBefore || topP === 1;
  });
  kept = kept.filter((id) => weightOf(id) >= minP);
  const target = uniform * massOf(kept);
  let sum = 0;
  const drawn = kept.find((id) => {
    sum += weightOf(id);
    return sum > target;
  });
  return drawn ?? kept.at(-1)!;
}

/** By 64-bit numbers throughout. */
function logSoftmax(logits: Float32Array, temperature: number, id: number): number {
  const level = logits.reduce((a, b) => Math.max(a, b));
  const scaled = Float64Array.from(logits, (logit) => (logit - level) / temperature);
  return scaled[id]! - Math.log(scaled.reduce((sum, value) => sum + Math.exp(value), 0));
}

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
    const empty = new Float32Array(4).fill(none);
    expect(() => drawToken(logits, free, at(0), empty)).toThrow(/leave no token/);
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

  it('draws what the definition draws, and scores it so', () => {
    // Rows that nothing of the blocks fits: ties, far tails, one token above all, bans also of that one, -Infinity.
    const random = createRandom('rows');
    for (let row = 0; row < 3000; row++) {
      // One in thirty is long enough to be ranked in parts.
      const length = row % 30 === 0 ? 12_000 : random.pick([1, 2, 127, 128, 129, 300, 1000]);
      const spread = random.pick([0, 0.01, 1, 5, 40, 300]);
      const grid = random.pick([0, 0, 0.25]);
      const logits = Float32Array.from({ length }, () => {
        const value = spread * (random.next() + random.next() - 1);
        return grid > 0 ? grid * Math.round(value / grid) : value;
      });
      if (random.next() < 0.2) logits[random.integer(length)] = spread + random.pick([1, 30, 1000]);
      const adjusted = random.next() < 0.3 ? logits.slice() : logits;
      const changed = random.pick([0.3, 0.3, 0.999]);
      if (adjusted !== logits) {
        for (let id = 1; id < length; id++) {
          if (random.next() < changed) adjusted[id] = changed > 0.9 ? none : random.pick([none, 3]);
        }
      }
      const isBanned = random.pick([0, 0.05, 0.9]);
      const banned = Uint8Array.from(logits, () => (random.next() < isBanned ? 1 : 0));
      banned[0] = 0;
      const choice = {
        temperature: random.pick([0, 0.1, 1, 1, 3]),
        topK: random.pick([0, 0, 1, 50]),
        topP: random.pick([1, 0.9, 0.5]),
        minP: random.pick([0, 0, 0.02]),
        banned,
      };
      const uniform = random.next();
      const { id, logProb } = drawToken(logits, choice, at(uniform), adjusted);
      expect(id).toBe(byDefinition(adjusted, choice, uniform));
      expect(Math.abs(logProb - logSoftmax(logits, choice.temperature || 1, id))).toBeLessThan(
        3e-8,
      );
    }
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
