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

/** Names under which a layer's cache is fed and returned. */
export interface CacheNames {
  readonly promptKey: string;
  readonly promptValue: string;
  readonly key: string;
  readonly value: string;
  readonly nextKey: string;
  readonly nextValue: string;
}

/** The cache names of a layer. */
export function cacheNames(layer: number): CacheNames {
  return {
    promptKey: `promptKey.${layer}`,
    promptValue: `promptValue.${layer}`,
    key: `key.${layer}`,
    value: `value.${layer}`,
    nextKey: `nextKey.${layer}`,
    nextValue: `nextValue.${layer}`,
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
 * One step of decoding G rows for each of P prompts. All rows have generated the same number t of
 * tokens; the prompt's keys and values are shared by its rows.
 *
 * Inputs: `tokenIds` int32 `[P, G]`, `positions` float32 `[P, G]`, `promptBias` float32 `[P, L]`, and
 * each layer's cache: `promptKey.i` `[P, kv, L, headSize]`, `key.i` `[P, kv, G, t, headSize]`, values
 * alike; with `first` there is no generated cache yet. Outputs: `logits` `[P · G, vocabularySize]`,
 * `nextKey.i`, `nextValue.i`.
 */
export function buildDecodeGraph(config: ModelConfig, { first }: { first: boolean }): Graph {
  const graph = new Graph(first ? 'decode-first' : 'decode');
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
    const attended = stepAttention(graph, i, text, step, bias, first);
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
  first: boolean,
): Value {
  const { keyValueHeadCount: shared, headSize } = text;
  const repeat = text.headCount / shared;
  const names = cacheNames(index);
  const promptShape: Dim[] = ['prompts', shared, 'promptLength', headSize];
  const promptKey = graph.input(names.promptKey, 'float32', promptShape);
  const promptValue = graph.input(names.promptValue, 'float32', promptShape);
  const append = (name: string, nextName: string, x: Value): Value => {
    const split = reshape(x, ['prompts', 'group', shared, headSize]);
    const added = unsqueeze(transpose(split, [0, 2, 1, 3]), 3);
    const shape: Dim[] = ['prompts', shared, 'group', 'generated', headSize];
    const all = first ? added : concat([graph.input(name, 'float32', shape), added], 3);
    return graph.output(nextName, all);
  };
  const key = append(names.key, names.nextKey, step.key);
  const value = append(names.value, names.nextValue, step.value);
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

/**
 * Keeps some prompts and rows of a cache: `prompts` int32 `[Q]` are the prompts that stay, `rows` int32
 * `[Q, kv, H]` the places, in `[P · kv · G]`, of the H rows that each keeps.
 */
export function buildCompactGraph(config: ModelConfig): Graph {
  const graph = new Graph('compact');
  const { keyValueHeadCount: shared, headSize, layerCount } = config.text;
  const prompts = graph.input('prompts', 'int32', ['keptPrompts']);
  const rows = graph.input('rows', 'int32', ['keptPrompts', shared, 'keptGroup']);
  for (let i = 0; i < layerCount; i++) {
    const names = cacheNames(i);
    for (const name of [names.promptKey, names.promptValue]) {
      const all = graph.input(name, 'float32', ['prompts', shared, 'promptLength', headSize]);
      graph.output(`kept.${name}`, gather(all, prompts, 0));
    }
    for (const name of [names.key, names.value]) {
      const all = graph.input(name, 'float32', ['prompts', shared, 'group', 'generated', headSize]);
      const flat = reshape(all, [multiplyDims('prompts', shared, 'group'), 'generated', headSize]);
      graph.output(`kept.${name}`, gather(flat, rows, 0));
    }
  }
  return graph;
}
