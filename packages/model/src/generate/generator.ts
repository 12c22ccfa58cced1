import { type Engine, type Graph, type Session, type TensorHandle, tensor } from '@skinr1/autograd';
import type { Random } from '@skinr1/core';
import { masked } from '../architecture/attention.ts';
import {
  buildCompactGraph,
  buildDecodeGraph,
  buildPrefillGraph,
  cacheNames,
} from '../architecture/graphs.ts';
import { createSequenceBatch, type EncodedPrompt, promptFeeds } from '../batch/sequence-batch.ts';
import type { ModelConfig } from '../config.ts';
import { DecodingCache } from './cache.ts';
import { type GeneratedTokens, GenerationRow } from './row.ts';
import type { TokenChoice } from './sample-token.ts';

/** How answers are generated. */
export interface GenerationSettings {
  readonly groupSize: number;
  readonly maxTokens: number;
  readonly choice: TokenChoice;
  readonly endIds: ReadonlySet<number>;
  /** Rows decoded at a time. */
  readonly maxRows: number;
  /** The random stream of a row; a row's answer depends on its own stream only. */
  readonly randomOf: (prompt: number, row: number) => Random;
  readonly signal?: AbortSignal | undefined;
  readonly onFinished?: (rows: number) => void;
}

/** Gives the weights in the engine, by name; asked at each run, since training replaces them. */
export type WeightSource = () => Readonly<Record<string, TensorHandle>>;

/** Those weights that a session takes. */
export function weightFeeds(session: Session, weights: WeightSource): Record<string, TensorHandle> {
  const all = weights();
  const feeds: Record<string, TensorHandle> = {};
  for (const { name } of session.inputs) {
    const handle = all[name];
    if (handle) feeds[name] = handle;
  }
  return feeds;
}

/** Rows of one prompt that are decoded together. */
interface Group {
  readonly index: number;
  readonly prompt: EncodedPrompt;
  readonly rows: GenerationRow[];
}

/** Below this share of the rows being alive, finished rows are dropped from the batch. */
const compactBelow = 0.6;

/** Generates answers: each prompt is encoded once, its group of rows decodes together. */
export class Generator {
  private readonly engine: Engine;
  private readonly config: ModelConfig;
  private readonly weights: WeightSource;
  private readonly sessions = new Map<string, Promise<Session>>();

  constructor(engine: Engine, config: ModelConfig, weights: WeightSource) {
    this.engine = engine;
    this.config = config;
    this.weights = weights;
  }

  /** Groups of answers, one group a prompt, in order. */
  async generate(
    prompts: readonly EncodedPrompt[],
    settings: GenerationSettings,
  ): Promise<GeneratedTokens[][]> {
    const results: GeneratedTokens[][] = prompts.map(() => []);
    for (const groups of planBatches(prompts, settings)) {
      await this.decodeBatch(groups, settings);
      for (const group of groups) {
        results[group.index]?.push(...group.rows.map((row) => row.result()));
      }
    }
    return results;
  }

  async release(): Promise<void> {
    const sessions = [...this.sessions.values()];
    this.sessions.clear();
    for (const session of sessions) await (await session).release();
  }

  private async decodeBatch(groups: readonly Group[], settings: GenerationSettings): Promise<void> {
    const { maxTokens, signal } = settings;
    signal?.throwIfAborted();
    const batch = new LiveBatch(groups);
    const { cache, logits } = await this.prefill(batch);
    try {
      // Every row of a group starts from its prompt's last logits.
      batch.extend(logits, settings, (group) => group);
      for (let step = 0; ; step++) {
        if (batch.alive(maxTokens) === 0) return;
        signal?.throwIfAborted();
        const plan = step === 0 ? null : batch.planCompaction(maxTokens);
        if (plan) {
          await cache.compact(await this.session('compact'), plan, batch.groupSize);
          batch.compact(plan);
        }
        const next = await this.decodeStep(batch, cache, step);
        const { groupSize } = batch;
        batch.extend(next, settings, (group, row) => group * groupSize + row);
      }
    } finally {
      cache.release();
    }
  }

  private async prefill(batch: LiveBatch) {
    const rows = batch.groups.map(({ prompt }) => ({ prompt, completions: [] }));
    const sequence = createSequenceBatch(rows, this.config);
    batch.promptLength = sequence.promptLength;
    const lastPlaces = batch.groups.map(
      ({ prompt }, row) => (sequence.rowStarts[row] as number) + prompt.tokenIds.length - 1,
    );
    const session = await this.session('prefill');
    const { layerCount } = this.config.text;
    const { outputs, kept } = await session.run(
      {
        ...weightFeeds(session, this.weights),
        ...promptFeeds(sequence),
        places: tensor('int32', [lastPlaces.length], lastPlaces),
      },
      { fetch: ['logits'], keep: layers(layerCount, 'promptKey', 'promptValue') },
    );
    const cache = new DecodingCache(this.config.text, kept);
    return { cache, logits: outputs.logits?.data as Float32Array };
  }

  private async decodeStep(batch: LiveBatch, cache: DecodingCache, step: number) {
    const session = await this.session(step === 0 ? 'decode-first' : 'decode');
    const { outputs, kept } = await session.run(
      { ...weightFeeds(session, this.weights), ...cache.feeds, ...batch.feeds(step) },
      { fetch: ['logits'], keep: layers(this.config.text.layerCount, 'nextKey', 'nextValue') },
    );
    cache.advance(kept);
    return outputs.logits?.data as Float32Array;
  }

