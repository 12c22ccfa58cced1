import { expect, it } from 'vitest';
import { appendLoop } from '../src/graph/append-loop.ts';
import { lowerGraph } from '../src/graph/lower-graph.ts';
import * as ag from './support/ag.ts';
import { testEngine } from './support/finite-differences.ts';

/** x is doubled and added to a sum, in each trip. Its output `each` is x before each trip. */
function doubling(): ag.Graph {
  const [graph, body] = [new ag.Graph('doubling'), new ag.Graph('trip')];
  const rest = graph.input('rest', 'float32', []);
  body.input('index', 'int64', []);
  body.input('before', 'bool', []);
  const x = body.input('x', 'float32', []);
  const next = ag.add(ag.mul(ag.abs(x), 2), body.capture(rest));
  body.output('again', ag.less(next, body.constant('float32', 50)));
  body.output('next', next);
  body.output('each', x);
  const [last, each] = appendLoop(graph, {
    body,
    trips: graph.constant('int64', 10),
    states: [graph.input('x', 'float32', [])],
    results: [
      { dtype: 'float32', shape: [] },
      { dtype: 'float32', shape: ['done'] },
    ],
  });
  graph.output('last', last!);
  graph.output('each', each!);
  return graph;
}

const feeds = { x: ag.tensor('float32', [], [3]), rest: ag.tensor('float32', [], [1]) };

it('goes on until its body ends it', async () => {
  const session = await (await testEngine()).load(doubling());
  const { outputs } = await session.run(feeds);
  // 3, 7, 15, 31 and 63, which is above 50.
  expect([...outputs.each!.data]).toEqual([3, 7, 15, 31]);
  expect(outputs.last!.data[0]).toBe(63);
  await session.release();
});

it('has operators replaced in its body too', async () => {
  const lowered = lowerGraph(doubling(), {
    Abs: ({ inputs, outputs }, graph) => {
      graph.insert({ op: 'Neg', domain: '', inputs, outputs, attributes: {} });
    },
  });
  const session = await (await testEngine()).load(lowered);
  const { outputs } = await session.run(feeds);
  // -5, 11, -21, …: 3 becomes -2 · 3 + 1.
  expect([...outputs.each!.data].slice(0, 4)).toEqual([3, -5, 11, -21]);
  await session.release();
});
