import { type Dim, Graph, multiplyDims, ops, type Value } from '@skinr1/autograd';
import type { TextConfig } from '../config.ts';
import type { Architecture, Attend } from '../families/family.ts';
import { declareWeights, type GraphWeights, type PartFacts } from '../weights/graph-weights.ts';
import {
  cacheNames,
  declareCache,
  declarePromptCaches,
  type LayerCache,
  type PromptCache,
} from './cache-graphs.ts';
import { chunkAttention } from './chunk-attention.ts';
import { declareImagePlaces, type PlacedImages, placeImages } from './image-places.ts';
import type { ParameterSpec } from './parameters.ts';
import { type RowBiases, rowAttention, rowBias } from './row-attention.ts';
import { declareTargetInputs, tokenLogProbs } from './token-log-probs.ts';

/** The stored parts of a model's weights, by name. */
type Parts = Readonly<Record<string, PartFacts>>;

/** Name of a tower's feature, in the order in which the family gives them. */
export function featureName(index: number): string {
  return `imageFeatures.${index}`;
}

/** The vision tower alone: outputs `imageFeatures.i` `[rows, hiddenSize]`. */
export function buildVisionGraph(architecture: Architecture, parts: Parts): Graph {
  return towerGraph(architecture, parts, false);
}

/** The same for large images: less is in memory at a time. */
export function buildLargeVisionGraph(architecture: Architecture, parts: Parts): Graph {
  return towerGraph(architecture, parts, true);
}

function towerGraph({ family, config }: Architecture, parts: Parts, isInParts: boolean): Graph {
  const graph = new Graph('vision');
  const specs = family.parameters(config).filter(({ name }) => family.isVisionWeight(name));
  const weights = declareWeights(graph, specs, parts);
  family.visionTower(graph, weights, config, isInParts).forEach((feature, i) => {
    graph.output(featureName(i), feature);
  });
  return graph;
}

/**
 * The first pass: the language model over S tokens of each of P prompts, behind L tokens that were read before (with
 * P = 1; of more prompts at once L is 0). So a long prompt is read in chunks, none of which holds scores of all pairs.
 *
 * Inputs: `tokenIds` int32 `[P, 1, S]`, `positions` float32 `[axes, P, 1, S]`, image features and their places, the
 * `places` int32 `[M]` to score, and each layer's `promptKey.i` `[P, kv, 1, L, headSize]`, values alike. Outputs:
 * `logits` `[M, vocabularySize]`, `next.promptKey.i` with the new tokens behind, values alike.
 */
export function buildFirstPassGraph(architecture: Architecture, parts: Parts): Graph {
  const graph = new Graph('first pass');
  const { text } = architecture.config;
  const caches = Array.from({ length: text.layerCount }, (_, i) =>
    declarePromptCaches(graph, i, text),
  );
  const { hidden, weights } = declareLanguageModel(graph, architecture, parts, {
    tokens: ['prompts', 1, 'steps'],
    showsImages: true,
    attend: (layer, inputs) => {
      const { mixed, key, value } = chunkAttention(inputs, caches[layer] as PromptCache, text);
      const { promptKey, promptValue } = cacheNames(layer);
      const kept = ['prompts', text.keyValueHeadCount, 1, key.shape[2] as Dim, text.headSize];
      graph.output(`next.${promptKey}`, ops.reshape(key, kept));
      graph.output(`next.${promptValue}`, ops.reshape(value, kept));
      return mixed;
    },
  });
  const { family, config } = architecture;
  const scored = ops.gather(hidden, graph.input('places', 'int32', ['places']), 0);
  graph.output('logits', family.outputMatrix(weights, config).project(scored));
  return graph;
}

/**
 * A decoding step: {@link declareRows} over one new token of each row, with outputs `logits` `[P · G, vocabularySize]`,
 * `next.recentKey.i` and `next.recentValue.i` with the new token's.
 */
export function buildLanguageGraph(architecture: Architecture, parts: Parts): Graph {
  const graph = new Graph('language');
  const { family, config } = architecture;
  const { hidden, weights } = declareRows(graph, architecture, parts, { steps: 1, keeps: true });
  graph.output('logits', family.outputMatrix(weights, config).project(hidden));
  return graph;
}

/**
 * {@link declareRows} over given tokens: output `logProb` `[R, T]` as {@link tokenLogProbs} gives it, and nothing of the cache.
 */
export function buildTextScoreGraph(architecture: Architecture, parts: Parts): Graph {
  const graph = new Graph('text score');
  const { family, config } = architecture;
  const { hidden, weights } = declareRows(graph, architecture, parts, {
    steps: 'steps',
    keeps: false,
  });
  const matrix = family.outputMatrix(weights, config);
  graph.output('logProb', tokenLogProbs(matrix, hidden, declareTargetInputs(graph)).logProb);
  return graph;
}

/** The last hidden state `[P · G · S, hiddenSize]`, and the weights that the graph has declared. */
interface LanguageModel {
  readonly hidden: Value;
  readonly weights: GraphWeights;
}