  private session(kind: keyof typeof graphBuilders): Promise<Session> {
    let session = this.sessions.get(kind);
    if (!session) {
      session = this.engine.load(graphBuilders[kind](this.config), { source: kind });
      this.sessions.set(kind, session);
    }
    return session;
  }
}

const graphBuilders = {
  prefill: buildPrefillGraph,
  'decode-first': (config: ModelConfig): Graph => buildDecodeGraph(config, { first: true }),
  decode: (config: ModelConfig): Graph => buildDecodeGraph(config, { first: false }),
  compact: buildCompactGraph,
};

function layers(
  count: number,
  ...kinds: ('promptKey' | 'promptValue' | 'nextKey' | 'nextValue')[]
) {
  return Array.from({ length: count }, (_, layer) =>
    kinds.map((kind) => cacheNames(layer)[kind]),
  ).flat();
}

/** Cuts the work into batches of at most `maxRows` rows, prompts of like length together. */
function planBatches(prompts: readonly EncodedPrompt[], settings: GenerationSettings): Group[][] {
  const { groupSize, maxRows } = settings;
  const rowsAtOnce = Math.min(groupSize, maxRows);
  const promptsAtOnce = Math.max(1, Math.floor(maxRows / rowsAtOnce));
  const order = prompts
    .map((prompt, index) => ({ prompt, index }))
    .sort((a, b) => b.prompt.tokenIds.length - a.prompt.tokenIds.length || a.index - b.index);
  const batches: Group[][] = [];
  for (let first = 0; first < order.length; first += promptsAtOnce) {
    const part = order.slice(first, first + promptsAtOnce);
    for (let from = 0; from < groupSize; from += rowsAtOnce) {
      const count = Math.min(rowsAtOnce, groupSize - from);
      const rowsOf = (index: number) =>
        Array.from(
          { length: count },
          (_, i) => new GenerationRow(settings.randomOf(index, from + i)),
        );
      batches.push(part.map(({ prompt, index }) => ({ prompt, index, rows: rowsOf(index) })));
    }
  }
  return batches;
}

/** The prompts and rows that are still in the batch: P groups of the same size. */
class LiveBatch {
  groups: readonly Group[];
  /** Columns of the prompts' cache. */
  promptLength = 0;

  constructor(groups: readonly Group[]) {
    // Compaction works on copies: the caller's groups keep all their rows.
    this.groups = groups.map((group) => ({ ...group, rows: [...group.rows] }));
  }

  get groupSize(): number {
    return this.groups[0]?.rows.length ?? 0;
  }

  /** Rows that are not finished. */
  alive(maxTokens: number): number {
    return this.groups.reduce((sum, group) => sum + this.unfinished(group, maxTokens).length, 0);
  }

  /** Draws a token for each unfinished row. */
  extend(
    logits: Float32Array,
    settings: GenerationSettings,
    logitsRow: (group: number, row: number) => number,
  ): void {
    const { choice, maxTokens, endIds } = settings;
    const width = choice.banned.length;
    let finished = 0;
    this.groups.forEach((group, g) => {
      group.rows.forEach((row, r) => {
        if (row.isFinished(maxTokens)) return;
        const at = logitsRow(g, r) * width;
        row.extend(logits.subarray(at, at + width), choice, endIds);
        if (row.isFinished(maxTokens)) finished++;
      });
    });
    if (finished > 0) settings.onFinished?.(finished);
  }

  /** The rows to keep, when that shrinks the batch enough; null otherwise. */
  planCompaction(maxTokens: number): { prompt: number; rows: number[] }[] | null {
    const open = this.groups.map((group) => this.unfinished(group, maxTokens));
    const width = Math.max(...open.map((rows) => rows.length));
    const kept = open.flatMap((rows, prompt) => {
      if (rows.length === 0) return [];
      // Groups stay of one size: finished rows fill up.
      const all = Array.from({ length: this.groupSize }, (_, row) => row);
      const fill = all.filter((row) => !rows.includes(row)).slice(0, width - rows.length);
      return [{ prompt, rows: [...rows, ...fill] }];
    });
    const now = this.groups.length * this.groupSize;
    return kept.length * width <= compactBelow * now ? kept : null;
  }

  compact(plan: readonly { prompt: number; rows: readonly number[] }[]): void {
    this.groups = plan.map(({ prompt, rows }) => {
      const group = this.groups[prompt] as Group;
      return { ...group, rows: rows.map((row) => group.rows[row] as GenerationRow) };
    });
  }

  /** The newest tokens, their positions, and the prompts' padding. */
  feeds(step: number) {
    const shape = [this.groups.length, this.groupSize];
    const tokenIds = this.groups.flatMap((group) => group.rows.map((row) => row.lastId));
    const positions = this.groups.flatMap(({ prompt, rows }) => rows.map(() => prompt.next + step));
    const bias = new Float32Array(this.groups.length * this.promptLength);
    this.groups.forEach(({ prompt }, row) => {
      const start = row * this.promptLength;
      bias.fill(masked, start + prompt.tokenIds.length, start + this.promptLength);
    });
    return {
      tokenIds: tensor('int32', shape, tokenIds),
      positions: tensor('float32', shape, positions),
      promptBias: tensor('float32', [this.groups.length, this.promptLength], bias),
    };
  }

  private unfinished(group: Group, maxTokens: number): number[] {
    return group.rows.flatMap((row, index) => (row.isFinished(maxTokens) ? [] : [index]));
  }
}
