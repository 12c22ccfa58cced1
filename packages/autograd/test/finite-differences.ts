import { createRandom } from '@skinr1/core';
import { expect } from 'vitest';
import {
  createEngine,
  type DType,
  type Engine,
  Graph,
  gradients,
  mul,
  reduceSum,
  type Shape,
  sizeOf,
  type Tensor,
  tensor,
  type Value,
} from '../src/index.ts';

/** One input of a function under test: its symbolic shape, and how its numbers are drawn. */
export interface Operand {
  readonly shape: Shape;
  /** From a standard normal draw to a number in the function's domain. @defaultValue the draw itself */
  readonly draw?: (normal: number) => number;
}

export interface Check {
  readonly build: (inputs: Value[], graph: Graph) => Value;
  readonly operands: readonly Operand[];
  /** Sizes of the symbols; one check per entry. @defaultValue one entry without symbols */
  readonly sizes?: readonly Readonly<Record<string, number>>[];
  /** float32 where onnxruntime has no float64 kernel. @defaultValue 'float64' */
  readonly dtype?: 'float64' | 'float32';
}

let shared: Promise<Engine> | undefined;

/** An engine for tests that may block. */
export function testEngine(): Promise<Engine> {
  shared ??= createEngine({ inThread: true });
  return shared;
}

/**
 * Compares the gradients of Σ f(x)·c, c fixed random numbers, with central differences
 * (L(x + h) − L(x − h)) / 2h. The error of these is about h²·f‴/6 + ulp/h: 1e-10 relative in float64 with
 * h = 1e-5, and 1e-4 in float32 with h = 1e-2.
 */
export async function checkGradient({
  build,
  operands,
  sizes = [{}],
  dtype = 'float64',
}: Check): Promise<void> {
  const engine = await testEngine();
  const graph = new Graph();
  const inputs = operands.map(({ shape }, i) => graph.input(`x${i}`, dtype, shape));
  const y = build(inputs, graph);
  const weight = graph.input('weight', dtype, y.shape);
  const loss = reduceSum(mul(y, weight));
  graph.output('y', y);
  graph.output('loss', loss);
  gradients(loss, inputs).forEach((gradient, i) => {
    graph.output(`g${i}`, gradient);
  });
  const session = await engine.load(graph);
  for (const symbols of sizes) {
    const random = createRandom(JSON.stringify(symbols));
    const feeds: Record<string, Tensor> = {};
    operands.forEach(({ shape, draw = (z) => z }, i) => {
      const dims = resolve(shape, symbols);
      const numbers = Array.from({ length: sizeOf(dims) }, () => draw(random.normal()));
      feeds[`x${i}`] = tensor(dtype as DType, dims, numbers);
    });
    const probe = resolve(y.shape, symbols);
    feeds.weight = tensor(
      dtype as DType,
      probe,
      Array.from({ length: sizeOf(probe) }, () => random.normal()),
    );
    const run = async (names: string[]) => (await session.run(feeds, { fetch: names })).outputs;
    // The shape worked out while building is the shape that comes out.
    expect((await run(['y'])).y!.dims).toEqual(resolve(y.shape, symbols));
    const exact = await run(operands.map((_, i) => `g${i}`));
    const lossAt = async () => Number((await run(['loss'])).loss!.data[0]);
    for (let i = 0; i < operands.length; i++) {
      await compare(feeds[`x${i}`]!, exact[`g${i}`]!, lossAt, dtype);
    }
  }
  await session.release();
}

async function compare(
  x: Tensor,
  exact: Tensor,
  lossAt: () => Promise<number>,
  dtype: string,
): Promise<void> {
  const step = dtype === 'float64' ? 1e-5 : 1e-2;
  const tolerance = dtype === 'float64' ? 1e-7 : 5e-3;
  expect(exact.dims).toEqual(x.dims);
  const data = x.data as Float64Array;
  for (let k = 0; k < data.length; k++) {
    const before = data[k]!;
    data[k] = before + step;
    const up = data[k]!;
    const high = await lossAt();
    data[k] = before - step;
    const low = await lossAt();
    const numeric = (high - low) / (up - data[k]!);
    data[k] = before;
    const error = Math.abs(Number(exact.data[k]) - numeric) / Math.max(1, Math.abs(numeric));
    expect(error, `element ${k}: exact ${exact.data[k]}, numeric ${numeric}`).toBeLessThan(
      tolerance,
    );
  }
}

function resolve(shape: Shape, symbols: Readonly<Record<string, number>>): number[] {
  return shape.map((dim) => {
    if (typeof dim === 'number') return dim;
    const terms = dim.replaceAll(/[A-Za-z]\w*/g, (name) => String(symbols[name]));
    return Number(new Function(`return ${terms}`)());
  });
}
