import * as ag from '../ag.ts';
import { attempt, type Check, cube, float32, one, sizes, spread, unary } from './check.ts';

interface CausalCase {
  readonly heads: number;
  readonly keys: number | string;
  /** Of the keys of a single row. */
  readonly bias?: readonly number[];
}

/** Attention of N blocks of S queries, of two groups of heads. */
function causalCheck({ heads, keys, bias }: CausalCase, at: NonNullable<Check['sizes']>): Check {
  const rows = bias ? 1 : 'B';
  const build: Check['build'] = ([query, key, value], graph) =>
    ag.causalAttention(query!, key!, value!, {
      scale: 0.6,
      ...(bias ? { keyBias: graph.constant(query!.dtype, bias, [1, bias.length]) } : {}),
    });
  const blocks = keys === 'S' ? 1 : 'N';
  return attempt(
    [
      [blocks, rows, 2, heads, 'S', 3],
      [rows, 2, keys, 3],
      [rows, 2, keys, 2],
    ],
    build,
    at,
  );
}

/** Checks of operators that join elements: products, sums, norms. */
export const reducingChecks: Record<string, Check[]> = {
  // As many queries as keys and fewer; values as wide as keys and narrower; one head and two.
  MultiHeadAttention: [
    { headCount: 2, keys: 'S', widths: [6, 6, 6] },
    { headCount: 1, keys: 'S', widths: [3, 3, 2] },
    { headCount: 2, keys: 7, widths: [6, 6, 4] },
  ].map(({ headCount, keys, widths: [q, k, v] }) =>
    float32(
      attempt(
        [
          ['B', 'S', q as number],
          ['B', keys, k as number],
          ['B', keys, v as number],
        ],
        ([query, key, value]) =>
          ag.multiHeadAttention(query!, key!, value!, { headCount, scale: 0.6 }),
      ),
    ),
  ),
  // One block and more, keys before the first query's own and none, one head of a group and two.
  CausalAttention: [
    causalCheck({ heads: 1, keys: 'S' }, [
      { B: 1, N: 1, S: 4 },
      { B: 1, N: 1, S: 1 },
    ]),
    causalCheck({ heads: 2, keys: 'M' }, [
      { B: 1, N: 3, S: 2, M: 6 },
      { B: 2, N: 2, S: 1, M: 3 },
    ]),
    causalCheck({ heads: 2, keys: 6, bias: [0, 0.5, -1e30, 0, 0, 0] }, [{ B: 1, N: 2, S: 2 }]),
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
  LayerNormalization: [
    attempt([['B', 'S', 5], [5], [5]], ([a, s, b]) => ag.layerNorm(a!, s!, b!, 1e-3)),
    attempt([[3, 4], [4], [4]], ([a, s, b]) => ag.layerNorm(a!, s!, b!), one),
    // float32 uses the statistics that the operator kept, float64 works them out again.
    float32(attempt([['B', 'S', 5], [5], [5]], ([a, s, b]) => ag.layerNorm(a!, s!, b!, 0.1))),
  ],
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
  ReduceMax: [
    {
      build: ([a]) => ag.reduceMax(a!, { axes: 1 }),
      operands: [{ shape: ['B', 'S', 3], draw: spread() }],
      sizes,
    },
    { build: ([a]) => ag.reduceMax(a!), operands: [{ shape: ['B', 'S'], draw: spread() }], sizes },
  ],
  ReduceMean: [
    attempt([cube], ([a]) => ag.reduceMean(a!)),
    attempt([cube], ([a]) => ag.reduceMean(a!, { axes: [0, 2] })),
    attempt([cube], ([a]) => ag.reduceMean(a!, { axes: -1, keepDims: true })),
  ],
  ReduceSum: [
    attempt([cube], ([a]) => ag.reduceSum(a!)),
    attempt([cube], ([a]) => ag.reduceSum(a!, { axes: [0, 2] })),
    attempt([cube], ([a]) => ag.reduceSum(a!, { axes: 1, keepDims: true })),
  ],
  ReduceSumSquare: [
    attempt([cube], ([a]) => ag.reduceSumSquare(a!)),
    attempt([cube], ([a]) => ag.reduceSumSquare(a!, { axes: [1] })),
  ],
  SimplifiedLayerNormalization: [
    attempt([['B', 'S', 5], [5]], ([a, s]) => ag.rmsNorm(a!, s!, 1e-3)),
    attempt([[3, 4], [4]], ([a, s]) => ag.rmsNorm(a!, s!), one),
    float32(attempt([['B', 'S', 5], [5]], ([a, s]) => ag.rmsNorm(a!, s!, 0.1))),
  ],
  Softmax: [unary((a) => ag.softmax(a)), attempt([['B', 4, 'S']], ([a]) => ag.softmax(a!, 1))],
};
