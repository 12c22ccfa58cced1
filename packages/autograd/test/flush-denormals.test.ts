import { expect, it } from 'vitest';
import { createEngine, Graph, mul, softmax, tensor } from './support/ag.ts';

const tiny = 1e-40;

async function scaled(inThread: boolean): Promise<Set<number>> {
  const engine = await createEngine({ threads: 2, inThread });
  const graph = new Graph();
  const x = graph.input('x', 'float32', ['N']);
  graph.output('y', mul(x, 0.5));
  const session = await engine.load(graph);
  // Enough numbers for both threads.
  const count = 1 << 20;
  const { outputs } = await session.run({ x: tensor('float32', [count], Array(count).fill(tiny)) });
  await engine.close();
  return new Set(outputs.y!.data as Float32Array);
}

it('all threads of an engine take the smallest numbers for zero, or none', async () => {
  const [first, ...others] = await scaled(false);
  expect(others).toEqual([]);
  expect([0, Math.fround(Math.fround(tiny) * 0.5)]).toContain(first);
});

it("the caller's thread computes as ever, and so does an engine in it", async () => {
  expect([...(await scaled(true))]).toEqual([Math.fround(Math.fround(tiny) * 0.5)]);
  expect(Number.MIN_VALUE + Number.MIN_VALUE).toBe(2 * Number.MIN_VALUE);
  expect(Number.MIN_VALUE).toBeGreaterThan(0);
});

it('a masked score has no share', async () => {
  const engine = await createEngine();
  const graph = new Graph();
  graph.output('y', softmax(graph.input('x', 'float32', [3])));
  const session = await engine.load(graph);
  const { outputs } = await session.run({ x: tensor('float32', [3], [0, -1e30, 0]) });
  expect([...outputs.y!.data]).toEqual([0.5, 0, 0.5]);
  await engine.close();
});
