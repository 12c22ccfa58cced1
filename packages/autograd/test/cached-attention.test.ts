import { afterAll, expect, it } from 'vitest';
import { unfusedCachedAttention } from '../src/engine/devices/unfused-cached-attention.ts';
import { lowerGraph } from '../src/graph/lower-graph.ts';
import { createEngine, Graph, tensor } from './support/ag.ts';

const engine = await createEngine({ inThread: true, threads: 1 });
afterAll(() => engine.close());

const [headCount, shared, size] = [4, 2, 8];

/** Attention of S tokens behind L in a cache, by onnxruntime's operator. */
function cachedAttention(): Graph {
  const graph = new Graph('cached attention');
  const rows = (name: string, heads: number) =>
    graph.input(name, 'float32', ['B', 'S', heads * size]);
  const cache = (name: string) => graph.input(name, 'float32', ['B', shared, 'L', size]);
  const kept = { dtype: 'float32', shape: ['B', shared, 'L+S', size] } as const;
  const node = graph.append({
    op: 'GroupQueryAttention',
    domain: 'com.microsoft',
    inputs: [
      rows('query', headCount),
      rows('key', shared),
      rows('value', shared),
      cache('pastKey'),
      cache('pastValue'),
      graph.input('last', 'int32', ['B']),
      graph.input('length', 'int32', []),
    ],
    outputs: [{ dtype: 'float32', shape: ['B', 'S', headCount * size] }, kept, kept],
    attributes: { num_heads: headCount, kv_num_heads: shared },
  });
  ['mixed', 'keys', 'values'].forEach((name, i) => {
    graph.output(name, node.outputs[i]!);
  });
  return graph;
}

/** Numbers between −1 and 1 that do not repeat soon. */
function numbers(dims: readonly number[], seed: number) {
  const count = dims.reduce((product, dim) => product * dim, 1);
  const values = Float32Array.from({ length: count }, (_, i) => Math.sin((i + 1) * (seed + 0.7)));
  return tensor('float32', dims, values);
}

it.each([
  [1, 5, 7],
  [3, 4, 0],
  [1, 1, 0],
])(
  'for %i prompts, %i tokens behind %i, is the same without the fused kernel',
  async (batch, steps, past) => {
    const feeds = {
      query: numbers([batch, steps, headCount * size], 1),
      key: numbers([batch, steps, shared * size], 2),
      value: numbers([batch, steps, shared * size], 3),
      pastKey: numbers([batch, shared, past, size], 4),
      pastValue: numbers([batch, shared, past, size], 5),
      last: tensor('int32', [batch], new Int32Array(batch).fill(past + steps - 1)),
      length: tensor('int32', [], [past + steps]),
    };
    const graph = cachedAttention();
    const lowered = lowerGraph(graph, { GroupQueryAttention: unfusedCachedAttention });
    expect(lowered.nodes.some(({ op }) => op === 'GroupQueryAttention')).toBe(false);
    const [fused, unfused] = [await engine.load(graph), await engine.load(lowered)];
    const { outputs: expected } = await fused.run(feeds);
    const { outputs } = await unfused.run(feeds);
    for (const name of ['mixed', 'keys', 'values']) {
      expect(outputs[name]!.dims).toEqual(expected[name]!.dims);
      expected[name]!.data.forEach((value, i) => {
        expect(Math.abs(Number(outputs[name]!.data[i]) - Number(value))).toBeLessThan(1e-6);
      });
    }
    await fused.release();
    await unfused.release();
  },
);
