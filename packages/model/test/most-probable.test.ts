import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawMostProbable, type Narrowing } from '../src/generate/most-probable.ts';

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

describe('drawMostProbable', () => {
  it('draws what sorting the whole vocabulary draws', () => {
    // Distances on a grid make ties; 70 and more fall together into the last bucket.
    const distance = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 60, max: 90 }));
    fc.assert(
      fc.property(
        fc.array(distance, { minLength: 1, maxLength: 200 }),
        fc.array(fc.nat(199), { maxLength: 20 }),
        fc.integer({ min: 0, max: 12 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.constantFrom(0, 0, 0.001, 0.3, 1),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (distances, banned, topK, topP, minP, uniform) => {
          const weights = Float64Array.from(distances, (d) => Math.exp(-d * 0.77));
          weights[0] = 1;
          for (const id of banned) if (id > 0 && id < weights.length) weights[id] = 0;
          const narrowing = { topK, topP, minP };
          expect(drawMostProbable(weights, narrowing, uniform)).toBe(
            bySorting(weights, narrowing, uniform),
          );
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('keeps all where fewer may be drawn than top-k asks for, each counted once', () => {
    const weights = Float64Array.from([1, 1]);
    const narrowing = { topK: 3, topP: 1 / 3, minP: 0 };
    expect(bySorting(weights, narrowing, 0.5)).toBe(0);
    expect(drawMostProbable(weights, narrowing, 0.5)).toBe(0);
  });

  it('never leaves the nucleus, however close to 1 the uniform number is', () => {
    const weights = Float64Array.from({ length: 1000 }, (_, id) => 0.1 ** (1 + (id % 7)));
    const last = drawMostProbable(weights, { topK: 3, topP: 1, minP: 0 }, 1 - Number.EPSILON / 2);
    expect(last).toBe(14);
  });
});
