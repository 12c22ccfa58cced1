import { createEngine, type Engine, Graph, gradients, ops, tensor } from '@skinr1/autograd';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDropout, dropoutSeed, dropoutSeedInput } from '../src/learn/dropout.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 1 });
});
afterAll(() => engine.close());

const rows = 300;
const width = 400;
const probability = 0.1;

/** Masks of two weights for one seed, 1 where something is dropped, and the gradient by the inputs. */
async function masks(update: number): Promise<{ first: Float64Array; second: Float64Array }> {
  const graph = new Graph('dropout');
  const drop = createDropout(graph, probability);
  const x = graph.input('x', 'float32', ['rows', width]);
  const first = drop(x, 'layers.0.q_proj.weight');
  graph.output('first', first);
  graph.output('second', drop(x, 'layers.0.k_proj.weight'));
  graph.output('gradient', gradients(ops.reduceSum(first), [x])[0]!);
  const session = await engine.load(graph);
  const { outputs } = await session.run({
    x: tensor('float32', [rows, width], new Float32Array(rows * width).fill(1)),
    [dropoutSeedInput]: dropoutSeed(7, update, 0),
  });
  await session.release();
  // What is kept grows so that the mean stays, and what is dropped passes no gradient.
  expect([...new Set(outputs.first!.data as Float32Array)].sort()).toEqual([
    0,
    Math.fround(1 / 0.9),
  ]);
  const { data: kept } = outputs.first!;
  expect((outputs.gradient!.data as Float32Array).every((x, i) => x === kept[i])).toBe(true);
  const mask = (name: string) =>
    Float64Array.from(outputs[name]!.data as Float32Array, (value) => (value === 0 ? 1 : 0));
  return { first: mask('first'), second: mask('second') };
}

/** Pearson correlation of two masks. */
function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (x: Float64Array) => x.reduce((sum, value) => sum + value, 0) / x.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((value, i) => {
    const [da, db] = [value - ma, b[i]! - mb];
    ab += da * db;
    aa += da * da;
    bb += db * db;
  });
  return ab / Math.sqrt(aa * bb);
}

it('drops each number with the given probability, apart from rows, columns, weights and steps', async () => {
  const { first, second } = await masks(1);
  const later = await masks(2);
  expect((await masks(1)).first).toEqual(first);
  const share = (mask: Float64Array) => mask.reduce((sum, x) => sum + x, 0) / mask.length;
  // Five standard deviations of a binomial share of 120,000 numbers.
  const bound = 5 * Math.sqrt((probability * (1 - probability)) / first.length);
  for (const mask of [first, second, later.first]) {
    expect(Math.abs(share(mask) - probability)).toBeLessThan(bound);
  }
  const independent = 5 / Math.sqrt(first.length);
  expect(Math.abs(correlation(first, second))).toBeLessThan(independent);
  expect(Math.abs(correlation(first, later.first))).toBeLessThan(independent);
  // Shares of rows and columns spread as binomials do: their variance is p(1 − p) / n.
  const spread = (count: number, length: number, at: (i: number, k: number) => number) => {
    let sum = 0;
    for (let i = 0; i < count; i++) {
      let dropped = 0;
      for (let k = 0; k < length; k++) dropped += first[at(i, k)]!;
      sum += (dropped / length - probability) ** 2;
    }
    return sum / count / ((probability * (1 - probability)) / length);
  };
  const byRow = spread(rows, width, (row, column) => row * width + column);
  const byColumn = spread(width, rows, (column, row) => row * width + column);
  for (const ratio of [byRow, byColumn]) expect(Math.abs(ratio - 1)).toBeLessThan(0.4);
  // Neighbors, and corners of rectangles: an exclusive or alone would tie four of them together.
  const shifted = (by: number) => first.map((_, i) => first[(i + by) % first.length]!);
  for (const by of [1, width, width + 1]) {
    expect(Math.abs(correlation(first, shifted(by)))).toBeLessThan(independent);
  }
  const pairs = first.slice(0, 20_000).map((value, i) => value * first[i + 1]!);
  const below = pairs.map((_, i) => first[i + width]! * first[i + width + 1]!);
  expect(Math.abs(correlation(pairs, below))).toBeLessThan(5 / Math.sqrt(pairs.length));
});
