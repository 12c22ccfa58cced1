import { ShapeError, UsageError } from '@skinr1/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalDim, dimTerms, sameDim } from '../src/graph/dimension.ts';
import { broadcastShapes } from '../src/graph/shape.ts';
import * as ag from './support/ag.ts';
import { testEngine } from './support/finite-differences.ts';

/** A size built from symbols and numbers, and its value for A = 3, B = 5, C = 7. */
const sized: fc.Arbitrary<{ dim: ag.Dim; size: number }> = fc.letrec<{
  tree: { dim: ag.Dim; size: number };
}>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom({ dim: 'A', size: 3 }, { dim: 'B', size: 5 }, { dim: 'C', size: 7 }),
    fc.nat(9).map((n) => ({ dim: n as ag.Dim, size: n })),
    fc
      .tuple(tie('tree'), tie('tree'))
      .map(([p, q]) => ({ dim: ag.addDims(p.dim, q.dim), size: p.size + q.size })),
    fc
      .tuple(tie('tree'), tie('tree'))
      .map(([p, q]) => ({ dim: ag.multiplyDims(p.dim, q.dim), size: p.size * q.size })),
    fc
      .tuple(tie('tree'), tie('tree'))
      .map(([p, q]) => ({ dim: ag.subtractDims(p.dim, q.dim), size: p.size - q.size })),
  ),
})).tree;

function evaluate(dim: ag.Dim): number {
  const values: Record<string, number> = { A: 3, B: 5, C: 7 };
  return dimTerms(dim).reduce(
    (sum, { coefficient, names }) =>
      sum + names.reduce((p, name) => p * values[name]!, coefficient),
    0,
  );
}

describe('symbolic sizes', () => {
  it('have one spelling each', () => {
    expect(ag.multiplyDims('S', 2, 'B')).toBe('2*B*S');
    expect(ag.addDims('P', 'S', -1, 'P')).toBe('2*P+S-1');
    expect(ag.subtractDims('S', 'S')).toBe(0);
    expect(ag.multiplyDims(ag.addDims('P', 'S'), 'B')).toBe('B*P+B*S');
    expect(ag.divideDims('6*B*S', '2*S')).toBe('3*B');
    expect(ag.divideDims('B*S', 'H')).toBeNull();
    expect(ag.divideDims('3*B', 2)).toBeNull();
    expect(() => ag.divideDims('B', 'P+S')).toThrow(ShapeError);
  });

  it('compute as polynomials do, whatever the order of building', () => {
    fc.assert(
      fc.property(sized, sized, (p, q) => {
        expect(evaluate(p.dim) === p.size).toBe(true); // 0 and −0 alike
        expect(canonicalDim(p.dim)).toBe(p.dim);
        expect(ag.addDims(p.dim, q.dim)).toBe(ag.addDims(q.dim, p.dim));
        expect(ag.multiplyDims(p.dim, q.dim)).toBe(ag.multiplyDims(q.dim, p.dim));
        expect(sameDim(ag.subtractDims(ag.addDims(p.dim, q.dim), q.dim), p.dim)).toBe(true);
      }),
    );
  });

  it('broadcast only where they are the same symbol or 1', () => {
    expect(broadcastShapes('add', ['B', 1, 4], ['S', 1])).toEqual(['B', 'S', 4]);
    expect(() => broadcastShapes('add', ['B', 'S'], ['B', 'T'])).toThrow(
      'add: [B, S] and [B, T] do not broadcast: S against T. Sizes must be equal or 1',
    );
    expect(() => broadcastShapes('add', [2], ['B'])).toThrow(ShapeError);
  });

  it('are computed at run time from the inputs', async () => {
    const graph = new ag.Graph();
    const x = graph.input('x', 'float32', ['B', 'S', 6]);
    const cache = graph.input('cache', 'float32', ['B', 'P', 6]);
    const all = ag.concat([cache, x], 1);
    expect(all.shape).toEqual(['B', 'P+S', 6]);
    graph.output('flat', ag.reshape(all, ['B*P+B*S', 2, 3]));
    graph.output('heads', ag.transpose(ag.reshape(all, ['B', 'P+S', 2, 3]), [0, 2, 1, 3]));
    graph.output('last', ag.slice(all, ['P+S-1'], ['P+S'], [1]));
    graph.output('stretched', ag.expand(ag.reduceSum(x), ['B', 'P+S', 'S']));
    graph.output('filled', ag.full(graph, 'int64', ['S', 'B'], 7));
    const session = await (await testEngine()).load(graph);
    for (const [b, s, p] of [
      [2, 3, 4],
      [1, 1, 0],
    ] as const) {
      const { outputs } = await session.run({
        x: ag.zeros('float32', [b, s, 6]),
        cache: ag.zeros('float32', [b, p, 6]),
      });
      expect(outputs.flat!.dims).toEqual([b * (p + s), 2, 3]);
      expect(outputs.heads!.dims).toEqual([b, 2, p + s, 3]);
      expect(outputs.last!.dims).toEqual([b, 1, 6]);
      expect(outputs.stretched!.dims).toEqual([b, p + s, s]);
      expect(outputs.filled!.data).toEqual(new BigInt64Array(s * b).fill(7n));
    }
    await session.release();
  });

  it('must name an axis of an input', () => {
    const graph = new ag.Graph();
    const x = graph.input('x', 'float32', [1]);
    expect(() => ag.expand(x, ['N'])).toThrow("no graph input has an axis of size 'N'");
  });
});

