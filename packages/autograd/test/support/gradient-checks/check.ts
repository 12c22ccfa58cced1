import { createRandom } from '@skinr1/core';
import * as ag from '../ag.ts';

/** One input of a function under test: its symbolic shape, and how its numbers are drawn. */
export interface Operand {
  readonly shape: ag.Shape;
  /** From a standard normal draw to a number in the function's domain. @defaultValue the draw itself */
  readonly draw?: (normal: number) => number;
}

export interface Check {
  readonly build: (inputs: ag.Value[], graph: ag.Graph) => ag.Value;
  readonly operands: readonly Operand[];
  /** Sizes of the symbols; one check per entry. @defaultValue one entry without symbols */
  readonly sizes?: readonly Readonly<Record<string, number>>[];
  /** float32 where onnxruntime has no float64 kernel. @defaultValue 'float64' */
  readonly dtype?: 'float64' | 'float32';
}

/** The function under test with L = Σ y·weight and its gradients: outputs `y`, `loss`, `g0`, `g1`, … */
export function differentiated({ build, operands, dtype = 'float64' }: Check): {
  readonly graph: ag.Graph;
  readonly shape: ag.Shape;
} {
  const graph = new ag.Graph();
  const inputs = operands.map(({ shape }, i) => graph.input(`x${i}`, dtype, shape));
  const y = build(inputs, graph);
  const loss = ag.reduceSum(ag.mul(y, graph.input('weight', dtype, y.shape)));
  graph.output('y', y);
  graph.output('loss', loss);
  ag.gradients(loss, inputs).forEach((gradient, i) => {
    graph.output(`g${i}`, gradient);
  });
  return { graph, shape: y.shape };
}

/** Random numbers for a check's operands and for the weight of its result, which has that shape. */
export function drawFeeds(
  { operands, dtype = 'float64' }: Check,
  resultShape: ag.Shape,
  symbols: Readonly<Record<string, number>>,
): Record<string, ag.Tensor> {
  const random = createRandom(JSON.stringify(symbols));
  const draw = (shape: ag.Shape, change: (normal: number) => number): ag.Tensor => {
    const dims = resolve(shape, symbols);
    const numbers = Array.from({ length: ag.sizeOf(dims) }, () => change(random.normal()));
    return ag.tensor(dtype as ag.DType, dims, numbers);
  };
  const feeds: Record<string, ag.Tensor> = {};
  operands.forEach(({ shape, draw: change = (z) => z }, i) => {
    feeds[`x${i}`] = draw(shape, change);
  });
  return { ...feeds, weight: draw(resultShape, (z) => z) };
}

/** A symbolic shape with the symbols' sizes put in. */
export function resolve(shape: ag.Shape, symbols: Readonly<Record<string, number>>): number[] {
  return shape.map((dim) => {
    if (typeof dim === 'number') return dim;
    const terms = dim.replaceAll(/[A-Za-z]\w*/g, (name) => String(symbols[name]));
    return Number(new Function(`return ${terms}`)());
  });
}

type Draw = (normal: number) => number;

export const positive: Draw = (z) => 0.3 + z * z;

/** Away from 0, where a kink would spoil the differences. */
export const offZero: Draw = (z) => (z < 0 ? z - 0.2 : z + 0.2);

/** Values with gaps of at least 0.1, so that no two are close to equal. */
export function spread(): Draw {
  let count = 0;
  return (z) => ((count++ * 7) % 23) * 0.1 + Math.abs(z) * 0.001;
}

type Sizes = NonNullable<Check['sizes']>;

/** Batch of 1, odd sizes, and an ordinary one. */
export const sizes: Sizes = [
  { B: 1, S: 3 },
  { B: 2, S: 5 },
  { B: 3, S: 1 },
];
/** For shapes without symbols. */
export const one: Sizes = [{}];
export const square: ag.Shape = ['B', 'S'];
export const cube: ag.Shape = ['B', 'S', 3];

/** Indices that repeat, as constants. */
export function repeated(graph: ag.Graph, dims: number[]): ag.Value {
  const indices = Array.from({ length: ag.sizeOf(dims) }, (_, i) => (i * i) % 3);
  return graph.constant('int64', indices, dims);
}

export function unary(f: (x: ag.Value) => ag.Value, draw?: Draw): Check {
  return {
    build: ([a]) => f(a!),
    operands: [{ shape: square, ...(draw ? { draw } : {}) }],
    sizes,
  };
}

const broadcasts: [ag.Shape, ag.Shape][] = [
  [
    ['B', 'S'],
    ['B', 'S'],
  ],
  [['B', 'S'], ['S']],
  [
    ['B', 1],
    ['B', 'S'],
  ],
  [['S'], ['B', 3, 'S']],
  [[], ['B', 'S']],
  [
    ['B', 1, 3],
    [1, 'S', 1],
  ],
];

/** One check for each way in which two operands can broadcast. */
export function binary(f: (a: ag.Value, b: ag.Value) => ag.Value, draw?: Draw): Check[] {
  return broadcasts.map(([a, b]) => ({
    build: ([p, q]) => f(p!, q!),
    operands: [a, b].map((shape) => ({ shape, ...(draw ? { draw } : {}) })),
    sizes,
  }));
}

export function condition(graph: ag.Graph): ag.Value {
  return graph.constant('bool', [1, 0, 1], [3]);
}

export function float32(check: Check): Check {
  return { ...check, dtype: 'float32' };
}

export function attempt(operands: ag.Shape[], build: Check['build'], at: Sizes = sizes): Check {
  return { build, operands: operands.map((shape) => ({ shape })), sizes: at };
}
