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
import { cacheNames, declareCache, type LayerCache } from './cache-graphs.ts';
import { languageModel, languageSpecs } from './generation-graphs.ts';
import { rowAttention } from './row-attention.ts';

const rows = multiplyDims('prompts', 'group');

/**
 * Decoding steps in one run, each of which draws the token that the next one reads: nothing crosses threads between
 * them. Of what `drawToken` does it knows bans and temperature, so that what it draws is to be held against that.
 *
 * Inputs beside those of a step (`buildLanguageGraph`): `steps` int64, at most so many; `banned` and `goesOn` float32
 * `[vocabularySize]`, -Infinity and 0 where a token is not to be drawn and where it ends its row; `alive` float32
 * `[P · G]`, 0 for rows that have ended, since steps end when all have; `scale` float64, 1 / temperature; `uniform`
 * float64 `[most, P · G, 1]`, for each step a number in [0, 1) a row. Outputs: `drawn` int32 `[done, P, G, 1]`,
 * `logits` `[done, P · G, vocabularySize]`, and `next.recentKey.i`, `next.recentValue.i` with the new tokens'.
 */
export function buildDecodingGraph(
  architecture: Architecture,
  parts: Readonly<Record<string, PartFacts>>,
): Graph {
  const { family, config } = architecture;
  const { layerCount, vocabularySize } = config.text;
  const [graph, body] = [new Graph('decoding'), new Graph('step')];
  const index = body.input('index', 'int64', []);
  body.input('before', 'bool', []);
  const tokenIds = graph.input('tokenIds', 'int32', ['prompts', 'group', 1]);
  const tokens = body.input('tokenIds', 'int32', tokenIds.shape);
  const alive = body.input('alive', 'float32', [rows]);
  const caches = Array.from({ length: layerCount }, (_, i) => declareCache(graph, i, config.text));
  const memory = new RowMemory(graph, body, caches);
  const weights = captureWeights(graph, body, architecture, parts);
  const hidden = languageModel(weights, architecture, {
    tokenIds: tokens,
    positions: stepPositions(graph, body, index, family.positionAxes),
    images: null,
    attend: memory.attend(config.text),
  });
  const logits = family.outputMatrix(weights, config).project(hidden);
  const drawn = drawToken(graph, body, logits, index);
  const goesOn = body.capture(graph.input('goesOn', 'float32', [vocabularySize]));
  const stillAlive = ops.mul(alive, ops.gather(goesOn, drawn, 0));
  const next = ops.reshape(drawn, tokenIds.shape);
  body.output('again', ops.cast(ops.reduceMax(stillAlive, { axes: [0] }), 'bool'));
  body.output('next.tokenIds', next);
  body.output('next.alive', stillAlive);
  memory.declareOutputs();
  body.output('drawn', next);
  body.output('logits', logits);
  const results = appendLoop(graph, {
    body,
    trips: graph.input('steps', 'int64', []),
    states: [tokenIds, graph.input('alive', 'float32', [rows]), ...memory.before],
    results: [
      { dtype: 'int32', shape: tokenIds.shape },
      { dtype: 'float32', shape: [rows] },
      ...memory.after,
      { dtype: 'int32', shape: ['done', ...tokenIds.shape] },
      { dtype: 'float32', shape: ['done', rows, vocabularySize] },
    ],
  });
  memory.giveRecent(results.slice(2, -2));
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

/** Text advances all axes together. */
function stepPositions(graph: Graph, body: Graph, index: Value, axes: number): Value {
  const first = graph.input('positions', 'float32', [axes, 'prompts', 'group', 1]);
  return ops.add(body.capture(first), ops.cast(index, 'float32'));
}

/**
 * `[P · G]` int32: the first token at which the running sum of shares passes the uniform number, as `drawToken` has it.
 * A scale that leaves the most probable tokens alone, and 0 for the number, draw the first of those.
 */
function drawToken(graph: Graph, body: Graph, logits: Value, index: Value): Value {
  const width = logits.shape[1] as number;
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

/** Keys and values of the rows' own tokens, which grow from step to step. */
class RowMemory {
  /** Those before the first step, layer after layer keys, then values. */
  readonly before: readonly Value[];
  private readonly graph: Graph;
  private readonly body: Graph;
  private readonly caches: readonly LayerCache[];
  private readonly states: readonly Value[];
  private readonly grown: Value[] = [];

  constructor(graph: Graph, body: Graph, caches: readonly LayerCache[]) {
    this.graph = graph;
    this.body = body;
    this.caches = caches;
    this.before = caches.flatMap(({ key, value, recentKey, recentValue }) => [
      ops.concat([key, recentKey], 3),
      ops.concat([value, recentValue], 3),
    ]);
    this.states = this.before.map((value, i) =>
      body.input(`rows.${i}`, 'float32', withLength(value, 'seen')),
    );
    body.defineSymbol('promptLength', body.capture(graph.dimension('promptLength')));
  }

  /** Their shapes after the last step. */
  get after(): { readonly dtype: DType; readonly shape: Shape }[] {
    return this.before.map((value) => ({ dtype: value.dtype, shape: withLength(value, 'all') }));
  }

  /** Attention in the body, layer after layer. */
  attend(text: Architecture['config']['text']): Parameters<typeof languageModel>[2]['attend'] {
    const { graph, body } = this;
    const bias = body.capture(graph.input('promptBias', 'float32', ['prompts', 'promptLength']));
    const biases = { prompt: ops.reshape(bias, ['prompts', 1, 1, 1, 'promptLength']), row: null };
    return (layer, inputs) => {
      const { promptKey, promptValue } = this.caches[layer] as LayerCache;
      const cache = {
        promptKey: body.capture(promptKey),
        promptValue: body.capture(promptValue),
        withKey: (added: Value) => this.grow(2 * layer, added),
        withValue: (added: Value) => this.grow(2 * layer + 1, added),
      };
      return rowAttention(inputs, cache, biases, { steps: 1, text });
    };
  }

  declareOutputs(): void {
    this.grown.forEach((value, i) => {
      this.body.output(`next.rows.${i}`, value);
    });
  }

  /** Gives back what is behind the older ones, of the last states. */
  giveRecent(states: readonly Value[]): void {
    const { graph } = this;
    const older = graph.dimension('older');
    const [end, axis] = [graph.constant('int64', [2 ** 31 - 1]), graph.constant('int64', [3])];
    states.forEach((state, i) => {
      const { recentKey, recentValue } = cacheNames(Math.floor(i / 2));
      const outputs = [{ dtype: state.dtype, shape: withLength(state, 'kept') }];
      const node = graph.append({ op: 'Slice', inputs: [state, older, end, axis], outputs });
      graph.output(`next.${i % 2 === 0 ? recentKey : recentValue}`, node.outputs[0] as Value);
    });
  }

  private grow(place: number, added: Value): Value {
    const grown = ops.concat([this.states[place] as Value, added], 3);
    this.grown[place] = grown;
    return grown;
  }
}

function withLength({ shape }: Value, length: Dim): Shape {
  return [...shape.slice(0, 3), length, ...shape.slice(4)];
}
