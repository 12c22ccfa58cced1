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
import { type AttendedRows, type RowBiases, rowAttention, rowBias } from './row-attention.ts';
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
  const { hidden, weights } = declareRows(graph, architecture, parts, {
    steps: 1,
    keep(layer, { recentKey, recentValue }) {
      const names = cacheNames(layer);
      graph.output(`next.${names.recentKey}`, recentKey);
      graph.output(`next.${names.recentValue}`, recentValue);
    },
  });
  graph.output('logits', family.outputMatrix(weights, config).project(hidden));
  return graph;
}

/**
 * {@link declareRows} over given tokens: output `logProb` `[R, T]` as {@link tokenLogProbs} gives it, and nothing of the cache.
 */
export function buildTextScoreGraph(architecture: Architecture, parts: Parts): Graph {
  const graph = new Graph('text score');
  const { family, config } = architecture;
  const { hidden, weights } = declareRows(graph, architecture, parts, { steps: 'steps' });
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
  /** Takes what is to be kept of a layer. */
  readonly keep?: (layer: number, attended: AttendedRows) => void;
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
  { steps, keep }: RowSettings,
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
      const attended = rowAttention(inputs, caches[layer] as LayerCache, biases, { steps, text });
      keep?.(layer, attended);
      return attended.mixed;
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
  { family, config }: Architecture,
  parts: Parts,
  { tokens, showsImages, attend }: TokenSettings,
): LanguageModel {
  const { text } = config;
  const specs = family.parameters(config).filter(({ name }) => !family.isVisionWeight(name));
  const weights = declareWeights(graph, specs, parts);
  const tokenIds = graph.input('tokenIds', 'int32', tokens);
  const positions = graph.input('positions', 'float32', [family.positionAxes, ...tokens]);
  const images = showsImages ? declareImages(graph, family.featureCount(config), text) : null;
  const rows = multiplyDims(...tokens);
  const embedded = ops.reshape(family.embed(weights, config, tokenIds), [rows, text.hiddenSize]);
  const hidden = family.textStack(
    weights,
    config,
    images?.replace(embedded) ?? embedded,
    ops.reshape(positions, [family.positionAxes, rows]),
    { attend, after: images?.after ?? ((_, x) => x) },
  );
  return { hidden, weights };
}

function declareImages(graph: Graph, count: number, { hiddenSize }: TextConfig): PlacedImages {
  const features = Array.from({ length: count }, (_, i) =>
    graph.input(featureName(i), 'float32', ['imageRows', hiddenSize]),
  );
  return placeImages(features, declareImagePlaces(graph));
}
