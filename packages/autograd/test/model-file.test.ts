import { InvalidInputError, ShapeError } from '@skinr1/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as ag from './support/ag.ts';
import { testEngine } from './support/finite-differences.ts';

describe('model files', () => {
  function model(): ag.Graph {
    const graph = new ag.Graph('model');
    const x = graph.input('x', 'float32', ['B', 4]);
    const scale = graph.initializer('scale', ag.tensor('float32', [4], [1, 2, 3, 4]));
    const table = graph.initializer(
      'table',
      ag.tensor('float16', [2], new Uint16Array([0x3c00, 0x4000])),
    );
    const normal = ag.rmsNorm(ag.silu(x), scale, 1e-3);
    const [left, right] = ag.split(normal, 2, 1);
    const [gradient] = ag.gradients(ag.reduceSum(ag.mul(left!, right!)), [x]);
    graph.output('gradient', gradient!);
    graph.output('again', gradient!);
    graph.output('x-itself', x);
    graph.output('table-out', ag.cast(table, 'float32'));
    ag.exp(ag.reshape(x, [-1])); // leads nowhere
    return graph;
  }

  it('come back equal: same bytes, same results', async () => {
    const bytes = ag.encodeModel(model());
    const decoded = ag.decodeModel(bytes);
    expect(decoded.inputs.map(String)).toEqual(['x: float32[B, 4]']);
    expect(decoded.outputs.get('gradient')!.shape).toEqual(['B', 4]);
    expect(decoded.nodes.some((node) => node.op === 'Exp')).toBe(false);
    expect(ag.encodeModel(ag.decodeModel(ag.encodeModel(decoded)))).toEqual(
      ag.encodeModel(decoded),
    );
    const engine = await testEngine();
    const feeds = { x: ag.tensor('float32', [1, 4], [0.5, -1, 2, 0.1]) };
    const results = [];
    for (const form of [bytes, decoded]) {
      const session = await engine.load(form);
      results.push((await session.run(feeds)).outputs);
      await session.release();
    }
    expect(results[0]).toEqual(results[1]);
    expect(results[0]!.again).toEqual(results[0]!.gradient);
    expect(results[0]!['x-itself']).toEqual(feeds.x);
    expect(results[0]!['table-out']!.data).toEqual(new Float32Array([1, 2]));
  });

  it('can be differentiated after reading', async () => {
    const graph = new ag.Graph();
    const x = graph.input('x', 'float64', ['N']);
    graph.output('loss', ag.reduceSum(ag.mul(x, ag.sin(x))));
    const decoded = ag.decodeModel(ag.encodeModel(graph));
    const [gradient] = ag.gradients(decoded.outputs.get('loss')!, [decoded.inputs[0]!]);
    decoded.output('gradient', gradient!);
    const session = await (await testEngine()).load(decoded);
    const { outputs } = await session.run({ x: ag.tensor('float64', [1], [2]) });
    expect(outputs.gradient!.data[0]).toBeCloseTo(Math.sin(2) + 2 * Math.cos(2), 12);
    await session.release();
  });

  it('that use a name twice are refused as such', () => {
    const graph = new ag.Graph();
    const x = graph.input('x', 'float32', []);
    graph.output('a', ag.exp(x));
    graph.output('b', ag.log(x));
    const text = Buffer.from(ag.encodeModel(graph)).toString('latin1').replaceAll('Log_1', 'Exp_0');
    const twice = Buffer.from(text.replaceAll('\u0001b', '\u0001a'), 'latin1');
    expect(() => ag.decodeModel(twice, 'twice.onnx')).toThrow(InvalidInputError);
    expect(() => ag.decodeModel(twice, 'twice.onnx')).toThrow("a value 'a' already");
  });

  it('that are damaged give InvalidInputError or a graph, never another error', () => {
    const good = ag.encodeModel(model());
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 5 }),
        fc.nat(good.length),
        (changes, length) => {
          const bytes = good.slice();
          for (const [place, value] of changes) bytes[place] = value;
          try {
            ag.decodeModel(bytes.subarray(0, length), 'bad.onnx');
          } catch (error) {
            if (!(error instanceof InvalidInputError)) throw error;
          }
        },
      ),
      { numRuns: 1500 },
    );
    expect(() => ag.decodeModel(new Uint8Array([255, 1]), 'bad.onnx')).toThrow(
      'bad.onnx: not an ONNX model',
    );
  });
});

describe('ndarray', () => {
  it('views a tensor, and comes back in row-major order', () => {
    const t = ag.tensor('float32', [2, 3], [1, 2, 3, 4, 5, 6]);
    const view = ag.toNdarray(t);
    expect(view.get(1, 0)).toBe(4);
    expect(ag.fromNdarray(view, 'float32')).toEqual(t);
    expect(ag.fromNdarray(view.transpose(1, 0), 'float32')).toEqual(
      ag.tensor('float32', [3, 2], [1, 4, 2, 5, 3, 6]),
    );
    expect(() => ag.fromNdarray(view, 'int32')).toThrow(ShapeError);
  });

  it('refuses data that does not fill the shape', () => {
    expect(() => ag.tensor('float32', [2, 2], [1, 2, 3])).toThrow('3 elements do not fill [2, 2]');
    expect(() => ag.tensor('float32', [-1], [])).toThrow(ShapeError);
    expect(() => ag.tensor('float32', [1], new Float64Array(1) as never)).toThrow('Float64Array');
  });
});
