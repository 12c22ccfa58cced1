import {
  appendLoop,
  type Dim,
  type DType,
  Graph,
  multiplyDims,
  ops,
  type Shape,
  type Value,
} from '@skinr1/autograd';
import type { Architecture } from '../families/family.ts';
import { declareParts, GraphWeights, type PartFacts, partsOf } from '../weights/graph-weights.ts';
import { cacheNames, declareCache } from './cache-graphs.ts';
import { rowsMemory, wholeMemory } from './decoding-memory.ts';
import { languageModel, languageSpecs } from './generation-graphs.ts';

/** Rows of a batch: of any number of prompts as many each, or one answer alone. */
export type DecodedRows = 'groups' | 'one';

/**
 * Decoding steps in one run, each of which draws the token that the next one reads: nothing crosses threads between
 * them. Of what `drawToken` does it knows bans and temperature, so that what it draws is to be held against that.
 *
 * Inputs beside tokens, positions and cache of a step (`buildLanguageGraph`) and those of the memory: `steps` int64, at
 * most so many; `banned` and `goesOn` float32 `[vocabularySize]`, -Infinity and 0 where a token is not to be drawn and
 * where it ends its row; `alive` float32 `[P · G]`, 0 for rows that have ended, since steps end when all have; `scale`
 * float64, 1 / temperature; `uniform` float64 `[most, P · G, 1]`, for each step a number in [0, 1) a row. Outputs:
 * `drawn` int32 `[done, P, G, 1]`, `logits` `[done, P · G, vocabularySize]`, and `next.recentKey.i`,
 * `next.recentValue.i` with the new tokens'.
 */
export function buildDecodingGraph(
  architecture: Architecture,
  parts: Readonly<Record<string, PartFacts>>,
  decoded: DecodedRows,
): Graph {
  const { family, config } = architecture;
  const { layerCount, vocabularySize } = config.text;
  const [graph, body] = [new Graph('decoding'), new Graph('step')];
  const index = body.input('index', 'int64', []);
  body.input('before', 'bool', []);
  const [prompts, group] = decoded === 'one' ? ([1, 1] as const) : (['prompts', 'group'] as const);
  const shape = [prompts, group, 1];
  const rows = multiplyDims(...shape);
  const tokenIds = graph.input('tokenIds', 'int32', shape);
  const tokens = body.input('tokenIds', 'int32', shape);
  const alive = body.input('alive', 'float32', [rows]);
  const caches = Array.from({ length: layerCount }, (_, i) =>
    declareCache(graph, i, config.text, [prompts, group]),
  );
  const place = { graph, body, caches, text: config.text };
  const memory = decoded === 'one' ? wholeMemory(place) : rowsMemory(place);
  const first = graph.input('positions', 'float32', [family.positionAxes, ...shape]);
  const weights = captureWeights(graph, body, architecture, parts);
  const hidden = languageModel(weights, architecture, {
    tokenIds: tokens,
    // Text advances all axes together.
    positions: ops.add(body.capture(first), ops.cast(index, 'float32')),
    images: null,
    attend: memory.attend,
  });
  const logits = family.outputMatrix(weights, config).project(hidden);
  const drawn = drawToken(graph, body, logits, index);
  const goesOn = body.capture(graph.input('goesOn', 'float32', [vocabularySize]));
  const stillAlive = ops.mul(alive, ops.gather(goesOn, drawn, 0));
  const next = ops.reshape(drawn, shape);
  body.output('again', ops.cast(ops.reduceMax(stillAlive, { axes: [0] }), 'bool'));
  body.output('next.tokenIds', next);
  body.output('next.alive', stillAlive);
  memory.grown.forEach((state, i) => {
    body.output(`next.memory.${i}`, state);
  });
  body.output('drawn', next);
  body.output('logits', logits);
  const results = appendLoop(graph, {
    body,
    trips: graph.input('steps', 'int64', []),
    states: [tokenIds, graph.input('alive', 'float32', [rows]), ...memory.before],
    results: [
      { dtype: 'int32', shape },
      { dtype: 'float32', shape: [rows] },
      ...memory.before.map(({ dtype }) => ({ dtype, shape: memory.shape })),
      { dtype: 'int32', shape: ['done', ...shape] },
      { dtype: 'float32', shape: ['done', rows, vocabularySize] },
    ],
  });
  results.slice(2, -2).forEach((state, i) => {
    const { recentKey, recentValue } = cacheNames(Math.floor(i / 2));
    graph.output(`next.${i % 2 === 0 ? recentKey : recentValue}`, memory.recent(state));
  });
  graph.output('drawn', results.at(-2) as Value);
  graph.output('logits', results.at(-1) as Value);
  return graph;
}

/** The weights of the graph around a body, there. */
function captureWeights(
  graph: Graph,
  body: Graph,
  architecture: Architecture,
  parts: Readonly<Record<string, PartFacts>>,
): GraphWeights {
  const specs = languageSpecs(architecture);
  const outer = Object.entries(declareParts(graph, partsOf(parts, specs)));
  const captured = outer.map(([name, value]) => [name, body.capture(value)] as const);
  return new GraphWeights(specs, Object.fromEntries(captured));
}

/**
 * `[P · G]` int32: the first token at which the running sum of shares passes the uniform number, as `drawToken` has it.
 * A scale that leaves the most probable tokens alone, and 0 for the number, draw the first of those.
 */
function drawToken(graph: Graph, body: Graph, logits: Value, index: Value): Value {
  const [rows, width] = logits.shape as [Dim, number];
  const scale = body.capture(graph.input('scale', 'float64', []));
  const uniform = body.capture(graph.input('uniform', 'float64', ['most', rows, 1]));
  const banned = body.capture(graph.input('banned', 'float32', [width]));
  const allowed = ops.cast(ops.add(logits, banned), 'float64');
  const top = ops.reduceMax(allowed, { axes: [1], keepDims: true });
  const weights = ops.exp(ops.mul(ops.sub(allowed, top), scale));
  const append = (
    op: string,
    inputs: Value[],
    dtype: DType,
    shape: Shape,
    attributes = {},
  ): Value =>
    body.append({ op, inputs, outputs: [{ dtype, shape }], attributes }).outputs[0] as Value;
  const sums = append('CumSum', [weights, body.constant('int32', 1)], 'float64', weights.shape);
  const share = append('Gather', [uniform, index], 'float64', [rows, 1], { axis: 0 });
  const target = ops.mul(ops.slice(sums, [width - 1], [width], [1]), share);
  const passed = ops.cast(ops.greater(sums, target), 'float32');
  const place = append('ArgMax', [passed], 'int64', [rows], { axis: 1, keepdims: 0 });
  return ops.cast(place, 'int32');
}
