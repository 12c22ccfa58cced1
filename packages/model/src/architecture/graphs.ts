import { type Dim, Graph, multiplyDims, ops, type Value } from '@skinr1/autograd';
import type { TextConfig } from '../config.ts';
import type { Architecture, AttentionInputs } from '../families/family.ts';
import { declareWeights, type GraphWeights, type PartFacts } from '../weights/graph-weights.ts';
import { createGrids } from './grids.ts';
import { declareImagePlaces, declareSequenceInputs } from './sequence-inputs.ts';

/** The stored parts of a model's weights, by name. */
type Parts = Readonly<Record<string, PartFacts>>;

/** Names under which a layer's cache is fed; it is returned as `next.NAME`. */
export interface CacheNames {
  readonly promptKey: string;
  readonly promptValue: string;
  /** Of the rows' own tokens but the recent ones. */
  readonly key: string;
  readonly value: string;
  /** Of the last few tokens: what each step returns is small that way. */
  readonly recentKey: string;
  readonly recentValue: string;
}

/** The cache names of a layer. */
export function cacheNames(layer: number): CacheNames {
  return {
    promptKey: `promptKey.${layer}`,
    promptValue: `promptValue.${layer}`,
    key: `key.${layer}`,
    value: `value.${layer}`,
    recentKey: `recentKey.${layer}`,
    recentValue: `recentValue.${layer}`,
  };
}

/** What a pass over whole rows gives. */
export interface WholeRows {
  /** `[N, hiddenSize]`, after the last norm. */
  readonly hidden: Value;
  /** Keys (rotated) and values of the prompts, layer by layer, `[B, kv, L, headSize]`. */
  readonly cache: readonly { readonly key: Value; readonly value: Value }[];
}

/**
 * Declares all inputs of a whole-row pass but the weights, and runs it: used alike in training, scoring
 * and the prompts' first pass.
 */
export function wholeRows(
  graph: Graph,
  weights: GraphWeights,
  { family, config }: Architecture,
  { answers }: { readonly answers: boolean },
): WholeRows {
  const { positionAxes } = family;
  const sequence = declareSequenceInputs(graph, { positionAxes, answers });
  const places = declareImagePlaces(graph);
  const [features, ...behindLayers] = family
    .visionTower(graph, weights, config)
    .map((each) => ops.gather(each, places.featureIndex, 0)) as [Value, ...Value[]];
  const tokens = family.embed(weights, config, sequence.inputIds);
  const embedded = ops.scatterNdUpdate(tokens, places.imagePlace, features);
  const grids = createGrids(sequence);
  const cache: { key: Value; value: Value }[] = [];
  const attend = (_: number, { query, key, value }: AttentionInputs): Value => {
    const { attended, ...entry } = grids.attend(query, key, value, config.text);
    cache.push(entry);
    return attended;
  };
  const after = (layer: number, x: Value): Value => {
    const added = behindLayers[layer];
    if (!added) return x;
    const before = ops.gather(x, ops.reshape(places.imagePlace, ['imageTokens']), 0);
    return ops.scatterNdUpdate(x, places.imagePlace, ops.add(before, added));
  };
  const layers = { attend, after };
  const hidden = family.textStack(weights, config, embedded, sequence.positionIds, layers);
  return { hidden, cache };
}

/**
 * The first pass over prompts. Besides the inputs of {@link wholeRows}: `places` int32 `[M]`, the tokens
 * whose next token to score. Outputs: `logits` `[M, vocabularySize]` and the cache of each layer
 * (`promptKey.i`, `promptValue.i`, `[B, kv, L, headSize]`).
 */
export function buildPrefillGraph(architecture: Architecture, parts: Parts): Graph {
  const { family, config } = architecture;
  const graph = new Graph('prefill');
  const weights = declareWeights(graph, family.parameters(config), parts);
  const { hidden, cache } = wholeRows(graph, weights, architecture, { answers: false });
  const places = graph.input('places', 'int32', ['places']);
  const matrix = family.outputMatrix(weights, config);
  graph.output('logits', matrix.project(ops.gather(hidden, places, 0)));
  cache.forEach(({ key, value }, layer) => {
    graph.output(cacheNames(layer).promptKey, key);
    graph.output(cacheNames(layer).promptValue, value);
  });
  return graph;
}

/**
 * One step of decoding G rows for each of P prompts. All rows have generated the same number of tokens;
 * the prompt's keys and values are shared by its rows.
 *
 * Inputs: `tokenIds` int32 `[P, G]`, `positions` float32 `[P, G]`, `promptBias` float32 `[P, L]`, and
 * each layer's cache: `promptKey.i` `[P, kv, L, headSize]`, `key.i` `[P, kv, G, older, headSize]`,
 * `recentKey.i` `[P, kv, G, recent, headSize]`, values alike. Outputs: `logits`
 * `[P · G, vocabularySize]`, `next.recentKey.i`, `next.recentValue.i` with the new token's.
 */
export function buildDecodeGraph({ family, config }: Architecture, parts: Parts): Graph {
  const graph = new Graph('decode');
  const { text } = config;
  const specs = family.parameters(config).filter(({ name }) => !family.isVisionWeight(name));
  const weights = declareWeights(graph, specs, parts);
  const tokenIds = graph.input('tokenIds', 'int32', ['prompts', 'group']);
  const positions = graph.input('positions', 'float32', ['prompts', 'group']);
  const promptBias = graph.input('promptBias', 'float32', ['prompts', 'promptLength']);
  const bias = ops.reshape(promptBias, ['prompts', 1, 1, 'promptLength']);
  const rows = multiplyDims('prompts', 'group');
  const embedded = ops.reshape(family.embed(weights, config, tokenIds), [rows, text.hiddenSize]);
  const hidden = family.textStack(weights, config, embedded, ops.reshape(positions, [1, rows]), {
    attend: (layer, inputs) => stepAttention(graph, layer, text, inputs, bias),
    after: (_, x) => x,
  });
  graph.output('logits', family.outputMatrix(weights, config).project(hidden));
  return graph;
}

