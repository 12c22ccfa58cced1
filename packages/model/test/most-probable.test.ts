import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawMostProbable, leadingTokens, type Narrowing } from '../src/generate/most-probable.ts';
import { WeighedTokens } from '../src/generate/weighed-tokens.ts';

/** The definition: sort, keep the first k, the fewest that reach p, the likely ones, walk to the uniform's share. */
function bySorting(
  weights: Float64Array,
  { topK, topP, minP }: Narrowing,
  uniform: number,
): number {
  const order = [...weights.keys()]
    .filter((id) => weights[id] !== 0)
    .sort((a, b) => (weights[b] as number) - (weights[a] as number) || a - b);
  const kept = topK > 0 ? order.slice(0, topK) : order;
  const massOf = (ids: number[]) => ids.reduce((sum, id) => sum + (weights[id] as number), 0);
  const total = massOf(kept);
  let count = 1;
  while (count < kept.length && massOf(kept.slice(0, count)) < topP * total) count++;
  const nucleus = kept.slice(0, count).filter((id) => (weights[id] as number) >= minP);
  const target = uniform * massOf(nucleus);
  let sum = 0;
  for (const id of nucleus) {
    sum += weights[id] as number;
    if (sum > target) return id;
  }
  return nucleus.at(-1) as number;
}

/** Tokens so far below the best, with the weights that the definition takes. */
function tokensAt(distances: ArrayLike<number>) {
  const logits = Float32Array.from(distances, (distance) => -distance);
  const tokens = new WeighedTokens(logits, 1);
  return { tokens, weights: Float64Array.from(logits, (logit) => Math.exp(logit - tokens.level)) };
}

describe('drawMostProbable', () => {
  it('draws what sorting the whole vocabulary draws', () => {
    // Distances on a grid make ties; 64 and more fall together into the last bucket.
    const distance = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 70, max: 110 }));
    fc.assert(
      fc.property(
        fc.array(distance, { minLength: 1, maxLength: 200 }),
        fc.array(fc.nat(199), { maxLength: 20 }),
        fc.integer({ min: 0, max: 12 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.constantFrom(0, 0, 0.001, 0.3, 1),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (distances, banned, topK, topP, minP, uniform) => {
          const { tokens, weights } = tokensAt([0, ...distances].map((d) => d * 0.77));
          const bans = new Uint8Array(weights.length);
          for (const id of banned) if (id > 0 && id < weights.length) bans[id] = 1;
          tokens.ban(bans);
          bans.forEach((ban, id) => {
            if (ban === 1) weights[id] = 0;
          });
          const narrowing = { topK, topP, minP };
          expect(drawMostProbable(tokens, narrowing, uniform)).toBe(
            bySorting(weights, narrowing, uniform),
          );
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('looks at more of a large vocabulary until that is enough', () => {
    // 20,000 tokens, ever less probable: 64, 512 and all blocks of 128 are looked at for these.
    const { tokens } = tokensAt(Float64Array.from({ length: 20_000 }, (_, id) => id / 5000));
    const massTo = (count: number) =>
      Array.from({ length: count }, (_, id) => Math.exp(-id / 5000)).reduce((a, b) => a + b);
    for (const count of [1, 50, 63, 64, 65, 100, 9000, 19_999]) {
      const topP = massTo(count) / massTo(20_000) - 1e-6;
      const minP = Math.exp(-(count - 0.5) / 5000);
      const open = { topK: 0, topP: 1, minP: 0 };
      for (const narrowing of [{ topK: count }, { topP }, { minP }]) {
        const kept = leadingTokens(tokens, { ...open, ...narrowing });
        expect(kept.size).toBe(count);
        expect(Math.max(...kept)).toBe(count - 1);
        const last = drawMostProbable(tokens, { ...open, ...narrowing }, 1 - 2 ** -53);
        expect(last).toBe(count - 1);
      }
    }
  });

  it('keeps all where fewer may be drawn than top-k asks for, each counted once', () => {
    const { tokens, weights } = tokensAt([0, 0]);
    const narrowing = { topK: 3, topP: 1 / 3, minP: 0 };
    expect(bySorting(weights, narrowing, 0.5)).toBe(0);
    expect(drawMostProbable(tokens, narrowing, 0.5)).toBe(0);
  });

  it('never leaves the nucleus, however close to 1 the uniform number is', () => {
    const { tokens } = tokensAt(Float64Array.from({ length: 1000 }, (_, id) => 1 + (id % 7)));
    const last = drawMostProbable(tokens, { topK: 3, topP: 1, minP: 0 }, 1 - Number.EPSILON / 2);
    expect(last).toBe(14);
  });
});
