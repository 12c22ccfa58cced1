import { UsageError } from '@skinr1/core';
import { afterAll, describe, expect, it } from 'vitest';
import { fixShortRows } from '../src/engine/devices/short-attention.ts';
import { fillDim } from '../src/graph/dimension.ts';
import { causalAttention, createEngine, Graph, tensor } from './support/ag.ts';

const engine = await createEngine({ inThread: true });
afterAll(() => engine.close());

/** Attention of one head of size 1 over `blocks · length` tokens. */
function attention(): Graph {
  const graph = new Graph('attention');
  const query = graph.input('query', 'float32', ['blocks', 1, 1, 1, 'length', 1]);
  const keys = graph.input('keys', 'float32', [1, 1, 'blocks*length', 1]);
  graph.output('mixed', causalAttention(query, keys, keys, { scale: 1 }));
  return graph;
}

function feedsOf(blocks: number, length: number) {
  const numbers = Array.from({ length: blocks * length }, (_, i) => Math.sin(i * 7));
  return {
    query: tensor('float32', [blocks, 1, 1, 1, length, 1], numbers),
    keys: tensor('float32', [1, 1, blocks * length, 1], numbers),
  };
}

/** Softmax over the keys up to the query's own, written out. */
function byHand(count: number): number[] {
  const x = Array.from({ length: count }, (_, i) => Math.sin(i * 7));
  return x.map((query, i) => {
    const shares = x.slice(0, i + 1).map((key) => Math.exp(query * key));
    const sum = shares.reduce((a, b) => a + b);
    return shares.reduce((mixed, share, j) => mixed + (share / sum) * x[j]!, 0);
  });
}

describe('a session for the sizes that it is fed', () => {
  it('gives the same in one block as in several, of few keys as of many', async () => {
    const session = await engine.load(attention());
    for (const [blocks, length] of [
      [1, 6],
      [3, 2],
      [1, 600],
      [1, 4],
    ] as const) {
      const { outputs } = await session.run(feedsOf(blocks, length));
      byHand(blocks * length).forEach((expected, i) => {
        expect(outputs.mixed!.data[i], `${blocks} × ${length}`).toBeCloseTo(expected, 5);
      });
    }
    await session.release();
  });

  it('names what is missing or wrong, goes on, and is refused after its release', async () => {
    const session = await engine.load(attention());
    expect(session.inputs.map(({ name }) => name)).toEqual(['query', 'keys']);
    expect(session.outputs[0]!.shape).toEqual(['blocks', 1, 1, 1, 'length', 1]);
    const feeds = feedsOf(1, 2);
    await expect(session.run({ query: feeds.query })).rejects.toThrow("'keys'");
    await expect(session.run({ ...feeds, keys: feedsOf(1, 3).keys })).rejects.toThrow("'keys'");
    await session.run(feeds);
    await session.release();
    await expect(session.run(feeds)).rejects.toThrow(UsageError);
  });
});

describe('what is fixed', () => {
  it('is a single block of at most 512 keys', () => {
    const fix = fixShortRows(attention())!;
    expect(fix({ blocks: 1, length: 512 })).toEqual({ blocks: 1 });
    expect(fix({ blocks: 1, length: 513 })).toEqual({});
    expect(fix({ blocks: 2, length: 96 })).toEqual({});
    expect(fix({})).toEqual({});
  });

  it('is nothing in a graph without attention', () => {
    expect(fixShortRows(new Graph())).toBeNull();
  });
});

describe('sizes in place of symbols', () => {
  it.each([
    ['B*S+2', { B: 3 }, '3*S+2'],
    ['2*B*B-S', { B: 3, S: 4 }, 14],
    ['B', {}, 'B'],
    [7, { B: 3 }, 7],
    ['B-S', { B: 2, S: 2 }, 0],
  ])('%s', (dim, sizes, expected) => {
    expect(fillDim(dim, sizes as Record<string, number>)).toBe(expected);
  });
});
