import { type Dim, Graph, multiplyDims, ops, type Value } from '@skinr1/autograd';
import type { TextConfig } from '../config.ts';
import type { Architecture, AttentionInputs } from '../families/family.ts';
import { declareWeights, type PartFacts } from '../weights/graph-weights.ts';
import { causalBias } from './attention.ts';
import { declareImagePlaces, placeImages } from './image-places.ts';

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

/** Name of a tower's feature, in the order in which the family gives them. */
export function featureName(index: number): string {
  return `imageFeatures.${index}`;
}

/** The vision tower alone: outputs `imageFeatures.i` `[rows, hiddenSize]`. */
export function buildVisionGraph({ family, config }: Architecture, parts: Parts): Graph {
  const graph = new Graph('vision');
  const specs = family.parameters(config).filter(({ name }) => family.isVisionWeight(name));
  const weights = declareWeights(graph, specs, parts);
  family.visionTower(graph, weights, config).forEach((feature, i) => {
    graph.output(featureName(i), feature);
  });
  return graph;
}

/**
 * The language model over S new tokens of G rows for each of P prompts, with what came before them in a cache.
 * Prompts themselves are such a step, of one row and no cache; so one session, and one mapping of the weights,
 * serves both. The prompt's keys and values are shared by its rows.
 *
 * Inputs: `tokenIds` int32 `[P, G, S]`, `positions` float32 `[axes, P, G, S]`, `columns` int32 `[S]` (0, 1, …),
 * `promptBias` float32 `[P, L]`, image features and their places, `places` int32 `[M]` of the tokens whose next
 * token to score, and each layer's cache: `promptKey.i` `[P, kv, 1, L, headSize]`, `key.i`
 * `[P, kv, G, older, headSize]`, `recentKey.i` `[P, kv, G, recent, headSize]`, values alike. Outputs: `logits`
 * `[M, vocabularySize]`, `next.recentKey.i`, `next.recentValue.i` with the new tokens'.
 */
export function buildLanguageGraph({ family, config }: Architecture, parts: Parts): Graph {
  const graph = new Graph('language');
  const { text } = config;
  const specs = family.parameters(config).filter(({ name }) => !family.isVisionWeight(name));
  const weights = declareWeights(graph, specs, parts);
  const tokens = ['prompts', 'group', 'steps'] as const;
  const tokenIds = graph.input('tokenIds', 'int32', tokens);
  const positions = graph.input('positions', 'float32', [family.positionAxes, ...tokens]);
  const columns = graph.input('columns', 'int32', ['steps']);
  const promptBias = graph.input('promptBias', 'float32', ['prompts', 'promptLength']);
  const features = Array.from({ length: family.featureCount(config) }, (_, i) =>
    graph.input(featureName(i), 'float32', ['imageRows', text.hiddenSize]),
  );
  const images = placeImages(features, declareImagePlaces(graph));
  const caches = Array.from({ length: text.layerCount }, (_, i) => declareCache(graph, i, text));
  const biases = {
    prompt: ops.reshape(promptBias, ['prompts', 1, 1, 'promptLength']),
    row: rowBias(columns),
  };
  const rows = multiplyDims(...tokens);
  const embedded = ops.reshape(family.embed(weights, config, tokenIds), [rows, text.hiddenSize]);
  const hidden = family.textStack(
    weights,
    config,
    images.replace(embedded),
    ops.reshape(positions, [family.positionAxes, rows]),
    {
      attend: (layer, inputs) =>
        cachedAttention(graph, layer, text, inputs, caches[layer] as LayerCache, biases),
      after: images.after,
    },
  );
  const scored = ops.gather(hidden, graph.input('places', 'int32', ['places']), 0);
  graph.output('logits', family.outputMatrix(weights, config).project(scored));
  return graph;
}

/** A layer's cache as values of a graph. */
interface LayerCache {
  /** `[P, kv, L, headSize]` */
  readonly promptKey: Value;
  readonly promptValue: Value;
  /** `[P, kv, G, older, headSize]` */
  readonly key: Value;
  readonly value: Value;
  /** `[P, kv, G, recent, headSize]` */
  readonly recentKey: Value;
  readonly recentValue: Value;
}

