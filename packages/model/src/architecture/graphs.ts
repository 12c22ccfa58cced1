import {
  add,
  concat,
  type Dim,
  Graph,
  gather,
  matMul,
  multiplyDims,
  reshape,
  softmax,
  split,
  transpose,
  unsqueeze,
  type Value,
} from '@skinr1/autograd';
import type { ModelConfig, TextConfig } from '../config.ts';
import {
  type DecoderOutput,
  declareImagePlaces,
  declareSequenceInputs,
  decoder,
  embed,
  finishLayer,
  outputMatrix,
  projections,
} from './decoder.ts';
import { norm } from './layers.ts';
import { declareParameters, type ParameterMap, parameter, parameterSpecs } from './parameters.ts';
import { rotation, textFrequencies } from './rotary.ts';
import { declareVisionInputs, visionTower } from './vision.ts';

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

/** Declares all inputs of a whole-row pass but the weights, and runs it. */
export function wholeRows(
  graph: Graph,
  parameters: ParameterMap,
  config: ModelConfig,
  parts: { readonly answers: boolean },
): DecoderOutput {
  const sequence = declareSequenceInputs(graph, parts);
  const places = declareImagePlaces(graph);
  const features = visionTower(
    parameters,
    config.vision,
    declareVisionInputs(graph, config.vision),
  );
  const embedded = embed(parameters, sequence, features, places);
  return decoder(parameters, config.text, embedded, sequence);
}

/** Rows `[M]` of the last hidden state `[N]`, scored over the vocabulary: `[M, vocabularySize]`. */
function logitsAt(
  parameters: ParameterMap,
  config: ModelConfig,
  hidden: Value,
  places: Value,
): Value {
  const rows = gather(hidden, places, 0);
  return matMul(rows, outputMatrix(parameters, config), { transposeB: true });
}

/**
 * The first pass over prompts. Besides the inputs of {@link wholeRows}: `places` int32 `[M]`, the tokens
 * whose next token to score. Outputs: `logits` `[M, vocabularySize]` and the cache of each layer
 * (`promptKey.i`, `promptValue.i`, `[B, kv, L, headSize]`).
 */
