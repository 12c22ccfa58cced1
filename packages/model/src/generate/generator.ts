import { type Engine, freeMemory, type Session, type Tensor, tensor } from '@skinr1/autograd';
import {
  buildCompactGraph,
  buildDecodeGraph,
  buildMergeGraph,
  buildPrefillGraph,
} from '../architecture/graphs.ts';
import { createSequenceBatch, type EncodedPrompt, promptFeeds } from '../batch/sequence-batch.ts';
import type { Architecture } from '../families/family.ts';
import type { ModelWeights } from '../weights/model-weights.ts';
import { cacheOutputs, DecodingCache } from './cache.ts';
import { type GenerationSettings, type Group, LiveBatch } from './live-batch.ts';
import { type GeneratedTokens, GenerationRow } from './row.ts';

export type { GenerationSettings } from './live-batch.ts';

/** Generates answers: each prompt is encoded once, its group of rows decodes together. */
export class Generator {
  private readonly engine: Engine;
  private readonly architecture: Architecture;
  private readonly weights: ModelWeights;
  private layout = 0;
  private readonly sessions = new Map<string, Promise<Session>>();

  constructor(engine: Engine, architecture: Architecture, weights: ModelWeights) {
    this.engine = engine;
    this.architecture = architecture;
    this.weights = weights;
  }

  /** Groups of answers, one group a prompt, in order. */
  async generate(
    prompts: readonly EncodedPrompt[],
    settings: GenerationSettings,
  ): Promise<GeneratedTokens[][]> {
    if (this.layout !== this.weights.layout) {
      await this.release();
      this.layout = this.weights.layout;
    }
    const results: GeneratedTokens[][] = prompts.map(() => []);
    for (const groups of planBatches(prompts, settings)) {
      await this.decodeBatch(groups, settings);
      for (const group of groups) {
        for (const row of group.rows) results[group.index]?.push(row.result());
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
    const { cache, logits } = await this.prefill(batch, settings.adapter);
    try {
      // Every row of a group starts from its prompt's last logits.
      batch.extend(logits, settings, (group) => group);
      for (let step = 0; ; step++) {
        if (batch.alive(maxTokens) === 0) return;
        signal?.throwIfAborted();
        const plan = step === 0 ? null : batch.planCompaction(maxTokens);
        if (plan) {
          await cache.compact(await this.session('compact'), plan);
          batch.compact(plan);
        } else if (cache.isMergeDue) {
          await cache.merge(await this.session('merge'));
        }
        const logits = await this.decodeStep(batch, cache, { step, adapter: settings.adapter });
        const { groupSize } = batch;
        batch.extend(logits, settings, (group, row) => group * groupSize + row);
        freeMemory(logits);
      }
    } finally {
      cache.release();
    }
  }

  private async prefill(batch: LiveBatch, adapter: string | null) {
    const rows = batch.groups.map(({ prompt }) => ({ prompt, completions: [] }));
    const sequence = createSequenceBatch(rows, this.architecture);
    batch.promptLength = sequence.promptLength;
    const lastPlaces = batch.groups.map(
      ({ prompt }, row) => (sequence.rowStarts[row] as number) + prompt.tokenIds.length - 1,
    );
    const { text } = this.architecture.config;
    const session = await this.session('prefill');
    const { outputs, kept } = await session.run({
      ...this.weights.feeds(session, adapter),
      ...promptFeeds(sequence),
      places: tensor('int32', [lastPlaces.length], lastPlaces),
    });
    const size = { prompts: batch.groups.length, group: batch.groupSize };
    const cache = new DecodingCache(text, size, kept);
    return { cache, logits: outputs.logits as Tensor };
  }

  private async decodeStep(
    batch: LiveBatch,
    cache: DecodingCache,
    { step, adapter }: { readonly step: number; readonly adapter: string | null },
  ) {
    const session = await this.session('decode');
    const { outputs, kept } = await session.run({
      ...this.weights.feeds(session, adapter),
      ...cache.feeds,
      ...batch.feeds(step),
    });
    cache.advance(kept);
    return outputs.logits as Tensor;
  }

  private session(kind: keyof typeof graphBuilders): Promise<Session> {
    let session = this.sessions.get(kind);
    if (!session) {
      session = this.engine.load(graphBuilders[kind](this.architecture, this.weights.declared), {
        source: kind,
        keep: cacheOutputs(this.architecture.config.text)[kind],
      });
      this.sessions.set(kind, session);
      // One that could not be made is not there to be released.
      session.catch(() => this.sessions.delete(kind));
    }
    return session;
  }
}

const graphBuilders = {
  prefill: buildPrefillGraph,
  decode: buildDecodeGraph,
  merge: buildMergeGraph,
  compact: buildCompactGraph,
};

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