describe('operations', () => {
  const graph = new ag.Graph();
  const x = graph.input('x', 'float32', ['B', 'S', 64]);
  const w = graph.input('w', 'float32', [32, 64]);
  const ids = graph.input('ids', 'int64', ['B', 'S']);
  const yes = graph.input('yes', 'bool', ['S']);

  it.each<[string, () => unknown, RegExp]>([
    [
      'matMul',
      () => ag.matMul(x, w),
      /\[B, S, 64\] × \[32, 64\]: inner sizes 64 and 32 differ.*transposeB/,
    ],
    ['matMul of a vector', () => ag.matMul(x, graph.constant('float32', [1, 2])), /two matrices/],
    ['add of types', () => ag.add(x, ids), /float32\[B, S, 64\] and ids: int64\[B, S\].*cast/],
    ['add of numbers', () => ag.add(1, 2), /at least one operand/],
    [
      'reshape',
      () => ag.reshape(x, ['B', 'S', 3, 20]),
      /\[B, S, 64\] holds 64\*B\*S elements, \[B, S, 3, 20\] does not/,
    ],
    ['reshape with two gaps', () => ag.reshape(x, [-1, -1, 64]), /does not/],
    ['transpose', () => ag.transpose(x, [0, 1]), /no order of the axes/],
    ['an axis', () => ag.softmax(x, 3), /\[B, S, 64\] has no axis 3.*-3 to 2/],
    ['concat', () => ag.concat([x, w], 0), /does not fit/],
    ['split', () => ag.split(x, 3, 2), /does not split into 3/],
    ['split sizes', () => ag.split(x, [30, 30], 2), /does not add up to 64/],
    ['squeeze', () => ag.squeeze(x, 2), /axis 2.*not of size 1/],
    ['unsqueeze', () => ag.unsqueeze(x, 5), /do not fit/],
    ['expand', () => ag.expand(w, [64]), /does not stretch/],
    ['slice', () => ag.slice(w, [10], [5], [0]), /ends before it starts/],
    ['gather', () => ag.gather(w, x, 0), /indices must be int64 or int32/],
    [
      'gatherElements',
      () => ag.gatherElements(w, ids, 0) && ag.gatherElements(x, ids, 0),
      /same rank/,
    ],
    [
      'scatterNdAdd',
      () => ag.scatterNdAdd(w, graph.constant('int64', [0], [1, 1]), x),
      /must be \[1, 64\]/,
    ],
    ['where', () => ag.where(x, x, x), /needs a bool condition/],
    ['logicalNot', () => ag.logicalNot(x), /needs a bool/],
    ['exp', () => ag.exp(ids), /int64, not floating point.*cast/],
    ['rmsNorm', () => ag.rmsNorm(x, w), /must be \[64\]/],
    ['equal of a bool', () => ag.add(yes, x), /different element types/],
  ])('say what does not fit: %s', (_, build, message) => {
    expect(build).toThrow(ShapeError);
    expect(build).toThrow(message);
  });

  it('stay within one graph, whose names are unique', () => {
    const other = new ag.Graph('other').input('y', 'float32', ['B', 'S', 64]);
    expect(() => ag.add(x, other)).toThrow(UsageError);
    expect(() => ag.add(x, other)).toThrow('another graph');
    expect(() => graph.input('x', 'float32', [])).toThrow("a value 'x' already");
    expect(() => ag.encodeModel(new ag.Graph())).toThrow('no output');
  });
});