export function buildPrefillGraph(config: ModelConfig): Graph {
  const graph = new Graph('prefill');
  const parameters = declareParameters(graph, parameterSpecs(config));
  const { hidden, cache } = wholeRows(graph, parameters, config, { answers: false });
  const places = graph.input('places', 'int32', ['places']);
  graph.output('logits', logitsAt(parameters, config, hidden, places));
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
export function buildDecodeGraph(config: ModelConfig): Graph {
  const graph = new Graph('decode');
  const { text } = config;
  const specs = parameterSpecs(config).filter(({ name }) => !name.startsWith('visual.'));
  const parameters = declareParameters(graph, specs);
  const tokenIds = graph.input('tokenIds', 'int32', ['prompts', 'group']);
  const positions = graph.input('positions', 'float32', ['prompts', 'group']);
  const promptBias = graph.input('promptBias', 'float32', ['prompts', 'promptLength']);
  const bias = reshape(promptBias, ['prompts', 1, 1, 'promptLength']);
  const rows = multiplyDims('prompts', 'group');
  // Generated text advances all three position axes together: one axis with all the frequencies.
  const frequencies = textFrequencies(text);
  const joined = (frequencies[0] ?? []).map((_, i) =>
    frequencies.reduce((sum, axis) => sum + (axis[i] ?? 0), 0),
  );
  const turn = rotation(reshape(positions, [1, rows]), [joined]);
  const table = parameter(parameters, 'model.embed_tokens.weight');
  let x = reshape(gather(table, tokenIds, 0), [rows, text.hiddenSize]);
  for (let i = 0; i < text.layerCount; i++) {
    const layer = `model.layers.${i}`;
    const step = projections(parameters, layer, text, x, turn);
    const attended = stepAttention(graph, i, text, step, bias);
    x = finishLayer(parameters, layer, text, x, attended);
  }
  const hidden = norm(parameters, 'model.norm', x, text.rmsNormEpsilon);
  graph.output('logits', matMul(hidden, outputMatrix(parameters, config), { transposeB: true }));
  return graph;
}

/** Attention of one new token a row over the shared prompt and the row's own tokens. */
function stepAttention(
  graph: Graph,
  index: number,
  text: TextConfig,
  step: { query: Value; key: Value; value: Value },
  bias: Value,
): Value {
  const { keyValueHeadCount: shared, headSize } = text;
  const repeat = text.headCount / shared;
  const names = cacheNames(index);
  const promptShape: Dim[] = ['prompts', shared, 'promptLength', headSize];
  const promptKey = graph.input(names.promptKey, 'float32', promptShape);
  const promptValue = graph.input(names.promptValue, 'float32', promptShape);
  const append = (olderName: string, recentName: string, x: Value): Value => {
    const split = reshape(x, ['prompts', 'group', shared, headSize]);
    const added = unsqueeze(transpose(split, [0, 2, 1, 3]), 3);
    const older = declareOwn(graph, olderName, 'older', text);
    const recent = declareOwn(graph, recentName, 'recent', text);
    graph.output(`next.${recentName}`, concat([recent, added], 3));
    return concat([older, recent, added], 3);
  };
  const key = append(names.key, names.recentKey, step.key);
  const value = append(names.value, names.recentValue, step.value);
  const generated = key.shape[3] as Dim;

  const split5 = reshape(step.query, ['prompts', 'group', shared, repeat, headSize]);
  const query = transpose(split5, [0, 2, 1, 3, 4]);
  // The rows of a group fold into one product with their shared prompt.
  const folded = ['prompts', shared, multiplyDims('group', repeat)] as const;
  const lead = ['prompts', shared, 'group', repeat] as const;
  const alpha = headSize ** -0.5;
  const promptScores = add(
    matMul(reshape(query, [...folded, headSize]), promptKey, { transposeB: true, alpha }),
    bias,
  );
  const ownScores = matMul(query, key, { transposeB: true, alpha });
  const scores = concat([reshape(promptScores, [...lead, 'promptLength']), ownScores], 4);
  const weights = softmax(scores);
  const [onPrompt, onOwn] = split(weights, ['promptLength', generated], 4) as [Value, Value];
  const fromPrompt = matMul(reshape(onPrompt, [...folded, 'promptLength']), promptValue);
  const mixed = add(reshape(fromPrompt, [...lead, headSize]), matMul(onOwn, value));
  return reshape(transpose(mixed, [0, 2, 1, 3, 4]), [
    multiplyDims('prompts', 'group'),
    text.headCount * headSize,
  ]);
}

/** Declares keys or values of the rows' own tokens. */
function declareOwn(graph: Graph, name: string, length: Dim, text: TextConfig): Value {
  const { keyValueHeadCount, headSize } = text;
  return graph.input(name, 'float32', ['prompts', keyValueHeadCount, 'group', length, headSize]);
}

/** Keys or values of the rows' own tokens in one: `[P, kv, G, older + recent, headSize]`. */
function joinOwn(graph: Graph, olderName: string, recentName: string, text: TextConfig): Value {
  const older = declareOwn(graph, olderName, 'older', text);
  return concat([older, declareOwn(graph, recentName, 'recent', text)], 3);
}

/** Puts the recent tokens of a cache behind the older ones: `next.key.i`, `next.value.i`. */
export function buildMergeGraph({ text }: ModelConfig): Graph {
  const graph = new Graph('merge');
  for (let i = 0; i < text.layerCount; i++) {
    const names = cacheNames(i);
    graph.output(`next.${names.key}`, joinOwn(graph, names.key, names.recentKey, text));
    graph.output(`next.${names.value}`, joinOwn(graph, names.value, names.recentValue, text));
  }
  return graph;
}

/**
 * Keeps some prompts and rows of a cache, and merges as {@link buildMergeGraph}: `prompts` int32 `[Q]`
 * are the prompts that stay, `rows` int32 `[Q, kv, H]` the places, in `[P · kv · G]`, of the H rows that
 * each keeps. Outputs `next.promptKey.i`, `next.key.i`, values alike.
 */
export function buildCompactGraph({ text }: ModelConfig): Graph {
  const graph = new Graph('compact');
  const { keyValueHeadCount: shared, headSize, layerCount } = text;
  const prompts = graph.input('prompts', 'int32', ['keptPrompts']);
  const rows = graph.input('rows', 'int32', ['keptPrompts', shared, 'keptGroup']);
  const keepOwn = (olderName: string, recentName: string): void => {
    const all = joinOwn(graph, olderName, recentName, text);
    const length = all.shape[3] as Dim;
    const flat = reshape(all, [multiplyDims('prompts', shared, 'group'), length, headSize]);
    graph.output(`next.${olderName}`, gather(flat, rows, 0));
  };
  for (let i = 0; i < layerCount; i++) {
    const names = cacheNames(i);
    for (const name of [names.promptKey, names.promptValue]) {
      const all = graph.input(name, 'float32', ['prompts', shared, 'promptLength', headSize]);
      graph.output(`next.${name}`, gather(all, prompts, 0));
    }
    keepOwn(names.key, names.recentKey);
    keepOwn(names.value, names.recentValue);
  }
  return graph;
}
