import { type Dim, Graph, multiplyDims, ops, type Value } from '@skinr1/autograd';
import type { TextConfig } from '../config.ts';
import type { Architecture, AttentionInputs } from '../families/family.ts';
import { declareWeights, type GraphWeights, type PartFacts } from '../weights/graph-weights.ts';
import { causalBias } from './attention.ts';
import { cacheNames, declareCache, type LayerCache } from './cache-graphs.ts';
import { declareImagePlaces, placeImages } from './image-places.ts';
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

/** The language model as {@link declareLanguageModel} describes it, with output `logits` `[M, vocabularySize]`. */
export function buildLanguageGraph(architecture: Architecture, parts: Parts): Graph {
  const graph = new Graph('language');
  const { family, config } = architecture;
  const { hidden, weights } = declareLanguageModel(graph, architecture, parts, true);
  const scored = ops.gather(hidden, graph.input('places', 'int32', ['places']), 0);
  graph.output('logits', family.outputMatrix(weights, config).project(scored));
  return graph;
}

/**
 * The same over given tokens: output `logProb` `[R, T]` as {@link tokenLogProbs} gives it, and nothing of the cache.
 */
export function buildTextScoreGraph(architecture: Architecture, parts: Parts): Graph {
  const graph = new Graph('text score');
  const { family, config } = architecture;
  const { hidden, weights } = declareLanguageModel(graph, architecture, parts, false);
  const matrix = family.outputMatrix(weights, config);
  graph.output('logProb', tokenLogProbs(matrix, hidden, declareTargetInputs(graph)).logProb);
  return graph;
}

/**
 * The language model over S new tokens of G rows for each of P prompts, with what came before them in a cache.
 * Prompts themselves are such a step, of one row and no cache; so one session, and one mapping of the weights,
 * serves both. The prompt's keys and values are shared by its rows.
 *
 * Inputs: `tokenIds` int32 `[P, G, S]`, `positions` float32 `[axes, P, G, S]`, `columns` int32 `[S]` (0, 1, …),
 * `promptBias` float32 `[P, L]`, image features and their places, and each layer's cache: `promptKey.i`
 * `[P, kv, 1, L, headSize]`, `key.i` `[P, kv, G, older, headSize]`, `recentKey.i` `[P, kv, G, recent, headSize]`,
 * values alike. With `keepsNew`, outputs `next.recentKey.i`, `next.recentValue.i` with the new tokens'.
 *
 * @returns the last hidden state `[P · G · S, hiddenSize]`, and the weights
 */
function declareLanguageModel(
  graph: Graph,
  { family, config }: Architecture,
  parts: Parts,
  keepsNew: boolean,
): { readonly hidden: Value; readonly weights: GraphWeights } {
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
      attend: (layer, inputs) => {
        const attended = cachedAttention(inputs, caches[layer] as LayerCache, biases, text);
        const names = cacheNames(layer);
        if (keepsNew) {
          graph.output(`next.${names.recentKey}`, attended.recentKey);
          graph.output(`next.${names.recentValue}`, attended.recentValue);
        }
        return attended.mixed;
      },
      after: images.after,
    },
  );
  return { hidden, weights };
}

/** `[S, older + recent + S]`: of the row's own tokens, a new one sees all but the new ones behind it. */
function rowBias(columns: Value): Value {
  const past = ops.expand(columns.graph.constant('float32', 0), ['steps', 'older+recent']);
  return ops.concat([past, causalBias(columns)], 1);
}

/** Attention of new tokens over their shared prompt and their row's own tokens, and what is to be kept of them. */
function cachedAttention(
  step: AttentionInputs,
  cache: LayerCache,
  bias: { readonly prompt: Value; readonly row: Value },
  text: TextConfig,
): Record<'mixed' | 'recentKey' | 'recentValue', Value> {
  const { keyValueHeadCount: shared, headSize } = text;
  const repeat = text.headCount / shared;
  const added = (x: Value): Value => {
    const split = ops.reshape(x, ['prompts', 'group', 'steps', shared, headSize]);
    return ops.transpose(split, [0, 3, 1, 2, 4]);
  };
  const [newKey, newValue] = [added(step.key), added(step.value)];
  const recentKey = ops.concat([cache.recentKey, newKey], 3);
  const recentValue = ops.concat([cache.recentValue, newValue], 3);
  const key = ops.concat([cache.key, cache.recentKey, newKey], 3);
  const value = ops.concat([cache.value, cache.recentValue, newValue], 3);
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
  const heads = ops.transpose(mixed, [0, 2, 4, 1, 3, 5]);
  const rows = multiplyDims('prompts', 'group', 'steps');
  return {
    mixed: ops.reshape(heads, [rows, text.headCount * headSize]),
    recentKey,
    recentValue,
  };
}