function declareCache(graph: Graph, layer: number, text: TextConfig): LayerCache {
  const names = cacheNames(layer);
  const { keyValueHeadCount: shared, headSize } = text;
  const prompt = (name: string): Value =>
    ops.reshape(declarePromptCache(graph, name, text), [
      'prompts',
      shared,
      'promptLength',
      headSize,
    ]);
  return {
    promptKey: prompt(names.promptKey),
    promptValue: prompt(names.promptValue),
    key: declareRowCache(graph, names.key, 'older', text),
    value: declareRowCache(graph, names.value, 'older', text),
    recentKey: declareRowCache(graph, names.recentKey, 'recent', text),
    recentValue: declareRowCache(graph, names.recentValue, 'recent', text),
  };
}

/** `[S, older + recent + S]`: of the row's own tokens, a new one sees all but the new ones behind it. */
function rowBias(columns: Value): Value {
  const past = ops.expand(columns.graph.constant('float32', 0), ['steps', 'older+recent']);
  return ops.concat([past, causalBias(columns)], 1);
}

/** Attention of new tokens over their shared prompt and their row's own tokens. */
function cachedAttention(
  graph: Graph,
  layer: number,
  text: TextConfig,
  step: AttentionInputs,
  cache: LayerCache,
  bias: { readonly prompt: Value; readonly row: Value },
): Value {
  const { keyValueHeadCount: shared, headSize } = text;
  const repeat = text.headCount / shared;
  const names = cacheNames(layer);
  const append = (older: Value, recent: Value, name: string, x: Value): Value => {
    const split = ops.reshape(x, ['prompts', 'group', 'steps', shared, headSize]);
    const added = ops.transpose(split, [0, 3, 1, 2, 4]);
    graph.output(`next.${name}`, ops.concat([recent, added], 3));
    return ops.concat([older, recent, added], 3);
  };
  const key = append(cache.key, cache.recentKey, names.recentKey, step.key);
  const value = append(cache.value, cache.recentValue, names.recentValue, step.value);
  const generated = key.shape[3] as Dim;

  const split = ops.reshape(step.query, ['prompts', 'group', 'steps', shared, repeat, headSize]);
  const query = ops.transpose(split, [0, 3, 1, 4, 2, 5]);
  // The rows of a group fold into one product with their shared prompt.
  const overPrompt = ['prompts', shared, multiplyDims('group', repeat, 'steps')] as const;
  const overRow = ['prompts', shared, 'group', multiplyDims(repeat, 'steps')] as const;
  const whole = ['prompts', shared, 'group', repeat, 'steps'] as const;
  const alpha = headSize ** -0.5;
  const scale = { transposeB: true, alpha } as const;
  const promptScores = ops.add(
    ops.matMul(ops.reshape(query, [...overPrompt, headSize]), cache.promptKey, scale),
    bias.prompt,
  );
  const rowScores = ops.matMul(ops.reshape(query, [...overRow, headSize]), key, scale);
  const scores = ops.concat(
    [
      ops.reshape(promptScores, [...whole, 'promptLength']),
      ops.add(ops.reshape(rowScores, [...whole, generated]), bias.row),
    ],
    5,
  );
  const shares = ops.softmax(scores);
  const [onPrompt, onRow] = ops.split(shares, ['promptLength', generated], 5) as [Value, Value];
  const mixed = ops.add(
    ops.reshape(
      ops.matMul(ops.reshape(onPrompt, [...overPrompt, 'promptLength']), cache.promptValue),
      [...whole, headSize],
    ),
    ops.reshape(ops.matMul(ops.reshape(onRow, [...overRow, generated]), value), [
      ...whole,
      headSize,
    ]),
  );
  return ops.reshape(ops.transpose(mixed, [0, 2, 4, 1, 3, 5]), [
    multiplyDims('prompts', 'group', 'steps'),
    text.headCount * headSize,
  ]);
}

/** Declares keys or values of the prompts. */
function declarePromptCache(graph: Graph, name: string, text: TextConfig): Value {
  const { keyValueHeadCount, headSize } = text;
  return graph.input(name, 'float32', ['prompts', keyValueHeadCount, 1, 'promptLength', headSize]);
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
      graph.output(`next.${name}`, ops.gather(declarePromptCache(graph, name, text), prompts, 0));
    }
    keepRows(names.key, names.recentKey);
    keepRows(names.value, names.recentValue);
  }
  return graph;
}
