import {
  createEngine,
  type Engine,
  Graph,
  gradients,
  ops,
  type Tensor,
  tensor,
  type Value,
} from '@skinr1/autograd';
import { createRandom, ShapeError } from '@skinr1/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adaptedWeight } from '../src/weights/adapted-weight.ts';
import { denseWeight } from '../src/weights/dense-weight.ts';
import {
  dequantize,
  emptyQuantized,
  type QuantizedBits,
  quantize,
  quantizeRows,
} from '../src/weights/quantize.ts';
import { quantizedWeight } from '../src/weights/quantized-weight.ts';
import type { Weight } from '../src/weights/weight.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 1 });
});
afterAll(() => engine.close());

/** Sizes that fill no block and no byte: 70 = 2 · 32 + 6 inputs, three blocks. */
const [outputs, inputs, rows, rank] = [5, 70, 3, 2];

function normals(name: string, count: number, deviation = 1): Float32Array {
  const random = createRandom(name);
  return Float32Array.from({ length: count }, () => random.normal() * deviation);
}

const matrix = normals('matrix', outputs * inputs);
const x = normals('x', rows * inputs);
const y = normals('y', rows * outputs);
const a = normals('a', rank * inputs);
const b = normals('b', outputs * rank);
const scale = 0.5;
const picks = [4, 0, 4, 2];

/** `[m, k] × [k, n]` in double precision. */
function product(p: ArrayLike<number>, q: ArrayLike<number>, m: number, k: number, n: number) {
  return Array.from({ length: m * n }, (_, at) => {
    let sum = 0;
    for (let i = 0; i < k; i++) sum += p[Math.floor(at / n) * k + i]! * q[i * n + (at % n)]!;
    return sum;
  });
}

function transposed(p: ArrayLike<number>, m: number, n: number): number[] {
  return Array.from({ length: m * n }, (_, at) => p[(at % m) * n + Math.floor(at / m)]!);
}

const merged = (base: ArrayLike<number>): number[] =>
  product(b, a, outputs, rank, inputs).map((value, i) => base[i]! + scale * value);

/** What a weight gives, and the gradients of Σ y ⊙ (x · Wᵀ) by x, A and B. */
async function results(
  build: (graph: Graph) => { weight: Weight; wrt?: readonly Value[] },
  feeds: Record<string, Tensor> = {},
): Promise<number[][]> {
  const graph = new Graph('weight');
  const { weight, wrt = [] } = build(graph);
  const input = graph.input('x', 'float32', ['rows', inputs]);
  const back = graph.input('y', 'float32', ['rows', outputs]);
  const projected = graph.output('project', weight.project(input));
  graph.output('back', weight.projectBack(back));
  graph.output('rows', weight.gather(graph.input('picks', 'int32', ['picks', 2])));
  const loss = ops.reduceSum(ops.mul(projected, back));
  gradients(loss, [input, ...wrt]).forEach((value, i) => {
    graph.output(`gradient${i}`, value);
  });
  const session = await engine.load(graph);
  const run = await session.run({
    ...feeds,
    x: tensor('float32', [rows, inputs], x),
    y: tensor('float32', [rows, outputs], y),
    picks: tensor('int32', [2, 2], picks),
  });
  await session.release();
  return ['project', 'back', 'rows', ...[input, ...wrt].map((_, i) => `gradient${i}`)].map((name) =>
    Array.from(run.outputs[name]!.data as Float32Array),
  );
}

/** The same by hand from the numbers that a weight stands for. */
function expected(numbers: ArrayLike<number>): number[][] {
  return [
    product(x, transposed(numbers, outputs, inputs), rows, inputs, outputs),
    product(y, numbers, rows, outputs, inputs),
    picks.flatMap((row) => Array.from(numbers).slice(row * inputs, (row + 1) * inputs)),
    product(y, numbers, rows, outputs, inputs),
  ];
}

/** Largest difference, as a share of the root mean square. */
function gap(actual: readonly number[], wanted: readonly number[]): number {
  expect(actual.length).toBe(wanted.length);
  const size = Math.sqrt(wanted.reduce((sum, v) => sum + v * v, 0) / wanted.length);
  return wanted.reduce((most, v, i) => Math.max(most, Math.abs(v - actual[i]!)), 0) / size;
}

/** Stored forms of the matrix: how each is built, what it stands for, and how exact its product is. */
interface Form {
  readonly numbers: ArrayLike<number>;
  readonly build: (graph: Graph) => Weight;
  readonly tolerance: number;
}

function quantizedForm(bits: QuantizedBits, tolerance: number): Form {
  const stored = quantize(matrix, outputs, inputs, bits);
  return {
    numbers: dequantize(stored),
    tolerance,
    build: (graph) =>
      quantizedWeight(
        {
          values: graph.initializer('values', stored.values),
          scales: graph.initializer('scales', stored.scales),
          zeroPoints: graph.initializer('zeroPoints', stored.zeroPoints),
        },
        { bits, outputs, inputs },
      ),
  };
}

const dense = (dtype: 'float32' | 'float16', data: Float32Array | Uint16Array): Form['build'] => {
  const stored = tensor(dtype, [outputs, inputs], data as Float32Array) as Tensor;
  return (graph) => denseWeight(graph.initializer('w', stored));
};

