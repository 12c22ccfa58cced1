import {
  type Engine,
  type Feeds,
  freeMemory,
  type Session,
  type Tensor,
  type TensorHandle,
  zeros,
} from '@skinr1/autograd';
import {
  buildCompactGraph,
  buildLanguageGraph,
  buildMergeGraph,
  buildVisionGraph,
  featureName,
} from '../architecture/generation-graphs.ts';
import type { EncodedPrompt } from '../batch/encoded-prompt.ts';
import { createPromptBatch } from '../batch/prompt-batch.ts';
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
    const prompts = batch.groups.map(({ prompt }) => prompt);
    const { feeds, vision, promptLength } = createPromptBatch(prompts, this.architecture);
    batch.promptLength = promptLength;
    const { text } = this.architecture.config;
    const features = vision ? await this.see(vision, adapter) : {};
    try {
      const session = await this.session('language');
      const { outputs, kept } = await session.run({
        ...this.weights.feeds(session, adapter),
        ...DecodingCache.none(text, prompts.length),
        ...this.noFeatures(),
        ...features,
        ...feeds,
      });
      const size = { prompts: prompts.length, group: batch.groupSize };
      return { cache: new DecodingCache(text, size, kept), logits: outputs.logits as Tensor };
    } finally {
      for (const handle of Object.values(features)) handle.release();
    }
  }

  /** Features of images, which stay in the engine. */
  private async see(feeds: Feeds, adapter: string | null): Promise<Record<string, TensorHandle>> {
    const session = await this.session('vision');
    const { kept } = await session.run({ ...this.weights.feeds(session, adapter), ...feeds });
    return kept;
  }

  /** What stands for features where there are no images. */
  private noFeatures(): Feeds {
    const { config, family } = this.architecture;
    const none = zeros('float32', [1, config.text.hiddenSize]);
    const count = family.featureCount(config);
    return Object.fromEntries(Array.from({ length: count }, (_, i) => [featureName(i), none]));
  }

  private async decodeStep(
    batch: LiveBatch,
    cache: DecodingCache,
    { step, adapter }: { readonly step: number; readonly adapter: string | null },
  ) {
    const session = await this.session('language');
    const { outputs, kept } = await session.run({
      ...this.weights.feeds(session, adapter),
      ...cache.feeds,
      ...this.noFeatures(),
      ...batch.feeds(step, this.architecture.family.positionAxes),
    });
    cache.advance(kept);
    return outputs.logits as Tensor;
  }

  private session(kind: keyof typeof graphBuilders): Promise<Session> {
    let session = this.sessions.get(kind);
    if (!session) {
      session = this.engine.load(graphBuilders[kind](this.architecture, this.weights.declared), {
        source: kind,
        keep: this.keptOutputs(kind),
      });
      this.sessions.set(kind, session);
      // One that could not be made is not there to be released.
      session.catch(() => this.sessions.delete(kind));
    }
    return session;
  }

  private keptOutputs(kind: keyof typeof graphBuilders): readonly string[] {
    const { config, family } = this.architecture;
    if (kind !== 'vision') return cacheOutputs(config.text)[kind];
    return Array.from({ length: family.featureCount(config) }, (_, i) => featureName(i));
  }
}

const graphBuilders = {
  vision: buildVisionGraph,
  language: buildLanguageGraph,
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
