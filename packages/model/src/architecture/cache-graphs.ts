import { type Dim, Graph, multiplyDims, ops, type Value } from '@skinr1/autograd';
import type { TextConfig } from '../config.ts';
import type { Architecture } from '../families/family.ts';

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

/** Keys and values of prompts in a layer, `[P, kv, 1, L, headSize]`. */
export interface PromptCache {
  readonly promptKey: Value;
  readonly promptValue: Value;
}

/** A layer's cache as values of a graph. */
export interface LayerCache extends PromptCache {
  /** `[P, kv, G, older, headSize]` */
  readonly key: Value;
  readonly value: Value;
  /** `[P, kv, G, recent, headSize]` */
  readonly recentKey: Value;
  readonly recentValue: Value;
}

/** Declares the prompts' part of a layer's cache. */
export function declarePromptCaches(
  graph: Graph,
  layer: number,
  text: TextConfig,
  prompts: Dim = 'prompts',
): PromptCache {
  const { promptKey, promptValue } = cacheNames(layer);
  return {
    promptKey: declarePromptCache(graph, promptKey, text, prompts),
    promptValue: declarePromptCache(graph, promptValue, text, prompts),
  };
}

/** Declares a layer's cache, of groups or of one row of one prompt. */
export function declareCache(
  graph: Graph,
  layer: number,
  text: TextConfig,
  rows: RowDims = ['prompts', 'group'],
): LayerCache {
  const names = cacheNames(layer);
  const declare = (name: string, length: Dim) => declareRowCache(graph, name, length, text, rows);
  return {
    ...declarePromptCaches(graph, layer, text, rows[0]),
    key: declare(names.key, 'older'),
    value: declare(names.value, 'older'),
    recentKey: declare(names.recentKey, 'recent'),
    recentValue: declare(names.recentValue, 'recent'),
  };
}

type RowDims = readonly [prompts: Dim, group: Dim];

/** Declares keys or values of the prompts. */
function declarePromptCache(
  graph: Graph,
  name: string,
  text: TextConfig,
  prompts: Dim = 'prompts',
): Value {
  const { keyValueHeadCount, headSize } = text;
  return graph.input(name, 'float32', [prompts, keyValueHeadCount, 1, 'promptLength', headSize]);
}

/** Declares keys or values of the rows' own tokens. */
function declareRowCache(
  graph: Graph,
  name: string,
  length: Dim,
  { keyValueHeadCount, headSize }: TextConfig,
  [prompts, group]: RowDims = ['prompts', 'group'],
): Value {
  return graph.input(name, 'float32', [prompts, keyValueHeadCount, group, length, headSize]);
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

/** Puts prompts below others of as many columns: `next.promptKey.i` `[P + Q, kv, 1, L, headSize]`, values alike. */
export function buildStackGraph({ config: { text } }: Architecture): Graph {
  const graph = new Graph('stack');
  for (let i = 0; i < text.layerCount; i++) {
    const { promptKey, promptValue } = cacheNames(i);
    for (const name of [promptKey, promptValue]) {
      const first = declarePromptCache(graph, name, text);
      const added = declarePromptCache(graph, addedName(name), text, 'added');
      graph.output(`next.${name}`, ops.concat([first, added], 0));
    }
  }
  return graph;
}

/** Under which the stack graph is fed the prompts that come below. */
export function addedName(name: string): string {
  return `added.${name}`;
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
