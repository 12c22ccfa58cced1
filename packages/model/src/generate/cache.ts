import { type Feeds, type Session, type TensorHandle, tensor } from '@skinr1/autograd';
import { type CacheNames, cacheNames } from '../architecture/cache-graphs.ts';
import type { TextConfig } from '../config.ts';

/** So many recent tokens are merged into the older ones; from 8 to 32 it makes no difference. */
const mergeEvery = 16;

/** Prompts in a batch, and rows of each. */
interface BatchSize {
  readonly prompts: number;
  readonly group: number;
}

/**
 * Keys and values of a decoding, as tensors that stay in the engine: one copy of each prompt's, shared
 * by the rows of its group, and those of the rows' own tokens. The last few tokens' are apart from the
 * older ones', so that not all of them are copied out of the runtime at every step. Owns its tensors.
 */
export class DecodingCache {
  private readonly text: TextConfig;
  private size: BatchSize;
  /** By the names of {@link cacheNames}; those without any token are not there. */
  private tensors: Map<string, TensorHandle>;
  private recent = 0;
  private readonly lent: ReadonlySet<TensorHandle>;

  /**
   * @param prompts keys and values of the prompts, by name
   * @param isLent whether they stay with someone else, and are not freed here
   */
  constructor(text: TextConfig, size: BatchSize, prompts: PromptTensors, isLent = false) {
    this.text = text;
    this.size = size;
    this.tensors = new Map(Object.entries(prompts));
    this.lent = new Set(isLent ? this.tensors.values() : []);
  }

  /** Whether it is time to call {@link merge}. */
  get isMergeDue(): boolean {
    return this.recent >= mergeEvery;
  }

  /** What a step over other rows behind the prompts is fed, which have no token yet. */
  promptFeeds(group: number): Feeds {
    const { keyValueHeadCount, headSize } = this.text;
    const none = tensor('float32', [this.size.prompts, keyValueHeadCount, group, 0, headSize], []);
    const rows = layerNames(this.text, 'key', 'value', 'recentKey', 'recentValue');
    const prompts = layerNames(this.text, 'promptKey', 'promptValue');
    return Object.fromEntries([
      ...rows.map((name) => [name, none] as const),
      ...prompts.map((name) => [name, this.tensors.get(name) as TensorHandle] as const),
    ]);
  }

  /** What a decoding step is fed. */
  get feeds(): Feeds {
    return { ...this.rowFeeds(), ...Object.fromEntries(this.tensors) };
  }

  /** Takes the recent tokens' keys and values from the outputs of some steps in place of the old ones. */
  advance(kept: Readonly<Record<string, TensorHandle>>, steps: number): void {
    this.recent += steps;
    this.take(kept);
  }

  /** Puts the recent tokens behind the older ones. */
  async merge(session: Session): Promise<void> {
    await this.replaceRows(session, this.rowFeeds());
  }

  /**
   * Drops prompts and rows, and merges.
   *
   * @param kept prompts that stay, each with its rows that stay, the same number for all
   */
  async compact(
    session: Session,
    kept: readonly { readonly prompt: number; readonly rows: readonly number[] }[],
  ): Promise<void> {
    const { keyValueHeadCount: heads } = this.text;
    const places = kept.flatMap(({ prompt, rows }) =>
      Array.from({ length: heads }, (_, head) =>
        rows.map((row) => (prompt * heads + head) * this.size.group + row),
      ).flat(),
    );
    const prompts = kept.map(({ prompt }) => prompt);
    const size = { prompts: kept.length, group: kept[0]?.rows.length ?? 0 };
    const feeds = {
      ...this.feeds,
      prompts: tensor('int32', [size.prompts], prompts),
      rows: tensor('int32', [size.prompts, heads, size.group], places),
    };
    await this.replaceRows(session, feeds);
    this.size = size;
  }

  release(): void {
    for (const name of this.tensors.keys()) this.drop(name);
    this.tensors = new Map();
  }

  /** Keys and values of the rows' own tokens. */
  private rowFeeds(): Feeds {
    const { keyValueHeadCount, headSize } = this.text;
    const { prompts, group } = this.size;
    const none = tensor('float32', [prompts, keyValueHeadCount, group, 0, headSize], []);
    const names = layerNames(this.text, 'key', 'value', 'recentKey', 'recentValue');
    return Object.fromEntries(names.map((name) => [name, this.tensors.get(name) ?? none]));
  }

  /** Runs a graph that merges, and takes its results. */
  private async replaceRows(session: Session, feeds: Feeds): Promise<void> {
    this.take((await session.run(feeds)).kept);
    for (const name of layerNames(this.text, 'recentKey', 'recentValue')) {
      this.drop(name);
      this.tensors.delete(name);
    }
    this.recent = 0;
  }

  /** Takes outputs over the tensors that they replace. */
  private take(kept: Readonly<Record<string, TensorHandle>>): void {
    for (const [name, handle] of Object.entries(withoutNext(kept))) {
      this.drop(name);
      this.tensors.set(name, handle);
    }
  }

  private drop(name: string): void {
    const handle = this.tensors.get(name);
    if (handle && !this.lent.has(handle)) handle.release();
  }
}

/** Keys and values of prompts in every layer, by the names of {@link cacheNames}. */
export type PromptTensors = Readonly<Record<string, TensorHandle>>;

/** What the first pass is fed of tokens before the first ones: none. */
export function nothingRead(text: TextConfig, prompts: number): Feeds {
  const { keyValueHeadCount, headSize } = text;
  const nothing = tensor('float32', [prompts, keyValueHeadCount, 1, 0, headSize], []);
  const names = layerNames(text, 'promptKey', 'promptValue');
  return Object.fromEntries(names.map((name) => [name, nothing]));
}

/** What a graph of the cache returned, under the names of what it replaces. */
export function withoutNext(
  kept: Readonly<Record<string, TensorHandle>>,
): Readonly<Record<string, TensorHandle>> {
  const named = Object.entries(kept);
  return Object.fromEntries(named.map(([name, handle]) => [name.slice(next('').length), handle]));
}

type CachingGraph =
  | 'first pass'
  | 'language'
  | 'decoding'
  | 'decoding one'
  | 'merge'
  | 'compact'
  | 'stack';

/** The outputs of each graph of a decoding that become tensors of the cache. */
export function cacheOutputs(text: TextConfig): Readonly<Record<CachingGraph, readonly string[]>> {
  const prompts = layerNames(text, 'promptKey', 'promptValue').map(next);
  const recent = layerNames(text, 'recentKey', 'recentValue').map(next);
  return {
    'first pass': prompts,
    stack: prompts,
    language: recent,
    decoding: recent,
    'decoding one': recent,
    merge: layerNames(text, 'key', 'value').map(next),
    compact: layerNames(text, 'promptKey', 'promptValue', 'key', 'value').map(next),
  };
}

/** Names of some kinds of cache tensors in every layer. */
function layerNames({ layerCount }: TextConfig, ...kinds: readonly (keyof CacheNames)[]): string[] {
  return Array.from({ length: layerCount }, (_, layer) =>
    kinds.map((kind) => cacheNames(layer)[kind]),
  ).flat();
}

/** The output that replaces a cache tensor. */
function next(name: string): string {
  return `next.${name}`;
}