/** The bits of the nearest halves that are not below 2⁻¹⁴, by their definition. */
function toHalf(values: Float32Array): { bits: Uint16Array; numbers: number[] } {
  const bits = new Uint16Array(values.length);
  const numbers = Array.from(values, (value, i) => {
    const exponent = Math.max(-14, Math.floor(Math.log2(Math.abs(value))));
    const fraction = Math.floor((Math.abs(value) / 2 ** exponent - 1) * 1024);
    if (fraction < 0) return 0;
    bits[i] = (value < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | fraction;
    return Math.sign(value) * (1 + fraction / 1024) * 2 ** exponent;
  });
  return { bits, numbers };
}

const half = toHalf(matrix);
const forms: Record<string, Form> = {
  float32: { numbers: matrix, build: dense('float32', matrix), tolerance: 2e-6 },
  float16: { numbers: half.numbers, build: dense('float16', half.bits), tolerance: 2e-6 },
  // x is rounded to 8 bits inside the product.
  int4: quantizedForm(4, 0.03),
  int8: quantizedForm(8, 0.03),
};

describe.each(Object.entries(forms))('a weight in %s', (_, { numbers, build, tolerance }) => {
  it('multiplies both ways, looks rows up, and passes the gradient on', async () => {
    const actual = await results((graph) => ({ weight: build(graph) }));
    const wanted = expected(numbers);
    expect(gap(actual[0]!, wanted[0]!)).toBeLessThan(tolerance);
    for (const i of [1, 2, 3]) expect(gap(actual[i]!, wanted[i]!)).toBeLessThan(2e-6);
  });

  it('with an adapter beside it is as merged, gradients of the adapter included', async () => {
    const adapted = (graph: Graph) => {
      const parts = {
        a: graph.input('a', 'float32', ['rank', inputs]),
        b: graph.input('b', 'float32', [outputs, 'rank']),
        scale: graph.input('scale', 'float32', []),
      };
      return { weight: adaptedWeight(build(graph), parts), wrt: [parts.a, parts.b] };
    };
    const actual = await results(adapted, {
      a: tensor('float32', [rank, inputs], a),
      b: tensor('float32', [outputs, rank], b),
      scale: tensor('float32', [], [scale]),
    });
    const wanted = expected(merged(numbers));
    expect(gap(actual[0]!, wanted[0]!)).toBeLessThan(tolerance);
    for (const i of [1, 2, 3]) expect(gap(actual[i]!, wanted[i]!)).toBeLessThan(2e-6);
    // d/dW Σ y ⊙ (x Wᵀ) = yᵀ x; W = … + s B A, so dA = s Bᵀ dW, dB = s dW Aᵀ.
    const byWeight = product(transposed(y, rows, outputs), x, outputs, rows, inputs);
    const byA = product(transposed(b, outputs, rank), byWeight, rank, outputs, inputs);
    const byB = product(byWeight, transposed(a, rank, inputs), outputs, inputs, rank);
    expect(
      gap(
        actual[4]!,
        byA.map((v) => scale * v),
      ),
    ).toBeLessThan(2e-6);
    expect(
      gap(
        actual[5]!,
        byB.map((v) => scale * v),
      ),
    ).toBeLessThan(2e-6);

    const off = await results(adapted, {
      a: tensor('float32', [0, inputs], []),
      b: tensor('float32', [outputs, 0], []),
      scale: tensor('float32', [], [scale]),
    });
    const alone = await results((graph) => ({ weight: build(graph) }));
    for (const i of [0, 1, 2, 3]) expect(off[i]).toEqual(alone[i]);
  });
});

describe('quantize', () => {
  it('is by hand: a block from −1 to 2 in 4 bits has steps of 0.2 and zero at 5', () => {
    const values = Float32Array.from([-1, 2, 0, 0.31, 0.29, 0.1]);
    const { scales, zeroPoints, values: stored } = quantize(values, 1, 6, 4);
    expect(scales.data[0]).toBeCloseTo(0.2, 6);
    expect(zeroPoints.data[0]).toBe(5);
    // Levels 0, 15, 5, 5 + round(1.55), 5 + round(1.45), 5 + round(0.5): the first of two is the low half.
    expect([...(stored.data as Uint8Array)].slice(0, 2)).toEqual([0xf0, 0x75]);
  });

  it.each<QuantizedBits>([4, 8])('is the same by rows as of the whole, in %i bits', (bits) => {
    const pieces = emptyQuantized(outputs, inputs, bits);
    quantizeRows(pieces, matrix.subarray(0, 2 * inputs), 0);
    quantizeRows(pieces, matrix.subarray(2 * inputs), 2);
    expect(pieces).toEqual(quantize(matrix, outputs, inputs, bits));
  });

  it('is off by half a step at most, keeps zero, and does the same again', () => {
    const value = fc.float({ min: -1e3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 70, maxLength: 70 }),
        fc.constantFrom<QuantizedBits>(4, 8),
        (list, bits) => {
          const data = Float32Array.from(list);
          data[3] = 0;
          const stored = quantize(data, 1, 70, bits);
          const back = dequantize(stored);
          expect(back[3]).toBe(0);
          back.forEach((number, i) => {
            const step = stored.scales.data[Math.floor(i / 32)] as number;
            // Both ends round: the zero point by half a step, the number by another.
            expect(Math.abs(number - data[i]!)).toBeLessThanOrEqual(1.001 * step);
          });
        },
      ),
    );
    expect(() => quantize(new Float32Array(7), 2, 4, 4)).toThrow(ShapeError);
  });
});