/** How {@link declareRows} goes over rows. */
interface RowSettings {
  /** S, new tokens of each row. */
  readonly steps: Dim;
  /** Whether recent keys and values with the new ones behind are outputs. */
  readonly keeps: boolean;
}

/**
 * The language model over S new tokens of G rows behind each of P prompts. The prompt's keys and values are shared by
 * its rows. None of the tokens is an image's.
 *
 * Inputs beside those of {@link declareLanguageModel}: `promptBias` float32 `[P, L]`, `columns` int32 `[S]` (0, 1, …)
 * unless S is 1, and each layer's cache: `promptKey.i` `[P, kv, 1, L, headSize]`, `key.i`
 * `[P, kv, G, older, headSize]`, `recentKey.i` `[P, kv, G, recent, headSize]`, values alike.
 */
function declareRows(
  graph: Graph,
  architecture: Architecture,
  parts: Parts,
  { steps, keeps }: RowSettings,
): LanguageModel {
  const { text } = architecture.config;
  const promptBias = graph.input('promptBias', 'float32', ['prompts', 'promptLength']);
  const caches = Array.from({ length: text.layerCount }, (_, i) => declareCache(graph, i, text));
  const biases: RowBiases = {
    prompt: ops.reshape(promptBias, ['prompts', 1, 1, 1, 'promptLength']),
    row: steps === 1 ? null : rowBias(graph.input('columns', 'int32', [steps]), text),
  };
  return declareLanguageModel(graph, architecture, parts, {
    tokens: ['prompts', 'group', steps],
    showsImages: false,
    attend: (layer, inputs) => {
      const cache = caches[layer] as LayerCache;
      const { recentKey, recentValue } = cacheNames(layer);
      const behind = (older: Value, recent: Value, added: Value, name: string): Value => {
        const kept = ops.concat([recent, added], 3);
        if (keeps) graph.output(`next.${name}`, kept);
        return ops.concat([older, kept], 3);
      };
      const rows = {
        ...cache,
        withKey: (added: Value) => behind(cache.key, cache.recentKey, added, recentKey),
        withValue: (added: Value) => behind(cache.value, cache.recentValue, added, recentValue),
      };
      return rowAttention(inputs, rows, biases, { steps, text });
    },
  });
}

/** How {@link declareLanguageModel} goes over tokens. */
interface TokenSettings {
  /** Their shape. */
  readonly tokens: readonly [prompts: Dim, group: Dim, steps: Dim];
  /** Whether images may be among them. */
  readonly showsImages: boolean;
  readonly attend: Attend;
}

/**
 * The language model over tokens `[P, G, S]`, with inputs `tokenIds` int32 `[P, G, S]`, `positions` float32
 * `[axes, P, G, S]`, image features and their places if there may be any, and the weights.
 */
function declareLanguageModel(
  graph: Graph,
  architecture: Architecture,
  parts: Parts,
  { tokens, showsImages, attend }: TokenSettings,
): LanguageModel {
  const { family, config } = architecture;
  const weights = declareWeights(graph, languageSpecs(architecture), parts);
  const tokenIds = graph.input('tokenIds', 'int32', tokens);
  const positions = graph.input('positions', 'float32', [family.positionAxes, ...tokens]);
  const images = showsImages
    ? declareImages(graph, family.featureCount(config), config.text)
    : null;
  const hidden = languageModel(weights, architecture, { tokenIds, positions, images, attend });
  return { hidden, weights };
}

/** What {@link languageModel} goes over. */
interface TokenValues {
  readonly tokenIds: Value;
  readonly positions: Value;
  readonly images: PlacedImages | null;
  readonly attend: Attend;
}

/** The last hidden state `[P · G · S, hiddenSize]` of tokens `[P, G, S]` at positions `[axes, P, G, S]`. */
export function languageModel(
  weights: GraphWeights,
  { family, config }: Architecture,
  { tokenIds, positions, images, attend }: TokenValues,
): Value {
  const rows = multiplyDims(...tokenIds.shape);
  const { hiddenSize } = config.text;
  const embedded = ops.reshape(family.embed(weights, config, tokenIds), [rows, hiddenSize]);
  return family.textStack(
    weights,
    config,
    images?.replace(embedded) ?? embedded,
    ops.reshape(positions, [family.positionAxes, rows]),
    { attend, after: images?.after ?? ((_, x) => x) },
  );
}

/** The weights of a language model. */
export function languageSpecs({ family, config }: Architecture): readonly ParameterSpec[] {
  return family.parameters(config).filter(({ name }) => !family.isVisionWeight(name));
}

function declareImages(graph: Graph, count: number, { hiddenSize }: TextConfig): PlacedImages {
  const features = Array.from({ length: count }, (_, i) =>
    graph.input(featureName(i), 'float32', ['imageRows', hiddenSize]),
  );
  return placeImages(features, declareImagePlaces(graph));
}