describe('gradients', () => {
  it('differentiate only what lies between the values and the loss', async () => {
    const graph = new ag.Graph();
    const x = graph.input('x', 'float64', ['N']);
    const y = graph.input('y', 'float64', ['N']);
    const unused = graph.input('unused', 'float64', ['N']);
    const side = ag.exp(y);
    const before = graph.nodes.length;
    const loss = ag.reduceSum(ag.mul(x, side));
    const [dx, zero] = ag.gradients(loss, [x, unused]);
    // exp(y) is constant for x: no node may differentiate it, and dx is exp(y) times ones.
    expect(graph.nodes.slice(before).filter((node) => node.op === 'Exp')).toEqual([]);
    graph.output('dx', dx!);
    graph.output('zero', zero!);
    const session = await (await testEngine()).load(graph);
    const list = (numbers: number[]) => ag.tensor('float64', [numbers.length], numbers);
    const { outputs } = await session.run({
      x: list([1, 2]),
      y: list([0, 1]),
      unused: list([5, 6]),
    });
    expect(Number(outputs.dx!.data[0])).toBe(1);
    expect(Number(outputs.dx!.data[1])).toBeCloseTo(Math.E, 14);
    expect(outputs.zero).toEqual(list([0, 0]));
    await session.release();
  });

  it('stop at stopGradient and follow customGradient', async () => {
    const graph = new ag.Graph();
    const x = graph.input('x', 'float64', []);
    const [stopped] = ag.gradients(ag.mul(x, ag.stopGradient(ag.mul(x, x))), [x]);
    const round = ag.customGradient(ag.cast(ag.cast(x, 'int64'), 'float64'), [x], (dy) => [
      ag.mul(dy, 10),
    ]);
    const [straight] = ag.gradients(ag.mul(round, round), [x]);
    graph.output('stopped', stopped!);
    graph.output('straight', straight!);
    const session = await (await testEngine()).load(graph);
    const { outputs } = await session.run({ x: ag.tensor('float64', [], [2.5]) });
    // d(x·c)/dx = c = x² = 6.25; d(r²)/dx = 2r·10 with r = 2.
    expect(outputs.stopped!.data[0]).toBe(6.25);
    expect(outputs.straight!.data[0]).toBe(40);
    await session.release();
  });

  it('can be differentiated again: d²(x⁴)/dx² = 12x²', async () => {
    const graph = new ag.Graph();
    const x = graph.input('x', 'float64', []);
    const [first] = ag.gradients(ag.pow(x, 4), [x]);
    const [second] = ag.gradients(first!, [x]);
    graph.output('second', second!);
    const session = await (await testEngine()).load(graph);
    const { outputs } = await session.run({ x: ag.tensor('float64', [], [3]) });
    expect(outputs.second!.data[0]).toBeCloseTo(108, 10);
    await session.release();
  });

  it('need a floating-point scalar, and a rule for each operator', () => {
    const graph = new ag.Graph();
    const x = graph.input('x', 'float32', ['N']);
    expect(() => ag.gradients(x, [x])).toThrow('must be a floating-point scalar');
    const outputs = [{ dtype: 'float32' as const, shape: ['N'] }];
    const [foreign] = graph.append({ op: 'Celu', inputs: [x], outputs }).outputs;
    expect(() => ag.gradients(ag.reduceSum(foreign!), [x])).toThrow("'Celu' has no gradient rule");
  });
});
