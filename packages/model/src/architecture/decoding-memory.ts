import { type Graph, ops, type Shape, type Value } from '@skinr1/autograd';
import type { TextConfig } from '../config.ts';
import type { Attend } from '../families/family.ts';
import type { LayerCache } from './cache-graphs.ts';
import { chunkAttention } from './chunk-attention.ts';
import { rowAttention } from './row-attention.ts';

/** Keys and values that grow from step to step of a `Loop`: its states, layer after layer keys, then values. */
export interface DecodingMemory {
  /** Before the first step, in the graph around. */
  readonly before: readonly Value[];
  /** Attention in the body. */
  readonly attend: Attend;
  /** With a step's token, in the body; whole when all layers have attended. */
  readonly grown: Value[];
  /** The shape of a state after the last step. */
  readonly shape: Shape;
  /** Of states after the last step, what is behind the older tokens, `[P, kv, G, …, headSize]`. */
  readonly recent: (state: Value) => Value;
}

/** Where a memory is. */
export interface MemoryPlace {
  readonly graph: Graph;
  readonly body: Graph;
  readonly caches: readonly LayerCache[];
  readonly text: TextConfig;
}

/**
 * For rows that share their prompt: it stays as it is, and the rows' own tokens `[P, kv, G, T, headSize]` grow. Declares
 * `promptBias` float32 `[P, L]`.
 */
export function rowsMemory({ graph, body, caches, text }: MemoryPlace): DecodingMemory {
  const bias = body.capture(graph.input('promptBias', 'float32', ['prompts', 'promptLength']));
  const biases = { prompt: ops.reshape(bias, ['prompts', 1, 1, 1, 'promptLength']), row: null };
  body.defineSymbol('promptLength', body.capture(graph.dimension('promptLength')));
  const before = caches.flatMap(({ key, value, recentKey, recentValue }) => [
    ops.concat([key, recentKey], 3),
    ops.concat([value, recentValue], 3),
  ]);
  const shapeOf = (length: string): Shape => {
    return ['prompts', text.keyValueHeadCount, 'group', length, text.headSize];
  };
  const states = before.map((_, i) => body.input(`memory.${i}`, 'float32', shapeOf('seen')));
  const grown: Value[] = [];
  const behind = (place: number) => (added: Value) => {
    const whole = ops.concat([states[place] as Value, added], 3);
    grown[place] = whole;
    return whole;
  };
  const attend: Attend = (layer, inputs) => {
    const { promptKey, promptValue } = caches[layer] as LayerCache;
    const cache = {
      promptKey: body.capture(promptKey),
      promptValue: body.capture(promptValue),
      withKey: behind(2 * layer),
      withValue: behind(2 * layer + 1),
    };
    return rowAttention(inputs, cache, biases, { steps: 1, text });
  };
  const recent = (state: Value) => from(state, graph.dimension('older'), 3, shapeOf('kept'));
  return { before, attend, grown, shape: shapeOf('all'), recent };
}

/**
 * For one answer alone: its prompt and its own tokens are one, `[1, kv, T, headSize]`, which onnxruntime's attention
 * with a cache copies at each step, and does in one node what rows need twenty for. Declares `promptTokens` int64
 * `[1]`, the prompt's columns without padding.
 */
export function wholeMemory({ graph, body, caches, text }: MemoryPlace): DecodingMemory {
  const { keyValueHeadCount: shared, headSize } = text;
  const promptTokens = graph.input('promptTokens', 'int64', [1]);
  const shapeOf = (length: string): Shape => [1, shared, length, headSize];
  const flat = (x: Value, length: string): Value => ops.reshape(x, shapeOf(length));
  const whole = (prompt: Value, older: Value, recent: Value): Value => {
    const read = until(flat(prompt, 'promptLength'), promptTokens, 2, shapeOf('read'));
    return ops.concat([read, flat(older, 'older'), flat(recent, 'recent')], 2);
  };
  const before = caches.flatMap((cache) => [
    whole(cache.promptKey, cache.key, cache.recentKey),
    whole(cache.promptValue, cache.value, cache.recentValue),
  ]);
  const states = before.map((_, i) =>
    body.input(`memory.${i}`, 'float32', shapeOf('promptLength')),
  );
  const grown: Value[] = [];
  const attend: Attend = (layer, inputs) => {
    const [promptKey, promptValue] = states.slice(2 * layer) as [Value, Value];
    const { mixed, key, value } = chunkAttention(inputs, { promptKey, promptValue }, text, 1);
    grown.push(key, value);
    return mixed;
  };
  const older = ops.add(promptTokens, graph.dimension('older'));
  const recent = (state: Value) => ops.unsqueeze(from(state, older, 2, shapeOf('kept')), 2);
  return { before, attend, grown, shape: shapeOf('all'), recent };
}

/** What begins at a place of an axis. */
function from(x: Value, start: Value, axis: number, shape: Shape): Value {
  return slice(x, start, x.graph.constant('int64', [2 ** 31 - 1]), axis, shape);
}

/** What ends before a place of an axis. */
function until(x: Value, end: Value, axis: number, shape: Shape): Value {
  return slice(x, x.graph.constant('int64', [0]), end, axis, shape);
}

function slice(x: Value, start: Value, end: Value, axis: number, shape: Shape): Value {
  const inputs = [x, start, end, x.graph.constant('int64', [axis])];
  const outputs = [{ dtype: x.dtype, shape }];
  return x.graph.append({ op: 'Slice', inputs, outputs }).outputs[0] as Value;
}
