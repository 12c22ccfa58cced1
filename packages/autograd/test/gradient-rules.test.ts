import { describe, expect, it } from 'vitest';
import { gradientRules } from '../src/gradients/rules.ts';
import * as ag from '../src/index.ts';
import { type Check, checkGradient } from './finite-differences.ts';

const { gradients } = ag;

const positive = (z: number) => 0.3 + z * z;
/** Away from 0, where a kink would spoil the differences. */
const offZero = (z: number) => (z < 0 ? z - 0.2 : z + 0.2);
/** Values with gaps of at least 0.1, so that no two are close to equal. */
const spread = () => {
  let count = 0;
  return (z: number) => ((count++ * 7) % 23) * 0.1 + Math.abs(z) * 0.001;
};
/** Batch of 1, odd sizes, and an ordinary one. */
const sizes = [
  { B: 1, S: 3 },
  { B: 2, S: 5 },
  { B: 3, S: 1 },
];
const x = { shape: ['B', 'S'] };
const cube = { shape: ['B', 'S', 3] };

/** Indices that repeat, as constants. */
const repeated = (graph: ag.Graph, dims: number[]) =>
  graph.constant(
    'int64',
    Array.from({ length: ag.sizeOf(dims) }, (_, i) => (i * i) % 3),
    dims,
  );

const unary = (f: (x: ag.Value) => ag.Value, draw?: (z: number) => number): Check => ({
  build: ([a]) => f(a!),
  operands: [{ ...x, ...(draw ? { draw } : {}) }],
  sizes,
});
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
const binary = (f: (a: ag.Value, b: ag.Value) => ag.Value, draw?: (z: number) => number): Check[] =>
  broadcasts.map(([a, b]) => ({
    build: ([p, q]) => f(p!, q!),
    operands: [a, b].map((shape) => ({ shape, ...(draw ? { draw } : {}) })),
    sizes,
  }));
const condition = (graph: ag.Graph) => graph.constant('bool', [1, 0, 1], [3]);
const float32 = (check: Check): Check => ({ ...check, dtype: 'float32' });
const attempt = (
  operands: ag.Shape[],
  build: Check['build'],
  at: Check['sizes'] = sizes,
): Check => ({
  build,
  operands: operands.map((shape) => ({ shape })),
  sizes: at,
});
const one = [{}];