/** Attention of one new token a row over the shared prompt and the row's own tokens. */
function stepAttention(
  graph: Graph,
  index: number,
  text: TextConfig,
  step: AttentionInputs,
  bias: Value,
): Value {
  const { keyValueHeadCount: shared, headSize } = text;
  const repeat = text.headCount / shared;
  const names = cacheNames(index);
  const promptShape: Dim[] = ['prompts', shared, 'promptLength', headSize];
  const promptKey = graph.input(names.promptKey, 'float32', promptShape);
  const promptValue = graph.input(names.promptValue, 'float32', promptShape);
  const append = (olderName: string, recentName: string, x: Value): Value => {
    const split = ops.reshape(x, ['prompts', 'group', shared, headSize]);
    const added = ops.unsqueeze(ops.transpose(split, [0, 2, 1, 3]), 3);
    const older = declareRowCache(graph, olderName, 'older', text);
    const recent = declareRowCache(graph, recentName, 'recent', text);
    graph.output(`next.${recentName}`, ops.concat([recent, added], 3));
    return ops.concat([older, recent, added], 3);
  };
  const key = append(names.key, names.recentKey, step.key);
  const value = append(names.value, names.recentValue, step.value);
  const generated = key.shape[3] as Dim;

  const split5 = ops.reshape(step.query, ['prompts', 'group', shared, repeat, headSize]);
  const query = ops.transpose(split5, [0, 2, 1, 3, 4]);
  // The rows of a group fold into one product with their shared prompt.
  const folded = ['prompts', shared, multiplyDims('group', repeat)] as const;
  const lead = ['prompts', shared, 'group', repeat] as const;
  const alpha = headSize ** -0.5;
  const promptScores = ops.add(
    ops.matMul(ops.reshape(query, [...folded, headSize]), promptKey, { transposeB: true, alpha }),
    bias,
  );
  const rowScores = ops.matMul(query, key, { transposeB: true, alpha });
  const scores = ops.concat([ops.reshape(promptScores, [...lead, 'promptLength']), rowScores], 4);
  const weights = ops.softmax(scores);
  const [onPrompt, onRow] = ops.split(weights, ['promptLength', generated], 4) as [Value, Value];
  const fromPrompt = ops.matMul(ops.reshape(onPrompt, [...folded, 'promptLength']), promptValue);
  const mixed = ops.add(ops.reshape(fromPrompt, [...lead, headSize]), ops.matMul(onRow, value));
  return ops.reshape(ops.transpose(mixed, [0, 2, 1, 3, 4]), [
    multiplyDims('prompts', 'group'),
    text.headCount * headSize,
  ]);
}

/** Declares keys or values of the rows' own tokens. */
function declareRowCache(graph: Graph, name: string, length: Dim, text: TextConfig): Value {
  const { keyValueHeadCount, headSize } = text;
  return graph.input(name, 'float32', ['prompts', keyValueHeadCount, 'group', length, headSize]);
}

/** Keys or values of the rows' own tokens in one: `[P, kv, G, older + recent, headSize]`. */
function joinRowCache(
  graph: Graph,
  olderName: string,
  recentName: string,
  text: TextConfig,
): Value {
  const older = declareRowCache(graph, olderName, 'older', text);
  return ops.concat([older, declareRowCache(graph, recentName, 'recent', text)], 3);
}

/** Puts the recent tokens of a cache behind the older ones: `next.key.i`, `next.value.i`. */
export function buildMergeGraph({ config: { text } }: Architecture): Graph {
  const graph = new Graph('merge');
  for (let i = 0; i < text.layerCount; i++) {
    const names = cacheNames(i);
    graph.output(`next.${names.key}`, joinRowCache(graph, names.key, names.recentKey, text));
    graph.output(`next.${names.value}`, joinRowCache(graph, names.value, names.recentValue, text));
  }
  return graph;
}

/**
 * Keeps some prompts and rows of a cache, and merges as {@link buildMergeGraph}: `prompts` int32 `[Q]`
 * are the prompts that stay, `rows` int32 `[Q, kv, H]` the places, in `[P · kv · G]`, of the H rows that
 * each keeps. Outputs `next.promptKey.i`, `next.key.i`, values alike.
 */
export function buildCompactGraph({ config: { text } }: Architecture): Graph {
  const graph = new Graph('compact');
  const { keyValueHeadCount: shared, headSize, layerCount } = text;
  const prompts = graph.input('prompts', 'int32', ['keptPrompts']);
  const rows = graph.input('rows', 'int32', ['keptPrompts', shared, 'keptGroup']);
  const keepRows = (olderName: string, recentName: string): void => {
    const all = joinRowCache(graph, olderName, recentName, text);
    const length = all.shape[3] as Dim;
    const flat = ops.reshape(all, [multiplyDims('prompts', shared, 'group'), length, headSize]);
    graph.output(`next.${olderName}`, ops.gather(flat, rows, 0));
  };
  for (let i = 0; i < layerCount; i++) {
    const names = cacheNames(i);
    for (const name of [names.promptKey, names.promptValue]) {
      const all = graph.input(name, 'float32', ['prompts', shared, 'promptLength', headSize]);
      graph.output(`next.${name}`, ops.gather(all, prompts, 0));
    }
    keepRows(names.key, names.recentKey);
    keepRows(names.value, names.recentValue);
  }
  return graph;
}