/** Checks per operator. onnxruntime has no float64 kernel for Erf, Gelu and QuickGelu. */
const checks: Record<string, Check[]> = {
  Abs: [unary(ag.abs, offZero)],
  Add: binary(ag.add),
  Cast: [
    unary((a) => ag.cast(ag.mul(ag.cast(a, 'float64'), 2), a.dtype)),
    float32(unary((a) => ag.cast(ag.exp(ag.cast(a, 'float64')), 'float32'))),
  ],
  Clip: [
    unary(
      (a) => ag.clip(a, -0.55, 0.65),
      (z) => Math.round(z * 5) / 5,
    ),
  ],
  Concat: [
    attempt(
      [
        ['B', 'S'],
        ['B', 2],
        ['B', 1],
      ],
      (v) => ag.concat(v, 1),
    ),
    attempt(
      [
        ['B', 3],
        ['S', 3],
      ],
      (v) => ag.concat(v, 0),
    ),
  ],
  Cos: [unary(ag.cos)],
  Div: binary(ag.div, (z) => (z < 0 ? z - 0.5 : z + 0.5)),
  Erf: [float32(unary(ag.erf))],
  Exp: [unary(ag.exp)],
  Expand: [
    attempt([[1, 'S']], ([a]) => ag.expand(a!, [4, 'S']), [{ S: 3 }, { S: 1 }]),
    attempt([['S', 1, 3], ['B']], ([a]) => ag.expand(a!, [2, 'S', 'B', 3])),
    attempt([[]], ([a]) => ag.expand(a!, [2, 3]), one),
  ],
  FusedMatMul: [false, true].flatMap((transposeA) =>
    [false, true].flatMap((transposeB) => {
      const m: ag.Shape = transposeA ? [3, 'S'] : ['S', 3];
      const n: ag.Shape = transposeB ? [2, 3] : [3, 2];
      const build: Check['build'] = ([a, b]) =>
        ag.matMul(a!, b!, { transposeA, transposeB, alpha: 0.7 });
      return [
        attempt([m, n], build, [{ S: 1 }, { S: 4 }]),
        attempt(
          [
            ['B', ...m],
            ['B', ...n],
          ],
          build,
        ),
        attempt([['B', ...m], n], build),
        attempt([m, ['B', ...n]], build),
        attempt(
          [
            ['B', 1, ...m],
            [2, ...n],
          ],
          build,
        ),
      ];
    }),
  ),
  Gather: [
    attempt([[4, 3]], ([a], g) => ag.gather(a!, repeated(g, [2, 3]), 0), one),
    attempt([['B', 3, 'S']], ([a], g) => ag.gather(a!, repeated(g, [4]), 1)),
    attempt([['B', 'S', 3]], ([a], g) => ag.gather(a!, ag.cast(repeated(g, [2, 2]), 'int32'), -1)),
    attempt([['B', 3]], ([a], g) => ag.gather(a!, g.constant('int64', -1), 1), [
      { B: 1 },
      { B: 3 },
    ]),
  ],
  GatherElements: [
    attempt([[3, 4]], ([a], g) => ag.gatherElements(a!, repeated(g, [3, 5]), 1), one),
    attempt([[3, 4]], ([a], g) => ag.gatherElements(a!, repeated(g, [7, 4]), 0), one),
  ],
  GatherND: [
    attempt([[3, 3, 2]], ([a], g) => ag.gatherNd(a!, repeated(g, [4, 2])), one),
    attempt([[3, 3, 2]], ([a], g) => ag.gatherNd(a!, repeated(g, [2, 3, 1])), one),
  ],
  Gelu: [float32(unary(ag.gelu))],
  Identity: [unary(ag.identity)],
  LayerNormalization: [
    attempt([['B', 'S', 5], [5], [5]], ([a, s, b]) => ag.layerNorm(a!, s!, b!, 1e-3)),
    attempt([[3, 4], [4], [4]], ([a, s, b]) => ag.layerNorm(a!, s!, b!), one),
    // float32 uses the statistics that the operator kept, float64 works them out again.
    float32(attempt([['B', 'S', 5], [5], [5]], ([a, s, b]) => ag.layerNorm(a!, s!, b!, 0.1))),
  ],
  Log: [unary(ag.log, positive)],
  LogSoftmax: [
    unary((a) => ag.logSoftmax(a)),
    attempt([['B', 4, 'S']], ([a]) => ag.logSoftmax(a!, 1)),
  ],
  MatMul: [
    attempt(
      [
        ['S', 3],
        [3, 'B'],
      ],
      ([a, b]) => ag.matMul(a!, b!),
    ),
    attempt(
      [
        ['B', 'S', 3],
        [3, 2],
      ],
      ([a, b]) => ag.matMul(a!, b!),
    ),
    attempt(
      [
        ['B', 2, 'S', 3],
        ['B', 2, 3, 'S'],
      ],
      ([a, b]) => ag.matMul(a!, b!),
    ),
    attempt(
      [
        ['B', 1, 'S', 3],
        [2, 3, 4],
      ],
      ([a, b]) => ag.matMul(a!, b!),
    ),
    attempt(
      [
        ['S', 3],
        ['B', 3, 2],
      ],
      ([a, b]) => ag.matMul(a!, b!),
    ),
    attempt([['B', 'B']], ([a]) => ag.matMul(a!, a!), [{ B: 3 }]),
  ],
  Max: [binary(ag.maximum)[0]!, ...binary(ag.maximum).slice(1, 3)],
  Min: [binary(ag.minimum)[0]!, ...binary(ag.minimum).slice(3)],
  Mul: [...binary(ag.mul), unary((a) => ag.mul(a, a))],
  Neg: [unary(ag.neg)],
  Pad: [
    // The gradient of a slice is a Pad; differentiating ‖that‖² once more goes through the rule of Pad.
    attempt(
      [['B', 6]],
      ([a]) => {
        const part = ag.slice(a!, [1], [4], [1]);
        const [inner] = gradients(ag.reduceSum(ag.mul(ag.mul(part, part), part)), [a!]);
        return ag.mul(inner!, inner!);
      },
      [{ B: 1 }, { B: 2 }],
    ),
  ],
  Pow: [
    ...binary(ag.pow, positive),
    unary((a) => ag.pow(a, 2)),
    unary((a) => ag.pow(a, 3)),
    unary((a) => ag.pow(2, a)),
    unary((a) => ag.pow(a, -0.5), positive),
  ],
  QuickGelu: [float32(unary(ag.silu)), float32(unary((a) => ag.quickGelu(a)))],
  Reciprocal: [unary(ag.reciprocal, positive)],
  ReduceMax: [
    {
      build: ([a]) => ag.reduceMax(a!, { axes: 1 }),
      operands: [{ shape: ['B', 'S', 3], draw: spread() }],
      sizes,
    },
    { build: ([a]) => ag.reduceMax(a!), operands: [{ shape: ['B', 'S'], draw: spread() }], sizes },
  ],
  ReduceMean: [
    attempt([cube.shape], ([a]) => ag.reduceMean(a!)),
    attempt([cube.shape], ([a]) => ag.reduceMean(a!, { axes: [0, 2] })),
    attempt([cube.shape], ([a]) => ag.reduceMean(a!, { axes: -1, keepDims: true })),
  ],
  ReduceSum: [
    attempt([cube.shape], ([a]) => ag.reduceSum(a!)),
    attempt([cube.shape], ([a]) => ag.reduceSum(a!, { axes: [0, 2] })),
    attempt([cube.shape], ([a]) => ag.reduceSum(a!, { axes: 1, keepDims: true })),
  ],
  ReduceSumSquare: [
    attempt([cube.shape], ([a]) => ag.reduceSumSquare(a!)),
    attempt([cube.shape], ([a]) => ag.reduceSumSquare(a!, { axes: [1] })),
  ],
  Relu: [unary(ag.relu, offZero)],
  Reshape: [
    attempt([cube.shape], ([a]) => ag.exp(ag.reshape(a!, ['S', 'B*3']))),
    attempt([cube.shape], ([a]) => ag.exp(ag.reshape(a!, [-1, 3]))),
    attempt([['B', 'S', 6]], ([a]) => ag.exp(ag.reshape(a!, ['B', 'S', 2, 3]))),
  ],
  ScatterElements: [
    attempt(
      [
        [3, 4],
        [3, 2],
      ],
      ([a, u], g) => ag.scatterElementsAdd(a!, repeated(g, [3, 2]), u!, 1),
      one,
    ),
  ],
  ScatterND: [
    attempt(
      [
        [3, 4],
        [5, 4],
      ],
      ([a, u], g) => ag.scatterNdAdd(a!, repeated(g, [5, 1]), u!),
      one,
    ),
    attempt(
      [
        [4, 2],
        [2, 2],
      ],
      ([a, u], g) => ag.scatterNdUpdate(a!, g.constant('int64', [2, 0], [2, 1]), u!),
      one,
    ),
    attempt(
      [[3, 2], [3]],
      ([a, u], g) => ag.scatterNdUpdate(a!, g.constant('int64', [0, 1, 2, 0, 1, 1], [3, 2]), u!),
      one,
    ),
  ],
  Sigmoid: [unary(ag.sigmoid)],
  SimplifiedLayerNormalization: [
    attempt([['B', 'S', 5], [5]], ([a, s]) => ag.rmsNorm(a!, s!, 1e-3)),
    attempt([[3, 4], [4]], ([a, s]) => ag.rmsNorm(a!, s!), one),
    float32(attempt([['B', 'S', 5], [5]], ([a, s]) => ag.rmsNorm(a!, s!, 0.1))),
  ],
  Sin: [unary(ag.sin)],
  Slice: [
    attempt([['B', 'S', 6]], ([a]) => ag.slice(a!, [1], [-2], [2])),
    attempt([['B', 'S', 4]], ([a]) =>
      ag.slice(a!, [0, 2], ['S', Number.POSITIVE_INFINITY], [1, 2]),
    ),
    attempt([['B+S', 2], ['B'], ['S']], ([a]) => ag.slice(a!, ['B'], ['B+S'], [0])),
  ],
  Softmax: [unary((a) => ag.softmax(a)), attempt([['B', 4, 'S']], ([a]) => ag.softmax(a!, 1))],
  Split: [
    attempt(
      [['B', 6]],
      ([a]) => {
        const [p, q] = ag.split(a!, 2, 1);
        return ag.mul(p!, q!);
      },
      [{ B: 1 }, { B: 3 }],
    ),
    // One part is not used: its gradient is zero.
    attempt([['B', 6]], ([a]) => ag.exp(ag.split(a!, [1, 3, 2], 1)[1]!), [{ B: 1 }, { B: 3 }]),
  ],
  Sqrt: [unary(ag.sqrt, positive)],
  Squeeze: [attempt([['B', 1, 'S', 1]], ([a]) => ag.exp(ag.squeeze(a!, [1, -1])))],
  Sub: binary(ag.sub),
  Tanh: [unary(ag.tanh)],
  Transpose: [
    attempt([cube.shape], ([a]) => ag.exp(ag.transpose(a!, [2, 0, 1]))),
    attempt([['B', 2, 'S', 3]], ([a]) => ag.exp(ag.transpose(a!, [0, 2, 1, 3]))),
  ],
  Unsqueeze: [attempt([x.shape], ([a]) => ag.exp(ag.unsqueeze(a!, [0, 2])))],
  Where: [
    attempt(
      [
        ['B', 3],
        ['B', 3],
      ],
      ([a, b], g) => ag.where(condition(g), a!, b!),
      [{ B: 1 }, { B: 3 }],
    ),
    attempt(
      [
        ['B', 1],
        ['S', 1, 1],
      ],
      ([a, b], g) => ag.where(condition(g), a!, b!),
    ),
  ],
};

/** Operators whose gradient is zero: counted here so that a new operator must be listed somewhere. */
const withoutGradient = [
  'And',
  'ConstantOfShape',
  'Equal',
  'Greater',
  'Less',
  'Not',
  'Or',
  'Shape',
  'Sign',
];

describe('gradient rules against central finite differences', () => {
  it('covers every operator', () => {
    expect([...Object.keys(checks), ...withoutGradient].sort()).toEqual(
      Object.keys(gradientRules).sort(),
    );
  });

  it.each(
    Object.entries(checks).flatMap(([op, list]) => list.map((check, i) => [op, i, check] as const)),
  )('%s, case %i', async (_op, _index, check) => {
    await checkGradient(check);
  });
});
